/**
 * Encodes a value by its schema as JSON, the protocol of most answers. CBOR and XML stand in lib/schema/cbor and
 * lib/schema/xml. Lists of numbers may be typed arrays: columns go out as they come from the metric store.
 */
import type { ListSchema, Schema } from "../schema.ts";

/**
 * `value` as JSON: a text, or bytes where long columns would make the text so large that putting it together and turning it
 * into bytes costs more than writing its numbers. Members that are `undefined` or not of the schema are left out.
 */
export function encodeJson<T>(schema: Schema<T>, value: T): string | Uint8Array {
  const writer = new JsonWriter();
  writer.write(schema, value);
  return writer.finish();
}

/** Columns from this length on become bytes by themselves. */
const longColumn = 200;

class JsonWriter {
  #text = "";
  /** What stands before `#text`: texts and long columns by turns. */
  readonly #pieces: string[] = [];
  /** Long columns that were written: series of one answer share their times. */
  readonly #columns = new Map<ArrayLike<number>, string>();

  finish(): string | Uint8Array {
    if (this.#pieces.length === 0) return this.#text;
    this.#pieces.push(this.#text);
    const lengths = this.#pieces.map((piece, i) => (isColumn(i) ? piece.length : Buffer.byteLength(piece)));
    const bytes = Buffer.allocUnsafe(lengths.reduce((sum, length) => sum + length, 0));
    let at = 0;
    for (const [i, piece] of this.#pieces.entries()) {
      // Digits are one byte each; to know that makes writing them a copy.
      bytes.write(piece, at, isColumn(i) ? "latin1" : "utf8");
      at += lengths[i] as number;
    }
    return bytes;
  }

  write(schema: Schema, value: unknown): void {
    switch (schema.kind) {
      case "string":
        this.#text += JSON.stringify(value);
        return;
      case "boolean":
        this.#text += value ? "true" : "false";
        return;
      case "blob": {
        const bytes = value as Uint8Array;
        this.#text += `"${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64")}"`;
        return;
      }
      case "list":
        this.#list(schema, value as ArrayLike<unknown>);
        return;
      case "map": {
        let before = "{";
        for (const key of Object.keys(value as object)) {
          const entry = (value as Record<string, unknown>)[key];
          if (entry === undefined) continue;
          this.#text += `${before}${JSON.stringify(key)}:`;
          this.write(schema.value, entry);
          before = ",";
        }
        this.#text += before === "{" ? "{}" : "}";
        return;
      }
      case "structure": {
        let before = "{";
        for (const { name, schema: memberSchema } of schema.members) {
          const member = (value as Record<string, unknown>)[name];
          if (member === undefined) continue;
          this.#text += `${before}"${name}":`;
          this.write(memberSchema, member);
          before = ",";
        }
        this.#text += before === "{" ? "{}" : "}";
        return;
      }
      default:
        this.#text += numberText(value as number);
    }
  }

  #list(schema: ListSchema, values: ArrayLike<unknown>): void {
    const { kind } = schema.member;
    if (kind === "double" || kind === "timestamp" || kind === "integer" || kind === "long") {
      this.#numbers(values as ArrayLike<number>);
      return;
    }
    for (let i = 0; i < values.length; i++) {
      this.#text += i === 0 ? "[" : ",";
      this.write(schema.member, values[i]);
    }
    this.#text += values.length === 0 ? "[]" : "]";
  }

  #numbers(values: ArrayLike<number>): void {
    if (values.length < longColumn) {
      this.#text += columnText(values);
      return;
    }
    let text = this.#columns.get(values);
    if (text === undefined) this.#columns.set(values, (text = columnText(values)));
    this.#pieces.push(this.#text, text);
    this.#text = "";
  }
}

const isColumn = (piece: number): boolean => piece % 2 === 1;

/** A number as JSON or, where JSON has no digits for it, as the string that AWS uses. */
const numberText = (value: number): string => (Number.isFinite(value) ? String(value) : `"${value}"`);

function columnText(values: ArrayLike<number>): string {
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) return `[${Array.from(values, numberText).join(",")}]`;
  }
  return JSON.stringify(plainArray(values));
}

/**
 * Numbers as a plain array: the JSON serializer writes one of 60,000 doubles in 8 ms, where `join` takes 31 because it makes
 * a string of each; the copy itself costs 0.4.
 */
export function plainArray(values: ArrayLike<number>): readonly number[] {
  if (Array.isArray(values)) return values as readonly number[];
  const copy: number[] = [];
  for (let i = 0; i < values.length; i++) copy.push(values[i] as number);
  return copy;
}
