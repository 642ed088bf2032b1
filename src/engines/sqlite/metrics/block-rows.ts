/**
 * The rows of one tier's block table. A row's key is made of span, series and fragment, so that what is written together lies
 * together and what is too old is one range. A flush appends a fragment; some fragments of one series and span become one.
 */
import { decodeBlock, encodeBlock } from "../../../store/blocks/block.ts";
import { PointList, type PointColumns } from "../../../store/blocks/points.ts";
import { tiers } from "../../../store/metric-store.ts";
import type { Database, Statement } from "../driver.ts";
import { BlockCache } from "./block-cache.ts";
import { blockTable } from "./metric-tables.ts";

const fragmentsPerSeries = 2 ** 8;
const seriesPerSpan = 2 ** 24;
/** So many fragments of one series and span are merged when another comes. */
const fragmentsBeforeMerge = 8;

/** Points that each tier may keep decoded. */
const cachedPoints = 300_000;

/** Length of a span of each tier in seconds, by the tier's place: half an hour, six hours, a week, 64 days. */
export const spanSeconds: readonly number[] = [1800, 6 * 3600, 7 * 86_400, 64 * 86_400];

/** Told of a block that cannot be read; it is left out. */
export type OnDamage = (damage: {
  readonly table: string;
  readonly seriesId: number;
  readonly from: number;
  readonly error: unknown;
}) => void;

export class BlockRows {
  readonly #place: number;
  readonly #grainSeconds: number;
  readonly #spanSeconds: number;
  readonly #onDamage: OnDamage;
  readonly #cache = new BlockCache(cachedPoints);
  readonly #range: Statement;
  readonly #newest: Statement;
  readonly #insert: Statement;
  readonly #deleteRange: Statement;
  readonly #deleteSome: Statement;
  readonly #following: Statement;

  /** @param place the tier's place in `tiers` */
  constructor(database: Database, place: number, onDamage: OnDamage) {
    const table = blockTable(place);
    this.#place = place;
    this.#grainSeconds = tiers[place]?.grainSeconds ?? 1;
    this.#spanSeconds = spanSeconds[place] as number;
    this.#onDamage = onDamage;
    this.#range = database.prepare(`SELECT bytes FROM ${table} WHERE key BETWEEN ? AND ? ORDER BY key`);
    this.#newest = database.prepare(`SELECT max(key) AS key FROM ${table} WHERE key BETWEEN ? AND ?`);
    this.#insert = database.prepare(`INSERT INTO ${table} (key, bytes) VALUES (?, ?)`);
    this.#deleteRange = database.prepare(`DELETE FROM ${table} WHERE key BETWEEN ? AND ?`);
    this.#deleteSome = database.prepare(`DELETE FROM ${table} WHERE key IN (SELECT key FROM ${table} WHERE key < ? LIMIT ?)`);
    this.#following = database.prepare(`SELECT key FROM ${table} WHERE key >= ? AND key < ? ORDER BY key LIMIT ?`);
  }

  /** Adds points (with spreads) of a series. Call it inside a transaction. */
  append(seriesId: number, points: PointColumns): void {
    for (let i = 0; i < points.length; ) {
      const span = this.spanOf(points.seconds[i] as number);
      let end = i + 1;
      while (end < points.length && this.spanOf(points.seconds[end] as number) === span) end++;
      this.#appendToSpan(span, seriesId, i === 0 && end === points.length ? points : slice(points, i, end));
      i = end;
    }
  }

  /** The points of a series in spans that touch the range (epoch seconds, `to` exclusive), as they lie in its rows. */
  read(seriesId: number, from: number, to: number, histograms: boolean): PointColumns[] {
    const found: PointColumns[] = [];
    for (let span = this.spanOf(from); span * this.#spanSeconds < to; span++) {
      const key = span * seriesPerSpan + seriesId;
      let fragments = this.#cache.get(key, histograms);
      if (!fragments) {
        fragments = this.#fragments(span, seriesId, histograms);
        this.#cache.put(key, histograms, fragments);
      }
      for (const points of fragments) found.push(points);
    }
    return found;
  }

