/**
 * Restore: the state becomes the backup's in one write; metrics are merged for series that the store does not know yet, so
 * that nothing is counted twice. The whole file is checked before anything is changed.
 */
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { seriesKey } from "../../model/metric.ts";
import type { MetricStore } from "../metric-store.ts";
import { type Kind, resourceKinds } from "../resource-kinds.ts";
import { decodeResource } from "../resource-json.ts";
import type { Change, ResourceStore } from "../resource-store.ts";
import type { Keyring } from "../sealing.ts";
import { type BackupRecord, isBackedUp } from "./backup.ts";
import { BackupRefused, openBackup } from "./backup-file.ts";
import { pointsOf } from "./metric-records.ts";

export interface RestoreInto {
  readonly resources: ResourceStore;
  /** Writes and makes known. */
  readonly commit: (changes: readonly Change[]) => Promise<void>;
  readonly metrics: MetricStore;
}

export interface Restored {
  readonly resources: number;
  readonly series: number;
  /** Series that were there already and were left alone. */
  readonly seriesLeft: number;
}

/**
 * @param open the file's bytes from its start; called twice
 * @param keyring the key that the backup was made under, which need not be that of the store
 * @throws BackupRefused with nothing changed
 */
export async function restoreBackup(
  open: () => AsyncIterable<Uint8Array>,
  keyring: Keyring,
  { resources, commit, metrics }: RestoreInto,
): Promise<Restored> {
  const puts: Change[] = [];
  for await (const record of recordsOf(open(), keyring)) if ("resource" in record) puts.push(changeOf(record.resource));
  const current = await resources.readAll();
  await commit([
    // All go first: a unique value may have moved from one resource to another.
    ...current.filter(isBackedUp).map(({ kind, id }) => ({ kind, id, value: undefined })),
    ...puts,
  ]);
  return { resources: puts.length, ...(await restoreMetrics(recordsOf(open(), keyring), metrics)) };
}

async function restoreMetrics(
  records: AsyncIterable<BackupRecord>,
  metrics: MetricStore,
): Promise<{ readonly series: number; readonly seriesLeft: number }> {
  const known = new Set((await metrics.list({})).map(seriesKey));
  const restored = new Set<string>();
  const left = new Set<string>();
  for await (const record of records) {
    if (!("metric" in record)) continue;
    const key = seriesKey(record.metric.series);
    if (known.has(key)) {
      left.add(key);
      continue;
    }
    await metrics.merge(pointsOf(record.metric));
    restored.add(key);
  }
  return { series: restored.size, seriesLeft: left.size };
}

async function* recordsOf(bytes: AsyncIterable<Uint8Array>, keyring: Keyring): AsyncGenerator<BackupRecord> {
  const expand = promisify(gunzip);
  for await (const frame of openBackup(bytes, keyring)) {
    for (const line of (await expand(frame)).toString("utf8").split("\n")) if (line !== "") yield decodeResource(line) as BackupRecord;
  }
}

function changeOf({ kind, id, value }: { readonly kind: string; readonly id: string; readonly value: unknown }): Change {
  if (!Object.hasOwn(resourceKinds, kind))
    throw new BackupRefused(`the backup holds "${kind}", which this version does not know; restore it with the version that made it`);
  return { kind: kind as Kind, id, value } as Change;
}
