/**
 * Bodies of the XKS Proxy API, read and checked by their schemas in one pass: requests on the server, answers in the checks
 * of tools. Complaints name the member and its sizes, never its value. The client reads answers by itself (client/answers):
 * which key metadata will do is for CreateKey to say there, and texts of a proxy are made printable.
 */
import type { BlobSchema, ListSchema, NumberSchema, Range, Schema, StringSchema, StructureSchema } from "../lib/schema.ts";

/** Why a body is not what its schema says, e.g. "authenticationTag has 12 bytes, not 16". */
export class WireError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "WireError";
  }
}

/**
 * Reads a JSON body. Unknown members are passed over, as the specification may grow.
 *
 * @throws WireError for what is not UTF-8, not JSON, or not what the schema says
 */
export function readBody<T>(schema: Schema<T> & StructureSchema, body: Uint8Array): T {
  return readValue(schema, parse(body), "") as T;
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function parse(body: Uint8Array): unknown {
  let text: string;
  try {
    text = utf8.decode(body);
  } catch {
    throw new WireError("the body is not UTF-8");
  }
  if (text.length === 0) throw new WireError("the body is empty");
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // JSON.parse quotes the text in its messages, which may hold a plaintext.
    throw new WireError("the body is not JSON");
  }
}

function readValue(schema: Schema, value: unknown, path: string): unknown {
  switch (schema.kind) {
    case "structure":
      return readStructure(schema, value, path);
    case "blob":
      return readBlob(schema, value, path);
    case "string":
      return readString(schema, value, path);
    case "integer":
    case "long":
    case "double":
      return readNumber(schema, value, path);
    case "list":
      return readList(schema, value, path);
    default:
      throw new TypeError(`the XKS Proxy API has no ${schema.kind}`);
  }
}

function readStructure(schema: StructureSchema, value: unknown, path: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new WireError(`${path || "the body"} is not an object`);
  const given = value as Record<string, unknown>;
  const read: Record<string, unknown> = {};
  for (const member of schema.members) {
    const one = given[member.name];
    const at = path ? `${path}.${member.name}` : member.name;
    if (one !== undefined && one !== null) read[member.name] = readValue(member.schema, one, at);
    else if (member.required) throw new WireError(`${at} is missing`);
  }
  return read;
}

function readBlob(schema: BlobSchema, value: unknown, path: string): Uint8Array {
  if (typeof value !== "string") throw new WireError(`${path} is not a string`);
  const bytes = fromBase64(value);
  if (!bytes) throw new WireError(`${path} is not Base64`);
  checkRange(schema.length, bytes.length, path, "bytes");
  return bytes;
}

/** Decodes padded Base64 of the standard alphabet; undefined for anything else. */
export function fromBase64(text: string): Uint8Array | undefined {
  const { length } = text;
  if (length % 4 !== 0) return undefined;
  const padding = length === 0 || text.charCodeAt(length - 1) !== 61 ? 0 : text.charCodeAt(length - 2) === 61 ? 2 : 1;
  const bytes = Buffer.from(text, "base64");
  // The decoder passes over what is foreign, which shows in the length, but takes the URL-safe alphabet for its own.
  if (bytes.length !== (length / 4) * 3 - padding || text.includes("-") || text.includes("_")) return undefined;
  return bytes;
}

function readString(schema: StringSchema, value: unknown, path: string): string {
  if (typeof value !== "string") throw new WireError(`${path} is not a string`);
  checkRange(schema.length, value.length, path, "characters");
  if (schema.values && !schema.values.includes(value)) throw new WireError(`${path} is not ${schema.values.join(" or ")}`);
  return value;
}

function readNumber(schema: NumberSchema, value: unknown, path: string): number {
  if (typeof value !== "number") throw new WireError(`${path} is not a number`);
  if (schema.kind !== "double" && !Number.isSafeInteger(value)) throw new WireError(`${path} is not an integer`);
  const [least = value, most = value] = schema.range ?? [];
  if (value < least || value > most) throw new WireError(`${path} is ${value}, not ${inWords(schema.range)}`);
  return value;
}

function readList(schema: ListSchema, value: unknown, path: string): unknown[] {
  if (!Array.isArray(value)) throw new WireError(`${path} is not an array`);
  checkRange(schema.length, value.length, path, "entries");
  return value.map((entry, index) => readValue(schema.member, entry, `${path}[${index}]`));
}

function checkRange(range: Range | undefined, size: number, path: string, unit: string): void {
  if (!range) return;
  const [least = 0, most = Infinity] = range;
  if (size < least || size > most) throw new WireError(`${path} has ${size} ${unit}, not ${inWords(range)}`);
}

function inWords(range: Range | undefined): string {
  const [least, most] = range ?? [];
  if (least === most) return `${least}`;
  if (least === undefined) return `at most ${most}`;
  return most === undefined ? `at least ${least}` : `${least} to ${most}`;
}
