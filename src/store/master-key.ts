/**
 * The master key's file: 32 random bytes, readable by its owner alone. While a rekey is under way it holds the new key and
 * then the old one (64 bytes), so that a stop at any moment leaves a file that opens everything.
 */
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, statSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import type { Clock } from "../lib/clock.ts";
import type { ResourceStore } from "./resource-store.ts";
import { type Keyring, type MasterKey, masterKeyLength, masterKeyOf } from "./sealing.ts";
import { StoreOpenError } from "./store-open-error.ts";

/** The setting that says under which master key the secrets lie. */
export const masterKeySetting = "master-key-id";

export interface LoadOptions {
  /** Whether a missing file is made; only for a state that holds nothing sealed yet. */
  readonly create: boolean;
  readonly clock: Pick<Clock, "randomBytes">;
}

/**
 * The master keys of a file, the current one first.
 * @throws StoreOpenError where the file is missing (and not to be made), unreadable, open to others or of the wrong size
 */
export function loadMasterKeys(path: string, { create, clock }: LoadOptions): readonly MasterKey[] {
  const file = statSync(path, { throwIfNoEntry: false });
  if (!file) {
    if (!create)
      throw new StoreOpenError(
        path,
        "the master key file is missing, and the secrets in the data directory are sealed under it",
        "put the file back or name it with --master-key-file",
      );
    const key = masterKeyOf(clock.randomBytes(masterKeyLength));
    saveMasterKeys(path, [key]);
    return [key];
  }
  if (process.platform !== "win32" && (file.mode & 0o077) !== 0)
    throw new StoreOpenError(
      path,
      `others may read the master key file (mode ${(file.mode & 0o777).toString(8).padStart(4, "0")})`,
      `run: chmod 600 ${path}`,
    );
  const bytes = readKeyFile(path);
  if (bytes.length !== masterKeyLength && bytes.length !== 2 * masterKeyLength)
    throw new StoreOpenError(
      path,
      `is not a master key file (it has ${bytes.length} bytes instead of ${masterKeyLength})`,
      "put the right file back or name it with --master-key-file",
    );
  const keys: MasterKey[] = [];
  for (let at = 0; at < bytes.length; at += masterKeyLength) keys.push(masterKeyOf(bytes.subarray(at, at + masterKeyLength)));
  return keys;
}

/** Writes the file anew, at once and durably: a reader sees the old content or the new one. */
export function saveMasterKeys(path: string, keys: readonly MasterKey[]): void {
  const draft = `${path}.new`;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const file = openSync(draft, "w", 0o600);
    try {
      writeSync(file, Buffer.concat(keys.map(({ bytes }) => bytes)));
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(draft, path);
    syncDirectory(dirname(path));
  } catch (error) {
    throw new StoreOpenError(
      path,
      `the master key file cannot be written (${error instanceof Error ? error.message : String(error)})`,
      "give this user write access or choose another place with --master-key-file",
      error,
    );
  }
}

/**
 * Compares the key with the one that the state was sealed under; a state that names none yet is given this one.
 * Changes nothing when it refuses.
 * @param inner the store below the sealing
 * @throws StoreOpenError for the wrong key
 */
export async function checkMasterKey(inner: ResourceStore, keyring: Keyring, path: string): Promise<void> {
  const setting = await inner.read("setting", masterKeySetting);
  if (!setting) {
    await inner.write([{ kind: "setting", id: masterKeySetting, value: { value: keyring.current.id }, expect: "absent" }]);
  } else if (!keyring.has(setting.value.value)) {
    throw new StoreOpenError(
      path,
      "is not the master key that the secrets in the data directory are sealed under",
      "put the right file back or name it with --master-key-file",
    );
  }
}

function readKeyFile(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new StoreOpenError(
      path,
      `the master key file cannot be read (${error instanceof Error ? error.message : String(error)})`,
      "give this user read access",
      error,
    );
  }
}

function syncDirectory(path: string): void {
  if (process.platform === "win32") return;
  const directory = openSync(path, "r");
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}
