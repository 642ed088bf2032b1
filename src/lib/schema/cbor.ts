/** CBOR as RPC v2 uses it: blobs are byte strings, times tag 1 over epoch seconds, numbers of any width. */
import { decode as decodeCbor, encode } from "cborg";
import type { Schema } from "../schema.ts";
import { CborWriter } from "./cbor-writer.ts";
import { SerializationError, objectOf, type Codec } from "./codec.ts";

/** What tag 1 becomes while decoding; a bare number is none, as in AWS's clients. */
class EpochSeconds {
  readonly seconds: number;

  constructor(seconds: number) {
    this.seconds = seconds;
  }
}

const asNumber = (raw: unknown): number | undefined => (typeof raw === "number" ? raw : typeof raw === "bigint" ? Number(raw) : undefined);

export const cborCodec: Codec = {
  number: asNumber,
  boolean: (raw) => (typeof raw === "boolean" ? raw : undefined),
  blob: (raw) => (raw instanceof Uint8Array ? raw : undefined),
  timestamp: (raw) => (raw instanceof EpochSeconds ? raw.seconds : undefined),
  list: (raw) => (Array.isArray(raw) ? raw : undefined),
  map(raw) {
    const object = objectOf(raw);
    return object && !(object instanceof EpochSeconds) ? Object.entries(object) : undefined;
  },
  structure: objectOf,
};

/** Seconds and fraction are within what a Date can hold; anything else under tag 1 is refused. */
const readTag1 = (content: () => unknown): EpochSeconds => {
  const seconds = asNumber(content());
  if (seconds === undefined || !(Math.abs(seconds) <= 8.64e12)) throw new SerializationError("Tag 1 holds no time");
  return new EpochSeconds(seconds);
};

/**
 * Parses a CBOR body; an empty one is an empty structure.
 * @throws SerializationError for anything that is not one whole CBOR item
 */
export function parseCbor(body: Uint8Array): unknown {
  if (body.length === 0) return {};
  try {
    return decodeCbor(body, { tags: { 1: readTag1 }, rejectDuplicateMapKeys: true });
  } catch (error) {
    // Deep nesting ends in a RangeError of the recursive decoder: the same answer.
    throw error instanceof SerializationError ? error : new SerializationError("The body is not valid CBOR");
  }
}

/** `value` as CBOR by its schema. */
export function encodeCborValue<T>(schema: Schema<T>, value: T): Uint8Array {
  const writer = new CborWriter();
  writer.write(schema, value);
  return writer.finish();
}

/** A document of plain values as CBOR: error bodies, which have no schema. */
export const encodeCborDocument = (document: unknown): Uint8Array => encode(document);
