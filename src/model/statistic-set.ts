/**
 * Statistic sets: what a period of a series keeps. They merge by addition, so any period and any set of series is a sum.
 */
import { bucketIndex, type Histogram, histogramOf, mergeHistograms, zeroIndex } from "./histogram.ts";

export interface StatisticSet {
  readonly sampleCount: number;
  readonly sum: number;
  readonly minimum: number;
  readonly maximum: number;
  /**
   * How the values are spread:
   * - absent with minimum = maximum: all values are that one;
   * - "binary": only 0 and 1 occur, `sum` ones and the rest zeros;
   * - a histogram of log buckets otherwise;
   * - "unknown": percentiles cannot be told (a StatisticValues put with minimum ≠ maximum, or any negative value).
   */
  readonly spread?: Spread;
}

export type Spread = Histogram | "binary" | "unknown" | undefined;

/** The set of no values: what merging starts from. */
export const emptySet: StatisticSet = {
  sampleCount: 0,
  sum: 0,
  minimum: Number.POSITIVE_INFINITY,
  maximum: Number.NEGATIVE_INFINITY,
};

/** `count` times the same value. */
export function setOfValue(value: number, count = 1): StatisticSet {
  return value < 0 ? { ...single(value, count), spread: "unknown" } : single(value, count);
}

/** A list of values with the count of each (1 where counts are absent); values with count 0 do not count. */
export function setOfValues(values: readonly number[], counts?: readonly number[]): StatisticSet {
  let set = emptySet;
  for (const [i, value] of values.entries()) set = add(set, value, counts?.[i] ?? 1);
  return set;
}

/**
 * The set of a StatisticValues put. Percentiles exist only where the four numbers say that all values are the same one
 * (CloudWatch API Reference, "Publishing statistic sets").
 */
export function setOfSummary(summary: Pick<StatisticSet, "sampleCount" | "sum" | "minimum" | "maximum">): StatisticSet {
  const { sampleCount, sum, minimum, maximum } = summary;
  const uniform = minimum === maximum && minimum >= 0 && Math.abs(sum - minimum * sampleCount) <= 1e-9 * Math.abs(sum);
  return uniform ? single(minimum, sampleCount) : { sampleCount, sum, minimum, maximum, spread: "unknown" };
}

/** The set with `count` times `value` added. */
export function add(set: StatisticSet, value: number, count = 1): StatisticSet {
  return count === 0 ? set : merge(set, setOfValue(value, count));
}

/** The set of all values of both. */
export function merge(a: StatisticSet, b: StatisticSet): StatisticSet {
  if (a.sampleCount === 0) return b;
  if (b.sampleCount === 0) return a;
  const sampleCount = a.sampleCount + b.sampleCount;
  const sum = a.sum + b.sum;
  const minimum = Math.min(a.minimum, b.minimum);
  const maximum = Math.max(a.maximum, b.maximum);
  const spread = mergeSpreads(a, b);
  return spread === undefined ? { sampleCount, sum, minimum, maximum } : { sampleCount, sum, minimum, maximum, spread };
}

/** The spread of the values of both sets (neither empty). */
export function mergeSpreads(a: StatisticSet, b: StatisticSet): Spread {
  if (a.spread === "unknown" || b.spread === "unknown") return "unknown";
  if (a.spread === undefined && b.spread === undefined && a.minimum === b.minimum) return undefined;
  if (isBinary(a) && isBinary(b)) return "binary";
  return mergeHistograms(histogramOfSet(a), histogramOfSet(b));
}

/** The values of a set in log buckets; only where the spread is known. */
export function histogramOfSet(set: StatisticSet): Histogram {
  if (set.spread === undefined) return histogramOf(set.minimum, set.sampleCount);
  if (set.spread === "binary") {
    return { indices: Int32Array.of(zeroIndex, bucketIndex(1)), counts: Float64Array.of(set.sampleCount - set.sum, set.sum) };
  }
  if (set.spread === "unknown") throw new TypeError("a set of unknown spread has no histogram");
  return set.spread;
}

const isBinary = (set: StatisticSet): boolean =>
  set.spread === "binary" || (set.spread === undefined && (set.minimum === 0 || set.minimum === 1));

const single = (value: number, count: number): StatisticSet => ({ sampleCount: count, sum: value * count, minimum: value, maximum: value });
