/**
 * The software key manager: AES-256 keys of a folder, sealed at rest, used in this process. A key's version travels in the
 * ciphertextMetadata, so that what an earlier version encrypted still decrypts.
 */
import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject } from "node:crypto";
import type { Clock, Timer } from "../../lib/clock.ts";
import { XksProxyError } from "../../xks/errors.ts";
import { authenticatedData } from "../../xks/integrity.ts";
import { isExternalKeyId } from "../../xks/uri.ts";
import type { Encryption, KeyManager, KeyManagerInstance, KeyMetadata } from "../key-manager.ts";
import { defineKeyManager } from "./kind.ts";
import { KeyFolder, type SoftwareKey } from "./software/key-folder.ts";
import { RandomVectors } from "./software/random-vectors.ts";

const cipherName = "aes-256-gcm";
const tagBytes = 16;
/** ciphertextMetadata: this byte, then the version as uint16be. */
const metadataFormat = 1;
/** How soon a change made by a command is noticed, ms. */
const lookPeriodMs = 500;

interface LoadedKey {
  readonly key: SoftwareKey;
  readonly versions: ReadonlyMap<number, KeyObject>;
  readonly current: KeyObject;
  readonly metadata: Uint8Array;
}

/** The kind in the table of key managers. It has no settings: its keys lie in the data folder. */
export const softwareKeyManager = defineKeyManager<object>()({
  members: [],
  read: () => ({}),
  open: (_settings, { name, dataDir, clock }) => openSoftwareKeyManager(dataDir, { id: name, clock }),
});

export interface SoftwareKeyManagerOptions {
  /** The instance's name in GetHealthStatus. */
  readonly id?: string;
  readonly clock: Clock;
}

/** Opens the software key manager of a proxy's data folder. @throws ProxyStartError if the folder or its master key cannot be used */
export function openSoftwareKeyManager(dataDir: string, { id = "software", clock }: SoftwareKeyManagerOptions): KeyManager {
  return new SoftwareKeyManager(new KeyFolder(dataDir, clock), id, clock);
}

class SoftwareKeyManager implements KeyManager {
  readonly vendor = "xkswatch";
  readonly #folder: KeyFolder;
  readonly #id: string;
  readonly #clock: Clock;
  readonly #vectors: RandomVectors;
  readonly #keys = new Map<string, LoadedKey>();
  readonly #looking: Timer;
  readonly #testKey: LoadedKey;
  #changedAt: number | undefined;

  constructor(folder: KeyFolder, id: string, clock: Clock) {
    this.#folder = folder;
    this.#id = id;
    this.#clock = clock;
    this.#vectors = new RandomVectors(clock);
    this.#changedAt = folder.changedAt();
    const testVersion = { version: 1, createdAt: clock.now(), material: clock.randomBytes(32) };
    this.#testKey = load({ externalKeyId: "", usage: [], status: "ENABLED", createdAt: clock.now(), versions: [testVersion] });
    this.#looking = clock.every(lookPeriodMs, () => this.#forgetIfChanged());
  }

  encrypt(externalKeyId: string, plaintext: Uint8Array, aad: Uint8Array | undefined): Encryption {
    return this.#encryptUnder(this.#usable(externalKeyId, "ENCRYPT"), plaintext, aad);
  }

