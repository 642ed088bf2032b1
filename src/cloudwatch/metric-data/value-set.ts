/** Values as PutMetricData brings them, as a statistic set. */
import { gamma, type Histogram, zeroIndex } from "../../model/histogram.ts";
import type { StatisticSet } from "../../model/statistic-set.ts";

const logGamma = Math.log(gamma);

/** The set of values that occur so many times; counts may be fractional, those of 0 are left out. At least one is above 0. */
export function setOfValues(values: readonly number[], counts?: readonly number[]): StatisticSet {
  let sampleCount = 0;
  let sum = 0;
  let minimum = Number.POSITIVE_INFINITY;
  let maximum = Number.NEGATIVE_INFINITY;
  let binary = true;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    const count = counts?.[i] ?? 1;
    if (count === 0) continue;
    sampleCount += count;
    sum += value * count;
    minimum = Math.min(minimum, value);
    maximum = Math.max(maximum, value);
    if (value !== 0 && value !== 1) binary = false;
  }
  const set = { sampleCount, sum, minimum, maximum };
  if (minimum === maximum) return minimum < 0 ? { ...set, spread: "unknown" } : set;
  if (minimum < 0) return { ...set, spread: "unknown" };
  return { ...set, spread: binary ? "binary" : histogramOf(values, counts) };
}

function histogramOf(values: readonly number[], counts: readonly number[] | undefined): Histogram {
  const buckets = new Map<number, number>();
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    const count = counts?.[i] ?? 1;
    if (count === 0) continue;
    const index = value === 0 ? zeroIndex : Math.ceil(Math.log(value) / logGamma);
    buckets.set(index, (buckets.get(index) ?? 0) + count);
  }
  const sorted = [...buckets].sort(([left], [right]) => left - right);
  return { indices: Int32Array.from(sorted, ([index]) => index), counts: Float64Array.from(sorted, ([, count]) => count) };
}

/** A statistic set as a client made it. Its values are known only where they are all the same. */
export function setOfStatistics(sampleCount: number, sum: number, minimum: number, maximum: number): StatisticSet {
  const same = minimum === maximum && minimum >= 0;
  return { sampleCount, sum, minimum, maximum, ...(!same && { spread: "unknown" as const }) };
}
