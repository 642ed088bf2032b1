/**
 * What the one decoder needs to know of a protocol: how its leaves and lists are written. A parsed document (JSON.parse,
 * CBOR, a query form's tree) is walked by lib/schema/decode; everything else about a request is the schema's.
 */

/** A document that is not even of the right form: wrong types, broken syntax. AWS calls it SerializationException. */
export class SerializationError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "SerializationError";
  }
}

/** A protocol's leaves. Each function gets what the parser made and answers `undefined` where that has the wrong type. */
export interface Codec {
  /** Any finite or infinite number or NaN; the decoder itself sees to it that integers are whole. */
  number(raw: unknown): number | undefined;
  boolean(raw: unknown): boolean | undefined;
  blob(raw: unknown): Uint8Array | undefined;
  /** Epoch seconds, may carry a fraction. */
  timestamp(raw: unknown): number | undefined;
  list(raw: unknown): readonly unknown[] | undefined;
  map(raw: unknown): readonly (readonly [key: string, value: unknown])[] | undefined;
  structure(raw: unknown): Readonly<Record<string, unknown>> | undefined;
}

/** The complaint about a value of the wrong type, in AWS's words. Never shows the value: it may be a secret. */
export function wrongType(raw: unknown, wanted: string): SerializationError {
  if (Array.isArray(raw)) return new SerializationError("Start of list found where not expected");
  if (typeof raw === "object" && raw !== null) return new SerializationError("Start of structure or map found where not expected.");
  return new SerializationError(`${tokenName(raw)} can not be converted to ${wanted}`);
}

function tokenName(raw: unknown): string {
  switch (typeof raw) {
    case "string":
      return "STRING_VALUE";
    case "number":
    case "bigint":
      return "NUMBER_VALUE";
    case "boolean":
      return raw ? "TRUE_VALUE" : "FALSE_VALUE";
    default:
      return "NULL_VALUE";
  }
}

/** A plain object's entries, or undefined for anything else; shared by the protocols whose maps are objects. */
export function objectOf(raw: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof raw === "object" && raw !== null && !Array.isArray(raw) && !(raw instanceof Uint8Array)
    ? (raw as Readonly<Record<string, unknown>>)
    : undefined;
}

/** Strict Base64 as AWS takes it: padded, no white space, no URL alphabet. */
export function blobFromBase64(raw: string): Uint8Array {
  const length = raw.length;
  if (length % 4 !== 0) {
    throw new SerializationError(
      `Value can not be converted to a Blob: Base64 encoded length is expected a multiple of 4 bytes but found: ${length}`,
    );
  }
  const padding = raw.endsWith("==") ? 2 : raw.endsWith("=") ? 1 : 0;
  const bytes = Buffer.from(raw, "base64");
  // The decoder skips what it does not know and takes the URL alphabet; AWS does neither.
  if (bytes.length !== (length / 4) * 3 - padding || raw.includes("-") || raw.includes("_")) {
    throw new SerializationError("Value can not be converted to a Blob: it is not valid Base64");
  }
  return bytes;
}