  decrypt(externalKeyId: string, encryption: Encryption, aad: Uint8Array | undefined): Uint8Array {
    return decryptUnder(this.#usable(externalKeyId, "DECRYPT"), encryption, aad);
  }

  getKeyMetadata(externalKeyId: string): KeyMetadata {
    const { key } = this.#find(externalKeyId);
    return { keySpec: "AES_256", keyUsage: key.usage, keyStatus: key.status };
  }

  async checkHealth(): Promise<readonly KeyManagerInstance[]> {
    return [{ id: this.#id, model: "xkswatch software key manager", healthStatus: this.#works() ? "ACTIVE" : "UNAVAILABLE" }];
  }

  async close(): Promise<void> {
    this.#looking.cancel();
    this.#keys.clear();
  }

  #works(): boolean {
    try {
      const probe = this.#clock.randomBytes(16);
      if (this.#folder.changedAt() === undefined) return false;
      return Buffer.from(decryptUnder(this.#testKey, this.#encryptUnder(this.#testKey, probe, probe), probe)).equals(probe);
    } catch {
      return false;
    }
  }

  #encryptUnder(loaded: LoadedKey, plaintext: Uint8Array, aad: Uint8Array | undefined): Encryption {
    const initializationVector = this.#vectors.next();
    const cipher = createCipheriv(cipherName, loaded.current, initializationVector, { authTagLength: tagBytes });
    cipher.setAAD(authenticatedData(aad, loaded.metadata));
    const ciphertext = cipher.update(plaintext);
    cipher.final();
    return { ciphertext, initializationVector, authenticationTag: cipher.getAuthTag(), ciphertextMetadata: loaded.metadata };
  }

  #usable(externalKeyId: string, use: "ENCRYPT" | "DECRYPT"): LoadedKey {
    const loaded = this.#find(externalKeyId);
    if (loaded.key.status !== "ENABLED") throw new XksProxyError("InvalidStateException", `The external key ${externalKeyId} is disabled.`);
    if (!loaded.key.usage.includes(use)) {
      throw new XksProxyError("InvalidKeyUsageException", `The external key ${externalKeyId} has no key usage ${use}.`);
    }
    return loaded;
  }

  #find(externalKeyId: string): LoadedKey {
    const known = this.#keys.get(externalKeyId);
    if (known) return known;
    // A key that a command has just made is found at once: only the first use of a key reads its file.
    const key = isExternalKeyId(externalKeyId) ? this.#folder.read(externalKeyId) : undefined;
    if (!key) throw new XksProxyError("KeyNotFoundException", `There is no external key ${externalKeyId}.`);
    const loaded = load(key);
    this.#keys.set(externalKeyId, loaded);
    return loaded;
  }

  #forgetIfChanged(): void {
    const changedAt = this.#folder.changedAt();
    // File systems stamp by the tick: a change just after the last look may carry the same time as one just before it.
    const settled = changedAt !== undefined && this.#clock.now() - changedAt > 2 * lookPeriodMs;
    if (changedAt === this.#changedAt && settled) return;
    this.#changedAt = changedAt;
    this.#keys.clear();
  }
}

function load(key: SoftwareKey): LoadedKey {
  const versions = new Map(key.versions.map(({ version, material }) => [version, createSecretKey(material)]));
  const version = key.versions.at(-1)?.version ?? 0;
  const current = versions.get(version);
  if (!current) throw new XksProxyError("InternalException", `The external key ${key.externalKeyId} has no version.`);
  return { key, versions, current, metadata: new Uint8Array([metadataFormat, version >>> 8, version & 0xff]) };
}

function decryptUnder(loaded: LoadedKey, encryption: Encryption, aad: Uint8Array | undefined): Uint8Array {
  const { ciphertext, initializationVector, authenticationTag, ciphertextMetadata: metadata } = encryption;
  const version = metadata?.length === 3 && metadata[0] === metadataFormat ? ((metadata[1] ?? 0) << 8) | (metadata[2] ?? 0) : undefined;
  const material = version === undefined ? undefined : loaded.versions.get(version);
  if (!material) throw new XksProxyError("InvalidCiphertextException", "The ciphertextMetadata names no version of the external key.");
  const decipher = createDecipheriv(cipherName, material, initializationVector, { authTagLength: tagBytes });
  decipher.setAAD(authenticatedData(aad, metadata)).setAuthTag(authenticationTag);
  const plaintext = decipher.update(ciphertext);
  try {
    decipher.final();
  } catch {
    throw new XksProxyError("InvalidCiphertextException");
  }
  return plaintext;
}
