/** AWS JSON as a document: blobs are Base64, times epoch seconds, NaN and the infinities strings. */
import { isUtf8 } from "node:buffer";
import { SerializationError, blobFromBase64, objectOf, type Codec } from "./codec.ts";

/** The words for numbers that JSON has no digits for. */
const specialNumbers: Readonly<Record<string, number>> = { NaN: Number.NaN, Infinity: Infinity, "-Infinity": -Infinity };

export const jsonCodec: Codec = {
  number(raw) {
    if (typeof raw === "number") return raw;
    return typeof raw === "string" && Object.hasOwn(specialNumbers, raw) ? specialNumbers[raw] : undefined;
  },
  boolean: (raw) => (typeof raw === "boolean" ? raw : undefined),
  blob: (raw) => (typeof raw === "string" ? blobFromBase64(raw) : undefined),
  timestamp: (raw) => (typeof raw === "number" ? raw : undefined),
  list: (raw) => (Array.isArray(raw) ? raw : undefined),
  map(raw) {
    const object = objectOf(raw);
    return object && Object.entries(object);
  },
  structure: objectOf,
};

/**
 * Parses a JSON body; an empty one is an empty structure, as AWS clients send for operations without input.
 * @throws SerializationError for anything that is not JSON in UTF-8
 */
export function parseJson(body: Uint8Array): unknown {
  if (body.length === 0) return {};
  if (!isUtf8(body)) throw new SerializationError("The body is not valid UTF-8");
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("utf8");
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own words would quote the body, which may hold a plaintext.
    throw new SerializationError("The body is not valid JSON");
  }
}
