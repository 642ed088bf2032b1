/** Opens the embedded stores of a data folder: the one place that chooses engines. */
import { readdir, stat } from "node:fs/promises";
import { openInteractionLog } from "../../engines/sqlite/interaction-log.ts";
import { openSqliteMetricStore } from "../../engines/sqlite/metric-store.ts";
import { openStateDatabase } from "../../engines/sqlite/resource-store.ts";
import { AuditTrail } from "../../lib/audit-trail.ts";
import type { Clock } from "../../lib/clock.ts";
import type { Log } from "../../lib/log.ts";
import type { InteractionLog } from "../../store/interaction-log.ts";
import type { MetricStore } from "../../store/metric-store.ts";
import { openSealedStore, type SealedState } from "../../store/open-sealed-store.ts";
import { StoreOpenError } from "../../store/store-open-error.ts";
import type { Configuration } from "../configuration.ts";
import { UsageError } from "../usage-error.ts";
import { pathsIn } from "../data-directory.ts";

export interface Stores {
  readonly state: SealedState;
  readonly metrics: MetricStore;
  readonly interactions: InteractionLog;
  readonly audit: AuditTrail;
  /** On disk, of all of them together. */
  bytes(): Promise<number>;
  close(): Promise<void>;
}

/** @throws UsageError when a file is broken, cannot be written, or the master key is not its */
export async function openStores(configuration: Configuration, clock: Clock, log: Log): Promise<Stores> {
  const paths = pathsIn(configuration.dataDirectory);
  try {
    const inner = await openStateDatabase(paths.stateFile);
    const state = await openSealedStore(inner, configuration.masterKeyFile, clock);
    const metrics = await openSqliteMetricStore(paths.metricsFile, { clock, log, seriesLimit: configuration.seriesLimit });
    const interactions = openInteractionLog(paths.interactionsFile);
    const audit = new AuditTrail({
      directory: paths.auditDirectory,
      clock,
      onError: (error) => log.error({ err: error }, "the audit trail could not be written"),
    });
    return {
      state,
      metrics,
      interactions,
      audit,
      bytes: async () => (await metrics.size()) + (await sizeOf([paths.stateFile, paths.interactionsFile], paths.auditDirectory)),
      async close() {
        await audit.close();
        await metrics.close();
        await interactions.close();
        await state.resources.close();
      },
    };
  } catch (error) {
    if (error instanceof StoreOpenError) throw new UsageError(error.message);
    throw error;
  }
}

/** Bytes of database files with their logs, and of all files in a folder; what is not there counts nothing. */
async function sizeOf(databases: readonly string[], folder: string): Promise<number> {
  const inFolder = (await readdir(folder).catch(() => [])).map((name) => `${folder}/${name}`);
  const files = [...databases.flatMap((path) => [path, `${path}-wal`]), ...inFolder];
  const sizes = await Promise.all(files.map(async (path) => (await stat(path).catch(() => undefined))?.size ?? 0));
  return sizes.reduce((sum, size) => sum + size, 0);
}
