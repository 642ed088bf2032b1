/**
 * The encryption context in its canonical form, which is bound as additional authenticated data to both layers of
 * encryption: JSON without spaces, keys in code unit order. Order and emptiness make no difference, everything else does.
 */
import { kmsError } from "../errors.ts";

/** Serialized, bytes: what every XKS proxy must take as additionalAuthenticatedData. */
export const maximumContextBytes = 8192;

export type EncryptionContext = Readonly<Record<string, string>>;

/**
 * @returns undefined for no context and for an empty one
 * @throws ApiError ValidationException beyond 8,192 bytes
 */
export function canonicalContext(context: EncryptionContext | undefined): Uint8Array | undefined {
  if (context === undefined) return undefined;
  const keys = Object.keys(context).sort();
  if (keys.length === 0) return undefined;
  let text = "";
  for (const key of keys) text += `${text === "" ? "{" : ","}${JSON.stringify(key)}:${JSON.stringify(context[key])}`;
  const bytes = Buffer.from(`${text}}`, "utf8");
  if (bytes.length > maximumContextBytes) {
    throw kmsError(
      "ValidationException",
      `The encryption context is ${bytes.length} bytes when serialized, more than ${maximumContextBytes}`,
    );
  }
  return bytes;
}
