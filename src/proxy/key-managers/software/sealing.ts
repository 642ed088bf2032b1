/** Sealing of key material at rest: AES-256-GCM under the proxy's master key, bound to what is sealed. */
import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject } from "node:crypto";
import type { Clock } from "../../../lib/clock.ts";
import { createPrivateFile, readIfPresent } from "../../private-files.ts";
import { ProxyStartError } from "../../start-error.ts";

const ivBytes = 12;
const tagBytes = 16;

/** The proxy's master key, made at the first use. The file holds 32 bytes in Base64. */
export function openMasterKey(path: string, clock: Clock): KeyObject {
  const made = Buffer.from(clock.randomBytes(32)).toString("base64");
  const text = readIfPresent(path) ?? (createPrivateFile(path, `${made}\n`) ? made : readIfPresent(path));
  const bytes = Buffer.from(text ?? "", "base64");
  if (bytes.length !== 32) {
    throw new ProxyStartError(
      `${path} does not hold a master key of 32 bytes in Base64: restore it from a backup, the keys are lost without it`,
    );
  }
  return createSecretKey(bytes);
}

/** @param about what is sealed; opening under another name fails */
export function seal(masterKey: KeyObject, secret: Uint8Array, about: string, clock: Clock): string {
  const iv = clock.randomBytes(ivBytes);
  const cipher = createCipheriv("aes-256-gcm", masterKey, iv).setAAD(Buffer.from(about));
  return Buffer.concat([iv, cipher.update(secret), cipher.final(), cipher.getAuthTag()]).toString("base64");
}

/** @throws Error if the master key is another, or what was sealed was changed */
export function open(masterKey: KeyObject, sealed: string, about: string): Uint8Array {
  const bytes = Buffer.from(sealed, "base64");
  const decipher = createDecipheriv("aes-256-gcm", masterKey, bytes.subarray(0, ivBytes), { authTagLength: tagBytes });
  decipher.setAAD(Buffer.from(about)).setAuthTag(bytes.subarray(-tagBytes));
  return Buffer.concat([decipher.update(bytes.subarray(ivBytes, -tagBytes)), decipher.final()]);
}
