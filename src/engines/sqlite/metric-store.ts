/**
 * The metric store on SQLite, a file of its own (metrics.db). A merged batch is one row in the journal, in one small
 * transaction: then it survives a kill of the process. Blocks are written about once a minute, out of memory, and the
 * journal's rows go with it. What lies in memory is added to what lies on disk whenever it is read.
 */
import { statSync } from "node:fs";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Clock, Timer } from "../../lib/clock.ts";
import type { MetricPoint } from "../../model/metric.ts";
import { type AssignedBatch, assignPoints } from "../../store/assign-points.ts";
import { Buckets } from "../../store/blocks/buckets.ts";
import {
  type BatchSource,
  type Columns,
  type MetricStore,
  type ReadRequest,
  type SeriesSelector,
  type StoredSeries,
  tiers,
} from "../../store/metric-store.ts";
import { defaultSeriesLimit, SeriesIndex } from "../../store/series-index.ts";
import { tierPlace } from "../../store/tier-choice.ts";
import { type Database, openDatabase, type Statement } from "./driver.ts";
import { BlockRows, type OnDamage } from "./metrics/block-rows.ts";
import { type FlushParts } from "./metrics/flush.ts";
import { Journal, type JournalEntry } from "./metrics/journal.ts";
import { Maintenance } from "./metrics/maintenance.ts";
import { migrate } from "./metrics/metric-tables.ts";
import { OpenPoints } from "./metrics/open-points.ts";
import { SeriesRows } from "./metrics/series-rows.ts";

/** What the store tells the administrator. */
export interface MetricStoreLog {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

export interface SqliteMetricStoreOptions {
  readonly clock: Clock;
  readonly log: MetricStoreLog;
  /** Series that a namespace other than AWS's own may have. Default 50,000. */
  readonly seriesLimit?: number;
}

/** How long a read may hold the loop before others have a turn, ms. */
const readStepMs = 8;

/**
 * Opens (or makes) the store and takes up what its journal holds.
 * @throws StoreOpenError when the file or its directory cannot be used
 */
export async function openSqliteMetricStore(path: string, options: SqliteMetricStoreOptions): Promise<MetricStore> {
  const database = openDatabase(path, { synchronous: "NORMAL" });
  try {
    migrate(database);
    return new SqliteMetricStore(database, options);
  } catch (error) {
    database.close();
    throw error;
  }
}

class SqliteMetricStore implements MetricStore {
  readonly #database: Database;
  readonly #options: SqliteMetricStoreOptions;
  readonly #index = new SeriesIndex();
  readonly #series: SeriesRows;
  readonly #journal: Journal;
  readonly #open: readonly OpenPoints[] = tiers.map(() => new OpenPoints());
  readonly #blocks: readonly BlockRows[];
  readonly #sequenceOf: Statement;
  readonly #saveSource: Statement;
  readonly #maintenance: Maintenance;
  readonly #ticking: Timer;
  /** Damaged blocks that were told of: once each is enough. */
  readonly #damaged = new Set<string>();

