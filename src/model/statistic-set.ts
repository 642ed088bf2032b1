/**
 * Statistic sets: what a period of a series keeps. They merge by addition, so any period and any set of series is a sum.
 */
import type { Histogram } from "./histogram.ts";

export interface StatisticSet {
  readonly sampleCount: number;
  readonly sum: number;
  readonly minimum: number;
  readonly maximum: number;
  /**
   * How the values are spread:
   * - absent with minimum = maximum: all values are that one;
   * - absent with minimum 0 and maximum 1 and `spread` "binary": `sum` ones, the rest zeros;
   * - a histogram of log buckets otherwise;
   * - "unknown": percentiles cannot be told (a StatisticValues put with minimum ≠ maximum, or any negative value).
   */
  readonly spread?: Histogram | "binary" | "unknown";
}
