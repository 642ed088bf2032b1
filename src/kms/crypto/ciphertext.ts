/**
 * The ciphertext blob: an envelope that names the key and carries all the proxy needs to decrypt.
 *
 *     offset  bytes  what
 *     0       1      form: 1
 *     1       16     key id (UUID)
 *     17      1      length of the initialization vector: 12 or 16
 *     18      1      length of the ciphertext metadata: 0 to 20
 *     19      2      length of the ciphertext, big-endian
 *     21      …      initialization vector ‖ authentication tag (16) ‖ metadata ‖ ciphertext
 *
 * Whatever is not exactly that is not ours: InvalidCiphertextException with an empty message, as the real service has it,
 * and no question to the proxy.
 */
import type { EncryptAnswer } from "../../xks/calls.ts";
import { maximumMetadataBytes } from "../../xks/integrity.ts";
import type { KmsKey } from "../../model/kms-key.ts";
import { kmsError } from "../errors.ts";
import { innerLayerBytes } from "./inner-layer.ts";

const form = 1;
const headBytes = 21;
const tagBytes = 16;

/** An envelope taken apart. */
export interface Envelope extends EncryptAnswer {
  readonly keyId: string;
}

export function packCiphertext(key: Pick<KmsKey, "id">, outer: EncryptAnswer): Uint8Array {
  const { initializationVector: iv, authenticationTag: tag, ciphertextMetadata: metadata, ciphertext } = outer;
  const metadataBytes = metadata?.length ?? 0;
  const blob = Buffer.allocUnsafe(headBytes + iv.length + tagBytes + metadataBytes + ciphertext.length);
  blob[0] = form;
  blob.write(key.id.replaceAll("-", ""), 1, "hex");
  blob[17] = iv.length;
  blob[18] = metadataBytes;
  blob.writeUInt16BE(ciphertext.length, 19);
  blob.set(iv, headBytes);
  blob.set(tag, headBytes + iv.length);
  if (metadata) blob.set(metadata, headBytes + iv.length + tagBytes);
  blob.set(ciphertext, headBytes + iv.length + tagBytes + metadataBytes);
  return blob;
}

/** @throws ApiError InvalidCiphertextException */
export function unpackCiphertext(bytes: Uint8Array): Envelope {
  const blob = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (blob.length < headBytes || blob[0] !== form) throw notOurs();
  const ivBytes = blob[17] ?? 0;
  const metadataBytes = blob[18] ?? 0;
  const ciphertextBytes = blob.readUInt16BE(19);
  const whole = headBytes + ivBytes + tagBytes + metadataBytes + ciphertextBytes;
  const sound = (ivBytes === 12 || ivBytes === 16) && metadataBytes <= maximumMetadataBytes && ciphertextBytes > innerLayerBytes;
  if (!sound || blob.length !== whole) throw notOurs();
  const tagAt = headBytes + ivBytes;
  const metadataAt = tagAt + tagBytes;
  const parts = {
    keyId: uuidOf(blob.toString("hex", 1, 17)),
    initializationVector: blob.subarray(headBytes, tagAt),
    authenticationTag: blob.subarray(tagAt, metadataAt),
    ciphertext: blob.subarray(metadataAt + metadataBytes),
  };
  return metadataBytes > 0 ? { ...parts, ciphertextMetadata: blob.subarray(metadataAt, metadataAt + metadataBytes) } : parts;
}

/** A blob that no key here has made. */
export function notOurs(): Error {
  return kmsError("InvalidCiphertextException", "");
}

function uuidOf(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
