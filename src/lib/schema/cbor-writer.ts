/**
 * Writes CBOR by schema straight into bytes: columns of 60,000 doubles and times take 2 ms, where a library that first makes
 * tokens of everything takes 150. Reading stays with cborg, which refuses what is not well formed (RFC 8949).
 */
import type { Schema } from "../schema.ts";

/** Major types, in the upper three bits of an item's first byte. */
const major = { unsigned: 0x00, negative: 0x20, bytes: 0x40, text: 0x60, array: 0x80, map: 0xa0, tag: 0xc0 } as const;
const doubleFollows = 0xfb;
const epochTag = 1;

export class CborWriter {
  #bytes = Buffer.allocUnsafe(1024);
  #length = 0;

  /** The written bytes; the writer is then done with. */
  finish(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  write(schema: Schema, value: unknown): void {
    switch (schema.kind) {
      case "string":
        this.#text(String(value));
        return;
      case "boolean":
        this.#reserve(1);
        this.#bytes[this.#length++] = value ? 0xf5 : 0xf4;
        return;
      case "blob":
        this.#blob(value as Uint8Array);
        return;
      case "double":
        this.#double(value as number);
        return;
      case "integer":
      case "long":
        this.#integer(value as number);
        return;
      case "timestamp":
        this.#timestamp(value as number);
        return;
      case "list": {
        const entries = value as ArrayLike<unknown>;
        this.#head(major.array, entries.length);
        for (let i = 0; i < entries.length; i++) this.write(schema.member, entries[i]);
        return;
      }
      case "map": {
        const entries = Object.entries(value as Record<string, unknown>).filter(([, entry]) => entry !== undefined);
        this.#head(major.map, entries.length);
        for (const [key, entry] of entries) {
          this.#text(key);
          this.write(schema.value, entry);
        }
        return;
      }
      case "structure": {
        const members = value as Record<string, unknown>;
        const present = schema.members.filter(({ name }) => members[name] !== undefined);
        this.#head(major.map, present.length);
        for (const { name, schema: memberSchema } of present) {
          this.#text(name);
          this.write(memberSchema, members[name]);
        }
        return;
      }
    }
  }

  /** An item's first byte and the number that belongs to it, in the shortest form. */
  #head(type: number, count: number): void {
    this.#reserve(9);
    if (count < 24) this.#bytes[this.#length++] = type | count;
    else if (count <= 0xff) {
      this.#bytes[this.#length++] = type | 24;
      this.#bytes[this.#length++] = count;
    } else if (count <= 0xffff) {
      this.#bytes[this.#length++] = type | 25;
      this.#length = this.#bytes.writeUInt16BE(count, this.#length);
    } else if (count <= 0xffff_ffff) {
      this.#bytes[this.#length++] = type | 26;
      this.#length = this.#bytes.writeUInt32BE(count, this.#length);
    } else {
      this.#bytes[this.#length++] = type | 27;
      this.#length = this.#bytes.writeBigUInt64BE(BigInt(count), this.#length);
    }
  }

  #text(text: string): void {
    const length = Buffer.byteLength(text);
    this.#head(major.text, length);
    this.#reserve(length);
    this.#length += this.#bytes.write(text, this.#length, "utf8");
  }

  #blob(bytes: Uint8Array): void {
    this.#head(major.bytes, bytes.length);
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  #integer(value: number): void {
    if (value >= 0) this.#head(major.unsigned, value);
    else this.#head(major.negative, -1 - value);
  }

  #double(value: number): void {
    this.#reserve(9);
    this.#bytes[this.#length++] = doubleFollows;
    this.#length = this.#bytes.writeDoubleBE(value, this.#length);
  }

  #timestamp(seconds: number): void {
    this.#head(major.tag, epochTag);
    if (Number.isSafeInteger(seconds)) this.#integer(seconds);
    else this.#double(seconds);
  }

  #reserve(more: number): void {
    const needed = this.#length + more;
    if (needed <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, this.#bytes.length * 2));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}
