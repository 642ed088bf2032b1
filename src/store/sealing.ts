/**
 * Sealing: AES-256-GCM under a master key for what must not lie readable on disk. A sealed value is a text that names the
 * key that made it, so that values of an old and a new master key can lie side by side while a rekey is under way.
 */
import { createCipheriv, createDecipheriv, createHmac } from "node:crypto";
import type { Clock } from "../lib/clock.ts";

/** Bytes of a master key. */
export const masterKeyLength = 32;
const ivLength = 12;
const tagLength = 16;
const prefix = "sealed:1:";

/** One master key and the id that sealed values name. */
export interface MasterKey {
  /** 16 hexadecimal digits, derived from the key; tells nothing about it. */
  readonly id: string;
  readonly bytes: Uint8Array;
}

/** A value that cannot be opened: made under an unknown key, moved from elsewhere, or altered. */
export class SealBroken extends Error {
  constructor(place: string, reason: string) {
    super(`the sealed value of ${place} cannot be opened: ${reason}`);
    this.name = "SealBroken";
  }
}

/** A master key from its 32 bytes. */
export function masterKeyOf(bytes: Uint8Array): MasterKey {
  if (bytes.length !== masterKeyLength) throw new RangeError(`a master key has ${masterKeyLength} bytes, not ${bytes.length}`);
  return { id: createHmac("sha256", bytes).update("xkswatch master key id").digest("hex").slice(0, 16), bytes };
}

/** Master keys in use: the first seals, all open. */
export class Keyring {
  #keys: readonly MasterKey[];
  readonly #clock: Pick<Clock, "randomBytes">;

  /** @param keys at least one; the first is the current one */
  constructor(keys: readonly MasterKey[], clock: Pick<Clock, "randomBytes">) {
    this.#keys = keys;
    this.#clock = clock;
  }

  get current(): MasterKey {
    const [current] = this.#keys;
    if (!current) throw new RangeError("a keyring holds at least one key");
    return current;
  }

  get keys(): readonly MasterKey[] {
    return this.#keys;
  }

  has(keyId: string): boolean {
    return this.#keys.some(({ id }) => id === keyId);
  }

  /** Exchanges the keys while the ring is in use. */
  replace(keys: readonly MasterKey[]): void {
    this.#keys = keys;
  }

  /**
   * Seals text or bytes under the current key.
   * @param place where the value stands, e.g. "access-key AKIA… secret"; it opens there alone
   */
  seal(value: string | Uint8Array, place: string): string {
    const { id, bytes } = this.current;
    const iv = this.#clock.randomBytes(ivLength);
    const cipher = createCipheriv("aes-256-gcm", bytes, iv).setAAD(Buffer.from(place));
    // The first byte says what comes back: text or bytes.
    const parts = [cipher.update(Uint8Array.of(typeof value === "string" ? 0 : 1)), cipher.update(value), cipher.final()];
    return `${prefix}${id}:${Buffer.concat([iv, ...parts, cipher.getAuthTag()]).toString("base64")}`;
  }

  /** @throws SealBroken */
  open(sealed: string, place: string): string | Uint8Array {
    const keyId = sealedUnder(sealed);
    if (keyId === undefined) throw new SealBroken(place, "it is not a sealed value");
    const key = this.#keys.find(({ id }) => id === keyId);
    if (!key) throw new SealBroken(place, `it was sealed under another master key (${keyId})`);
    const packed = Buffer.from(sealed.slice(prefix.length + keyId.length + 1), "base64");
    if (packed.length < ivLength + 1 + tagLength) throw new SealBroken(place, "it is cut short");
    const decipher = createDecipheriv("aes-256-gcm", key.bytes, packed.subarray(0, ivLength), { authTagLength: tagLength })
      .setAAD(Buffer.from(place))
      .setAuthTag(packed.subarray(-tagLength));
    let opened: Buffer;
    try {
      opened = Buffer.concat([decipher.update(packed.subarray(ivLength, -tagLength)), decipher.final()]);
    } catch {
      throw new SealBroken(place, "it was altered or belongs elsewhere");
    }
    const content = opened.subarray(1);
    return opened[0] === 0 ? content.toString("utf8") : new Uint8Array(content);
  }
}

/** The id of the key a value was sealed under; undefined for a value that is not sealed. */
export function sealedUnder(value: string): string | undefined {
  return /^sealed:1:([0-9a-f]{16}):/.exec(value)?.[1];
}
