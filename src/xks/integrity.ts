/**
 * What binds the parts of a ciphertext together in the XKS Proxy API: the additional authenticated data that the key manager
 * feeds to AES-GCM, and the ciphertext data integrity value (CDIV). Client, server, key managers and checks share it.
 */
import { hash } from "node:crypto";

const nothing = new Uint8Array(0);

/** The most bytes of additionalAuthenticatedData that the form below can say, and the specification asks for no more than 8,192. */
export const maximumAadBytes = 0xffff;
/** The most bytes of ciphertextMetadata that a proxy may give. */
export const maximumMetadataBytes = 20;

/**
 * The AAD of AES-GCM (specification, Encrypt, ciphertextMetadata): `uint16be(len(aad)) ‖ aad ‖ uint8(len(metadata)) ‖ metadata`,
 * absent fields counting as length 0. The lengths keep metadata from being passed off as AAD.
 *
 * @throws RangeError if either is too long for its length field
 */
export function authenticatedData(aad: Uint8Array = nothing, metadata: Uint8Array = nothing): Uint8Array {
  if (aad.length > maximumAadBytes) throw new RangeError(`additionalAuthenticatedData has ${aad.length} bytes, more than 65535`);
  if (metadata.length > 0xff) throw new RangeError(`ciphertextMetadata has ${metadata.length} bytes, more than 255`);
  const data = new Uint8Array(3 + aad.length + metadata.length);
  data[0] = aad.length >>> 8;
  data[1] = aad.length & 0xff;
  data.set(aad, 2);
  data[2 + aad.length] = metadata.length;
  data.set(metadata, 3 + aad.length);
  return data;
}

/** The decoded parts of an encryption that the CDIV covers. */
export interface EncryptionParts {
  /** additionalAuthenticatedData of the request. */
  readonly aad?: Uint8Array | undefined;
  /** ciphertextMetadata of the answer. */
  readonly metadata?: Uint8Array | undefined;
  readonly iv: Uint8Array;
  readonly ciphertext: Uint8Array;
  readonly tag: Uint8Array;
}

/** The CDIV (specification, Appendix C): SHA-256 over `aad ‖ metadata ‖ iv ‖ ciphertext ‖ tag`, decoded and without lengths; 32 bytes. */
export function ciphertextDataIntegrityValue(parts: EncryptionParts): Uint8Array {
  const { aad = nothing, metadata = nothing, iv, ciphertext, tag } = parts;
  const data = Buffer.allocUnsafe(aad.length + metadata.length + iv.length + ciphertext.length + tag.length);
  let offset = 0;
  for (const part of [aad, metadata, iv, ciphertext, tag]) {
    data.set(part, offset);
    offset += part.length;
  }
  return hash("sha256", data, "buffer");
}