  constructor(database: Database, options: SqliteMetricStoreOptions) {
    this.#database = database;
    this.#options = options;
    this.#series = new SeriesRows(database);
    this.#journal = new Journal(database);
    this.#blocks = tiers.map((_, place) => new BlockRows(database, place, this.#onDamage));
    this.#sequenceOf = database.prepare("SELECT sequence FROM source WHERE id = ?");
    this.#saveSource = database.prepare("INSERT OR REPLACE INTO source (id, sequence, seen) VALUES (?, ?, ?)");
    for (const series of this.#series.all()) this.#index.insert(series.id, series, series.lastSecond);
    this.#replay();
    const parts: FlushParts = {
      database,
      clock: options.clock,
      journal: this.#journal,
      open: this.#open,
      blocks: this.#blocks,
      saveLastSeconds: (ids) => {
        for (const id of ids) this.#series.touch(id, this.#index.byId(id)?.lastSecond ?? 0);
      },
    };
    this.#maintenance = new Maintenance(parts, options);
    this.#ticking = options.clock.every(60_000, () => this.#maintenance.run());
  }

  async merge(points: readonly MetricPoint[], source?: BatchSource): Promise<void> {
    if (source && source.sequence <= this.#lastSequence(source.id)) return;
    const now = this.#nowSeconds();
    const batch = assignPoints(points, this.#index, now, this.#options.seriesLimit ?? defaultSeriesLimit);
    const byTier = this.#database.transaction(() => {
      for (const one of batch.unknown) one.id = this.#series.insert(one.series);
      const entries = entriesByTier(batch);
      for (const [place, tierEntries] of entries.entries()) this.#journal.append(place, tierEntries);
      if (source) this.#saveSource.run(source.id, source.sequence, now);
      return entries;
    });
    for (const { id, series } of batch.unknown) this.#index.insert(id as number, series, 0);
    for (const [place, entries] of byTier.entries()) for (const entry of entries) this.#take(place, entry);
  }

  async list(selector: SeriesSelector): Promise<readonly StoredSeries[]> {
    return this.#index.list(selector);
  }

  async read(request: ReadRequest): Promise<readonly Columns[]> {
    const { from, to, histograms } = request;
    const place = tierPlace(request.grainSeconds);
    const buckets = new Buckets(from, to, request.periodSeconds, histograms);
    const { clock } = this.#options;
    let turn = clock.monotonic();
    const columns: Columns[] = [];
    for (const id of request.seriesIds) {
      if (clock.monotonic() - turn > readStepMs) {
        await nextTurn();
        turn = clock.monotonic();
      }
      for (const points of (this.#blocks[place] as BlockRows).read(id, from, to, histograms)) buckets.add(points);
      for (let finer = 0; finer <= place; finer++) {
        for (const points of (this.#open[finer] as OpenPoints).of(id)) buckets.add(points);
      }
      columns.push(buckets.take());
    }
    return columns;
  }

  async expire(now: number): Promise<void> {
    await this.#maintenance.expire(now, (silentSince) => {
      const silent = this.#index.silentSince(silentSince);
      for (const id of silent) this.#series.delete(id);
      return () => this.#index.remove(silent);
    });
  }

  async size(): Promise<number> {
    const bytesOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    return bytesOf(this.#database.path) + bytesOf(`${this.#database.path}-wal`);
  }

  async close(): Promise<void> {
    this.#ticking.cancel();
    await this.#maintenance.finish();
    this.#database.close();
  }

  #nowSeconds(): number {
    return Math.floor(this.#options.clock.now() / 1000);
  }

  #lastSequence(sourceId: string): number {
    return (this.#sequenceOf.get(sourceId)?.sequence as number | undefined) ?? 0;
  }

  #take(place: number, { seriesId, second, set }: JournalEntry): void {
    (this.#open[place] as OpenPoints).add(seriesId, second, set);
    this.#index.touch(seriesId, second);
  }

  #replay(): void {
    for (const place of tiers.keys()) {
      this.#journal.replay(
        place,
        (entry) => this.#take(place, entry),
        (rowId, error) =>
          this.#options.log.error(
            { path: this.#database.path, row: rowId, err: error },
            "a journal row of metrics is damaged and left out",
          ),
      );
    }
  }

  readonly #onDamage: OnDamage = ({ table, seriesId, from, error }) => {
    const block = `${table} ${seriesId} ${from}`;
    if (this.#damaged.has(block)) return;
    this.#damaged.add(block);
    const details = { path: this.#database.path, table, seriesId, from: new Date(from * 1000).toISOString(), err: error };
    this.#options.log.error(details, "a block of metrics is damaged and left out, the rest is served");
  };
}

/** The entries for each tier: every point once, in the finest tier that covers it. */
function entriesByTier({ points }: AssignedBatch): JournalEntry[][] {
  const byTier: JournalEntry[][] = tiers.map(() => []);
  for (const { place, second, point, series } of points)
    (byTier[place] as JournalEntry[]).push({ seriesId: series.id as number, second, set: point.set });
  return byTier;
}
