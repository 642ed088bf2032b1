/**
 * Backup: state and metrics as one sealed stream, read while everything goes on. The state is that of one moment.
 * Interactions and console sessions are not in it: evidence of days, and logins of hours.
 */
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { Clock } from "../../lib/clock.ts";
import type { MetricStore } from "../metric-store.ts";
import { masterKeySetting } from "../master-key.ts";
import { encodeResource } from "../resource-json.ts";
import type { ResourceStore, StoredResource } from "../resource-store.ts";
import type { Keyring } from "../sealing.ts";
import { sealBackup } from "./backup-file.ts";
import { type MetricRecord, metricRecords } from "./metric-records.ts";

export interface BackedUp {
  /** With secrets opened: the backup seals them itself. */
  readonly resources: ResourceStore;
  readonly metrics: MetricStore;
  readonly keyring: Keyring;
}

/** A line of a backup. */
export type BackupRecord =
  | { readonly resource: { readonly kind: string; readonly id: string; readonly value: unknown } }
  | { readonly metric: MetricRecord };

/** Text gathered into one frame, characters. */
const frameSize = 1_000_000;

/** Whether a resource belongs to the installation rather than to this very place or browser. */
export function isBackedUp({ kind, id }: { readonly kind: string; readonly id: string }): boolean {
  return kind !== "session" && !(kind === "setting" && id === masterKeySetting);
}

/** The bytes of a backup file, made while they are taken. */
export function makeBackup(from: BackedUp, clock: Clock): AsyncGenerator<Uint8Array> {
  return sealBackup(frames(records(from, clock)), from.keyring.current, clock);
}

async function* records({ resources, metrics }: BackedUp, clock: Clock): AsyncGenerator<BackupRecord> {
  const all: readonly StoredResource[] = await resources.readAll();
  for (const { kind, id, value } of all) if (isBackedUp({ kind, id })) yield { resource: { kind, id, value } };
  for await (const metric of metricRecords(metrics, Math.floor(clock.now() / 1000))) yield { metric };
}

async function* frames(from: AsyncIterable<BackupRecord>): AsyncGenerator<Uint8Array> {
  const compress = promisify(gzip);
  let text = "";
  for await (const record of from) {
    text += `${encodeResource(record)}\n`;
    if (text.length < frameSize) continue;
    yield await compress(text);
    text = "";
  }
  if (text !== "") yield await compress(text);
}
