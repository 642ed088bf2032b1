/**
 * The inner layer of double encryption: AES-256-GCM under key material that belongs to the KMS key and never leaves the KMS
 * side, so that neither the proxy's side nor ours can decrypt alone, and two KMS keys over one external key cannot read each
 * other's ciphertext. Every message has a key of its own, derived from a random salt: random nonces under one key would be
 * safe for 2^32 messages only, which a busy key reaches within a month.
 */
import { createCipheriv, createDecipheriv, createHmac, createSecretKey } from "node:crypto";
import type { KeyObject } from "node:crypto";
import type { KmsKey } from "../../model/kms-key.ts";
import type { Salts } from "./salts.ts";

const saltBytes = 16;
const nonceBytes = 12;
const tagBytes = 16;
/** Bytes that the inner layer adds: `salt ‖ nonce ‖ ciphertext ‖ tag`. */
export const innerLayerBytes = saltBytes + nonceBytes + tagBytes;

/** The inner key in the form that node:crypto takes without copying, per key value of the directory. */
const materials = new WeakMap<KmsKey, KeyObject>();

export function sealInner(key: KmsKey, plaintext: Uint8Array, context: Uint8Array | undefined, salts: Salts): Uint8Array {
  const random = salts.take(saltBytes + nonceBytes);
  const sealed = Buffer.allocUnsafe(plaintext.length + innerLayerBytes);
  sealed.set(random, 0);
  const cipher = createCipheriv("aes-256-gcm", messageKey(key, random.subarray(0, saltBytes)), random.subarray(saltBytes));
  if (context) cipher.setAAD(context);
  sealed.set(cipher.update(plaintext), random.length);
  cipher.final();
  sealed.set(cipher.getAuthTag(), sealed.length - tagBytes);
  return sealed;
}

/** The plaintext; undefined when key, context or bytes are not those it was sealed with. */
export function openInner(key: KmsKey, sealed: Uint8Array, context: Uint8Array | undefined): Uint8Array | undefined {
  if (sealed.length < innerLayerBytes) return undefined;
  const start = saltBytes + nonceBytes;
  const decipher = createDecipheriv("aes-256-gcm", messageKey(key, sealed.subarray(0, saltBytes)), sealed.subarray(saltBytes, start), {
    authTagLength: tagBytes,
  });
  if (context) decipher.setAAD(context);
  decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes));
  const plaintext = decipher.update(sealed.subarray(start, sealed.length - tagBytes));
  try {
    decipher.final();
  } catch {
    plaintext.fill(0);
    return undefined;
  }
  return plaintext;
}

function messageKey(key: KmsKey, salt: Uint8Array): Uint8Array {
  let material = materials.get(key);
  if (!material) {
    material = createSecretKey(key.innerKey);
    materials.set(key, material);
  }
  return createHmac("sha256", material).update("xkswatch inner layer 1").update(salt).digest();
}