  /** Drops up to `limit` rows of spans that end at or before `second`; tells how many there were. */
  dropBefore(second: number, limit: number): number {
    this.#cache.clear();
    return this.#deleteSome.run(firstKey(this.spanOf(second), 0), limit).changes;
  }

  /**
   * Makes one row of the fragments of each of the next series of a span, looking at up to `limit` rows from `afterSeries` on.
   * Call it inside a transaction. Tells the series to go on after, undefined at the end of the span.
   */
  compact(span: number, afterSeries: number, limit: number): number | undefined {
    const rows = this.#following.all(firstKey(span, afterSeries + 1), firstKey(span + 1, 0), limit);
    const fragments = new Map<number, number>();
    for (const { key } of rows) {
      const seriesId = Math.floor((key as number) / fragmentsPerSeries) % seriesPerSpan;
      fragments.set(seriesId, (fragments.get(seriesId) ?? 0) + 1);
    }
    const series = [...fragments.keys()];
    // The last series' rows may go on beyond the limit.
    if (rows.length === limit && series.length > 1) series.pop();
    for (const seriesId of series) if ((fragments.get(seriesId) as number) > 1) this.#mergeFragments(span, seriesId, new PointList());
    return rows.length < limit ? undefined : series.at(-1);
  }

  /** The number of the span that holds a second. */
  spanOf(second: number): number {
    return Math.floor(second / this.#spanSeconds);
  }

  #appendToSpan(span: number, seriesId: number, points: PointColumns): void {
    this.#cache.drop(span * seriesPerSpan + seriesId);
    const first = firstKey(span, seriesId);
    const newest = this.#newest.get(first, first + fragmentsPerSeries - 1)?.key as number | null;
    if (newest === null) this.#insert.run(first, encodeBlock(points, this.#grainSeconds));
    else if (newest - first + 1 < fragmentsBeforeMerge) this.#insert.run(newest + 1, encodeBlock(points, this.#grainSeconds));
    else this.#mergeFragments(span, seriesId, points);
  }

  #mergeFragments(span: number, seriesId: number, more: PointColumns): void {
    this.#cache.drop(span * seriesPerSpan + seriesId);
    const first = firstKey(span, seriesId);
    const all = new PointList();
    for (const points of this.#fragments(span, seriesId, true)) all.addAll(points);
    all.addAll(more);
    this.#deleteRange.run(first, first + fragmentsPerSeries - 1);
    if (all.length > 0) this.#insert.run(first, encodeBlock(all, this.#grainSeconds));
  }

  #fragments(span: number, seriesId: number, histograms: boolean): PointColumns[] {
    const first = firstKey(span, seriesId);
    try {
      return this.#range.all(first, first + fragmentsPerSeries - 1).flatMap(({ bytes }) => {
        try {
          return [decodeBlock(bytes as Uint8Array, this.#grainSeconds, histograms)];
        } catch (error) {
          this.#reportDamage(span, seriesId, error);
          return [];
        }
      });
    } catch (error) {
      // SQLite itself could not read the page.
      this.#reportDamage(span, seriesId, error);
      return [];
    }
  }

  #reportDamage(span: number, seriesId: number, error: unknown): void {
    this.#onDamage({ table: blockTable(this.#place), seriesId, from: span * this.#spanSeconds, error });
  }
}

const firstKey = (span: number, seriesId: number): number => (span * seriesPerSpan + seriesId) * fragmentsPerSeries;

function slice(points: PointColumns, from: number, to: number): PointColumns {
  const cut = <T>(values: ArrayLike<T>): T[] => Array.prototype.slice.call(values, from, to) as T[];
  return {
    length: to - from,
    seconds: cut(points.seconds),
    sampleCounts: cut(points.sampleCounts),
    sums: cut(points.sums),
    minimums: cut(points.minimums),
    maximums: cut(points.maximums),
    ...(points.spreads && { spreads: cut(points.spreads) }),
  };
}
