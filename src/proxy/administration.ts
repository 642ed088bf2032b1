/**
 * Administration of the software key manager's keys: what `xkswatch proxy keys …` does, on the proxy's data folder. A running
 * proxy notices within a second, new keys at once. Errors are ProxyStartErrors with a line for the administrator.
 */
import { type Clock, systemClock } from "../lib/clock.ts";
import type { KeyStatus } from "../xks/operations.ts";
import { externalKeyIdRule, isExternalKeyId } from "../xks/uri.ts";
import { KeyFolder, type SoftwareKey } from "./key-managers/software/key-folder.ts";
import { ProxyStartError } from "./start-error.ts";

export { finishRotation, proxyConfigurationFile, startRotation } from "./configuration-edits.ts";

/** What the specification names, and what else PKCS#11 keys may do: a key may have any of them, the KMS side needs the first two. */
export const keyUsages = ["ENCRYPT", "DECRYPT", "WRAP", "UNWRAP", "SIGN", "VERIFY", "DERIVE"] as const;
export const defaultKeyUsage: readonly string[] = ["ENCRYPT", "DECRYPT"];

/** A key as lists show it: everything but its material. */
export interface KeySummary {
  readonly externalKeyId: string;
  readonly usage: readonly string[];
  readonly status: KeyStatus;
  /** Epoch ms. */
  readonly createdAt: number;
  /** How many versions it has; the last one encrypts. */
  readonly versions: number;
}

/** Makes a new AES-256 key. */
export function createKey(
  dataDir: string,
  externalKeyId: string,
  usage: readonly string[] = defaultKeyUsage,
  clock: Clock = systemClock,
): KeySummary {
  checkId(externalKeyId);
  const unknown = usage.find((one) => !(keyUsages as readonly string[]).includes(one));
  if (unknown !== undefined) throw new ProxyStartError(`key usage "${unknown}" is unknown: use some of ${keyUsages.join(", ")}`);
  const createdAt = clock.now();
  const versions = [{ version: 1, createdAt, material: clock.randomBytes(32) }];
  const key: SoftwareKey = { externalKeyId, usage: [...new Set(usage)], status: "ENABLED", createdAt, versions };
  if (!new KeyFolder(dataDir, clock).create(key)) {
    throw new ProxyStartError(`there is a key "${externalKeyId}" already: choose another name, or delete that one first`);
  }
  return summary(key);
}

/** Makes a key unless it is there: what a first start does. */
export function ensureSoftwareKey(dataDir: string, externalKeyId: string, clock: Clock = systemClock): KeySummary {
  checkId(externalKeyId);
  const there = new KeyFolder(dataDir, clock).read(externalKeyId);
  return there ? summary(there) : createKey(dataDir, externalKeyId, defaultKeyUsage, clock);
}

/** All keys by name. */
export function listKeys(dataDir: string, clock: Clock = systemClock): KeySummary[] {
  const folder = new KeyFolder(dataDir, clock);
  return folder
    .ids()
    .map((id) => folder.read(id))
    .filter((key) => key !== undefined)
    .map(summary);
}

/** Enables or disables a key. */
export function setKeyStatus(dataDir: string, externalKeyId: string, status: KeyStatus, clock: Clock = systemClock): KeySummary {
  return change(dataDir, externalKeyId, clock, (key) => ({ ...key, status }));
}

/** Gives a key a new version: it encrypts from now on, the earlier ones still decrypt. */
export function rotateKey(dataDir: string, externalKeyId: string, clock: Clock = systemClock): KeySummary {
  return change(dataDir, externalKeyId, clock, (key) => {
    const version = (key.versions.at(-1)?.version ?? 0) + 1;
    return { ...key, versions: [...key.versions, { version, createdAt: clock.now(), material: clock.randomBytes(32) }] };
  });
}

/** Removes a key for good: what it encrypted can never be decrypted again. */
export function deleteKey(dataDir: string, externalKeyId: string, clock: Clock = systemClock): void {
  existing(new KeyFolder(dataDir, clock), externalKeyId);
  new KeyFolder(dataDir, clock).remove(externalKeyId);
}

function change(dataDir: string, externalKeyId: string, clock: Clock, edit: (key: SoftwareKey) => SoftwareKey): KeySummary {
  const folder = new KeyFolder(dataDir, clock);
  const changed = edit(existing(folder, externalKeyId));
  folder.replace(changed);
  return summary(changed);
}

function existing(folder: KeyFolder, externalKeyId: string): SoftwareKey {
  checkId(externalKeyId);
  const key = folder.read(externalKeyId);
  if (!key) throw new ProxyStartError(`there is no key "${externalKeyId}": \`xkswatch proxy keys list\` shows those that exist`);
  return key;
}

function checkId(externalKeyId: string): void {
  if (!isExternalKeyId(externalKeyId)) throw new ProxyStartError(`key name "${externalKeyId}" must be ${externalKeyIdRule.form}`);
}

function summary({ externalKeyId, usage, status, createdAt, versions }: SoftwareKey): KeySummary {
  return { externalKeyId, usage, status, createdAt, versions: versions.length };
}
