/**
 * The values that metric math works on: scalars, strings, time series and arrays of them. A time series is sparse: two
 * columns with the datapoints there are, ascending. A scalar that has no value (the average of nothing) is NaN.
 */
import type { Dimension } from "../../model/metric.ts";

/** Where a series comes from, for its label. */
export interface SeriesOrigin {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: readonly Dimension[];
  readonly statistic: string;
  readonly periodSeconds: number;
}

export interface TimeSeries {
  readonly kind: "series";
  /** Starts of the periods, epoch seconds, ascending. */
  readonly timestamps: Float64Array;
  /** Finite numbers, one for each timestamp. */
  readonly values: Float64Array;
  /** Absent for what an expression made out of several. */
  readonly origin?: SeriesOrigin;
  /** A label of its own, e.g. the group of a Metrics Insights query. */
  readonly label?: string;
}

export type Element = number | TimeSeries;
export type MathValue = number | string | TimeSeries | readonly Element[];

/** The periods of the range that is asked for: multiples of `periodSeconds`, the last one before `to`. */
export interface Grid {
  readonly from: number;
  readonly to: number;
  readonly periodSeconds: number;
}

/** As many datapoints as one GetMetricData call may return: an expression must not make up more. */
export const maximumGridPoints = 100_800;

export const isArray = (value: MathValue): value is readonly Element[] => Array.isArray(value);
export const isSeries = (value: MathValue): value is TimeSeries => typeof value === "object" && !isArray(value);

export const emptySeries: TimeSeries = { kind: "series", timestamps: new Float64Array(0), values: new Float64Array(0) };

/** How many periods a grid has. */
export const gridLength = ({ from, to, periodSeconds }: Grid): number =>
  Math.max(0, Math.ceil(to / periodSeconds) - Math.floor(from / periodSeconds));

/** All starts of periods of a grid. */
export function gridTimestamps(grid: Grid): Float64Array {
  const timestamps = new Float64Array(gridLength(grid));
  const first = Math.floor(grid.from / grid.periodSeconds) * grid.periodSeconds;
  for (let i = 0; i < timestamps.length; i++) timestamps[i] = first + i * grid.periodSeconds;
  return timestamps;
}

/** The same series with other values; points whose value is not finite are dropped. */
export function mapValues(series: TimeSeries, change: (value: number) => number): TimeSeries {
  return withValues(
    series,
    series.timestamps,
    series.values.map((value) => change(value)),
  );
}

/** A series of the same origin; points whose value is not finite are dropped. Takes the arrays over. */
export function withValues(
  like: Pick<TimeSeries, "origin" | "label"> | undefined,
  timestamps: Float64Array,
  values: Float64Array,
): TimeSeries {
  const clean = finiteOnly(timestamps, values);
  return {
    kind: "series",
    ...clean,
    ...(like?.origin && { origin: like.origin }),
    ...(like?.label !== undefined && { label: like.label }),
  };
}

function finiteOnly(timestamps: Float64Array, values: Float64Array): { timestamps: Float64Array; values: Float64Array } {
  let kept = 0;
  for (let i = 0; i < values.length; i++) if (Number.isFinite(values[i])) kept++;
  if (kept === values.length) return { timestamps, values };
  const keptTimestamps = new Float64Array(kept);
  const keptValues = new Float64Array(kept);
  let at = 0;
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) continue;
    keptTimestamps[at] = timestamps[i] as number;
    keptValues[at++] = values[i] as number;
  }
  return { timestamps: keptTimestamps, values: keptValues };
}

/** Whether two columns of timestamps are the same, so that no merging is needed. */
export function sameTimestamps(left: Float64Array, right: Float64Array): boolean {
  if (left === right) return true;
  if (left.length !== right.length) return false;
  for (let i = 0; i < left.length; i++) if (left[i] !== right[i]) return false;
  return true;
}

/** All timestamps of several ascending columns, ascending, each once. */
export function unionTimestamps(columns: readonly Float64Array[]): Float64Array {
  // The longest first: it mostly holds those of all others, which then cost a look each.
  const [longest = new Float64Array(0), ...others] = [...columns].sort((left, right) => right.length - left.length);
  let union = longest;
  for (const column of others) if (!sameTimestamps(union, column) && !placesOf(column, union)) union = mergeTimestamps(union, column);
  return union;
}

/** Where each of some ascending timestamps stands among others; undefined where one of them does not. */
export function placesOf(some: Float64Array, others: Float64Array): Int32Array | undefined {
  const places = new Int32Array(some.length);
  let low = 0;
  for (let i = 0; i < some.length; i++) {
    const wanted = some[i] as number;
    let step = 1;
    while (low + step < others.length && (others[low + step] as number) <= wanted) step *= 2;
    let high = Math.min(low + step, others.length);
    // The last place that is not behind the wanted one.
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if ((others[middle] as number) <= wanted) low = middle;
      else high = middle;
    }
    if (others[low] !== wanted) return undefined;
    places[i] = low;
  }
  return places;
}

function mergeTimestamps(left: Float64Array, right: Float64Array): Float64Array {
  const merged = new Float64Array(left.length + right.length);
  let at = 0;
  let l = 0;
  let r = 0;
  while (l < left.length || r < right.length) {
    const fromLeft = left[l] ?? Number.POSITIVE_INFINITY;
    const fromRight = right[r] ?? Number.POSITIVE_INFINITY;
    merged[at++] = Math.min(fromLeft, fromRight);
    if (fromLeft <= fromRight) l++;
    if (fromRight <= fromLeft) r++;
  }
  return at === merged.length ? merged : merged.slice(0, at);
}

/** A series' values at the given timestamps (which hold all of its own); `missing` where it has none. */
export function valuesAt(series: TimeSeries, timestamps: Float64Array, missing: number): Float64Array {
  if (sameTimestamps(series.timestamps, timestamps)) return series.values;
  const values = new Float64Array(timestamps.length);
  let at = 0;
  for (let i = 0; i < timestamps.length; i++) {
    const here = timestamps[i] as number;
    while (at < series.timestamps.length && (series.timestamps[at] as number) < here) at++;
    values[i] = series.timestamps[at] === here ? (series.values[at++] as number) : missing;
  }
  return values;
}
