/**
 * Keeping metrics: the contract that every engine and the in-memory store fulfil (store/metric-store-suite is its test).
 *
 * A store keeps statistic sets of series in four tiers, as CloudWatch does, rolled up as data arrives.
 */
import type { MetricPoint, Series } from "../model/metric.ts";
import type { Histogram } from "../model/histogram.ts";

/** One tier: grain and how long it is kept, both in seconds. */
export interface Tier {
  readonly grainSeconds: number;
  readonly keptSeconds: number;
}

/** CloudWatch's retention: 1 s for 3 hours, 1 min for 15 days, 5 min for 63 days, 1 h for 455 days. */
export const tiers: readonly Tier[] = [
  { grainSeconds: 1, keptSeconds: 3 * 3600 },
  { grainSeconds: 60, keptSeconds: 15 * 86_400 },
  { grainSeconds: 300, keptSeconds: 63 * 86_400 },
  { grainSeconds: 3600, keptSeconds: 455 * 86_400 },
];

/** Where a batch comes from: merged once however often it is sent. `sequence` rises by source, starting at 1. */
export interface BatchSource {
  /** One life of one data plane, e.g. a UUID made at its start. */
  readonly id: string;
  readonly sequence: number;
}

/** A series as a store knows it; ids are small integers, stable over restarts, never reused. */
export interface StoredSeries extends Series {
  readonly id: number;
  /** Epoch second of the newest datapoint. */
  readonly lastSecond: number;
}

/** Restricts a listing; absent members do not restrict. */
export interface SeriesSelector {
  readonly namespace?: string;
  readonly metricName?: string;
  /** The series has all of these; without a value any value will do. */
  readonly dimensions?: readonly { readonly name: string; readonly value?: string }[];
  /** The series has no dimensions but those named in `dimensions`. */
  readonly exactDimensions?: boolean;
}

export interface ReadRequest {
  readonly seriesIds: readonly number[];
  /** Epoch seconds, inclusive; a multiple of periodSeconds. */
  readonly from: number;
  /** Epoch seconds, exclusive. */
  readonly to: number;
  /** Width of a bucket. Buckets start at epoch multiples of it. Any positive integer. */
  readonly periodSeconds: number;
  /** Grain of the tier to read. Must divide periodSeconds; see query/select for the choice. */
  readonly grainSeconds: number;
  /** Whether histograms are wanted: percentiles need them, simple statistics do not. */
  readonly histograms: boolean;
}

/** What a read gives for one series, in columns of equal length: only buckets that hold data, ascending. */
export interface Columns {
  /** Starts of the buckets, epoch seconds. */
  readonly starts: Float64Array;
  readonly sampleCounts: Float64Array;
  readonly sums: Float64Array;
  readonly minimums: Float64Array;
  readonly maximums: Float64Array;
  /** As StatisticSet.spread; present exactly when histograms were asked for. */
  readonly spreads?: readonly (Histogram | "binary" | "unknown" | undefined)[];
}

export interface MetricStore {
  /**
   * Adds points to every tier that still covers them, atomically: after the promise resolves the batch survives a kill of
   * the process. A batch whose source was merged already (same id, sequence not higher) is dropped.
   * Points older than every tier are dropped. Never rejects because of one series.
   */
  merge(points: readonly MetricPoint[], source?: BatchSource): Promise<void>;
  /** All series that match, in no particular order. */
  list(selector: SeriesSelector): Promise<readonly StoredSeries[]>;
  /** One entry for each id of the request, in its order; unknown ids give empty columns. */
  read(request: ReadRequest): Promise<readonly Columns[]>;
  /** Drops what each tier no longer keeps at `now` (epoch seconds), and series without any data left. */
  expire(now: number): Promise<void>;
  /** Bytes on disk, 0 in memory. */
  size(): Promise<number>;
  /** Writes what is open and lets go of the engine. */
  close(): Promise<void>;
}
