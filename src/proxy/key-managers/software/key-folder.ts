/**
 * The software key manager's keys on disk: one file a key, holding its usage, status and versions, key material sealed under
 * the proxy's master key. The commands write it, a running proxy reads it.
 */
import { createHash, type KeyObject } from "node:crypto";
import { readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Clock } from "../../../lib/clock.ts";
import type { KeyStatus } from "../../../xks/operations.ts";
import { createPrivateFile, makePrivateFolder, readIfPresent, writePrivateFile } from "../../private-files.ts";
import { ProxyStartError } from "../../start-error.ts";
import { open, openMasterKey, seal } from "./sealing.ts";

export interface SoftwareKeyVersion {
  /** Rises from 1. */
  readonly version: number;
  /** 32 bytes. */
  readonly material: Uint8Array;
  /** Epoch ms. */
  readonly createdAt: number;
}

export interface SoftwareKey {
  readonly externalKeyId: string;
  readonly usage: readonly string[];
  readonly status: KeyStatus;
  /** Epoch ms. */
  readonly createdAt: number;
  /** Ascending; the last one encrypts, all decrypt. */
  readonly versions: readonly SoftwareKeyVersion[];
}

/** What stands in a file. */
interface KeyFile {
  readonly format: 1;
  readonly externalKeyId: string;
  readonly usage: readonly string[];
  readonly status: KeyStatus;
  readonly createdAt: number;
  readonly versions: readonly { readonly version: number; readonly createdAt: number; readonly sealed: string }[];
}

const fileEnd = ".key.json";

export class KeyFolder {
  readonly #folder: string;
  readonly #masterKey: KeyObject;
  readonly #clock: Clock;

  /** @param dataDir the proxy's data folder; keys lie in `keys/`, the master key in `proxy-master.key` */
  constructor(dataDir: string, clock: Clock) {
    this.#folder = join(dataDir, "keys");
    this.#clock = clock;
    makePrivateFolder(this.#folder);
    this.#masterKey = openMasterKey(join(dataDir, "proxy-master.key"), clock);
  }

  /** When a key was last written or removed, epoch ms; undefined where the folder is gone. */
  changedAt(): number | undefined {
    return statSync(this.#folder, { throwIfNoEntry: false })?.mtimeMs;
  }

  ids(): string[] {
    return readdirSync(this.#folder)
      .filter((name) => name.endsWith(fileEnd))
      .map((name) => name.slice(0, -fileEnd.length - 9))
      .sort();
  }

  /** @throws ProxyStartError for a broken file or another master key */
  read(externalKeyId: string): SoftwareKey | undefined {
    const path = this.#path(externalKeyId);
    const text = readIfPresent(path);
    if (text === undefined) return undefined;
    try {
      const file = JSON.parse(text) as KeyFile;
      if (file.format !== 1 || file.externalKeyId !== externalKeyId) throw new TypeError("not a key file of this key");
      const versions = file.versions.map(({ version, createdAt, sealed }) => ({
        version,
        createdAt,
        material: open(this.#masterKey, sealed, about(externalKeyId, version)),
      }));
      return { externalKeyId, usage: file.usage, status: file.status, createdAt: file.createdAt, versions };
    } catch (error) {
      throw new ProxyStartError(
        `${path} cannot be opened: restore it and proxy-master.key from the same backup, or remove the file`,
        error,
      );
    }
  }

  /** @returns false, with nothing written, if the key exists */
  create(key: SoftwareKey): boolean {
    return createPrivateFile(this.#path(key.externalKeyId), this.#encode(key));
  }

  replace(key: SoftwareKey): void {
    writePrivateFile(this.#path(key.externalKeyId), this.#encode(key));
  }

  remove(externalKeyId: string): void {
    rmSync(this.#path(externalKeyId), { force: true });
  }

  #encode(key: SoftwareKey): string {
    const file: KeyFile = {
      format: 1,
      externalKeyId: key.externalKeyId,
      usage: key.usage,
      status: key.status,
      createdAt: key.createdAt,
      versions: key.versions.map(({ version, createdAt, material }) => ({
        version,
        createdAt,
        sealed: seal(this.#masterKey, material, about(key.externalKeyId, version), this.#clock),
      })),
    };
    return `${JSON.stringify(file, undefined, 2)}\n`;
  }

  /** Ids that differ in case alone stay apart on file systems that do not tell cases apart. */
  #path(externalKeyId: string): string {
    const distinct = createHash("sha256").update(externalKeyId).digest("hex").slice(0, 8);
    return join(this.#folder, `${externalKeyId}.${distinct}${fileEnd}`);
  }
}

const about = (externalKeyId: string, version: number): string => `xkswatch external key ${externalKeyId} version ${version}`;
