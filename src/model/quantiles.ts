/**
 * What can be told about the values of a statistic set beyond its four numbers: quantiles, trimmed counts and sums.
 * Exact where the values are known: all the same, only zeros and ones, up to three different ones (the third follows from
 * the sum), or integers so small that each has a bucket of its own. Elsewhere within 2 % of the value.
 */
import { bucketIndex, type Histogram, representative, upperBound, zeroIndex } from "./histogram.ts";
import type { StatisticSet } from "./statistic-set.ts";

/** Values in ascending order, each with how often it occurs. */
export interface Distribution {
  readonly values: ArrayLike<number>;
  readonly counts: ArrayLike<number>;
  /** Sum of the counts. */
  readonly total: number;
}

/** Part of a distribution. */
export interface Trimmed {
  readonly count: number;
  readonly sum: number;
}

/** The values of a set; undefined where they cannot be told. */
export function distributionOf(set: StatisticSet): Distribution | undefined {
  const { spread, sampleCount, sum, minimum, maximum } = set;
  if (spread === "unknown") return undefined;
  if (spread === undefined) return { values: [minimum], counts: [sampleCount], total: sampleCount };
  if (spread === "binary") return { values: [0, 1], counts: [sampleCount - sum, sum], total: sampleCount };
  return (
    fewValues(set, spread) ??
    smallIntegers(set, spread) ?? { values: estimates(spread, minimum, maximum), counts: spread.counts, total: sampleCount }
  );
}

/**
 * The smallest value that at least the fraction of all values does not exceed (nearest rank).
 * @param fraction 0–1
 */
export function quantile({ values, counts, total }: Distribution, fraction: number): number {
  // Counts are sums of doubles: a hair's breadth must not lead to the next value.
  const rank = fraction * total * (1 - 1e-12);
  let below = 0;
  for (let i = 0; i < values.length; i++) {
    const count = counts[i] as number;
    below += count;
    if (count > 0 && below >= rank) return values[i] as number;
  }
  return values[values.length - 1] as number;
}

/** The quantile of a set; undefined where it cannot be told. Quicker than by way of its distribution. */
export function quantileOf(set: StatisticSet, fraction: number): number | undefined {
  const { spread, minimum, maximum, sampleCount } = set;
  if (typeof spread !== "object") {
    const known = distributionOf(set);
    return known && quantile(known, fraction);
  }
  const exact = fewValues(set, spread) ?? smallIntegers(set, spread);
  if (exact) return quantile(exact, fraction);
  const { counts } = spread;
  const rank = fraction * sampleCount * (1 - 1e-12);
  const last = counts.length - 1;
  let at = 0;
  for (let below = counts[0] as number; at < last && below < rank; at++) below += counts[at + 1] as number;
  return estimate(spread, at, minimum, maximum);
}

/**
 * The values between two fractions of all values, by rank. With whole counts the ranks are whole too: from the first value
 * not wholly below `lower` to the last that is not wholly above `upper`.
 */
export function trimByFraction(distribution: Distribution, lower: number, upper: number): Trimmed {
  const { values, counts, total } = distribution;
  const [from, to] = ranks(total, lower, upper);
  let count = 0;
  let sum = 0;
  let below = 0;
  for (let i = 0; i < values.length && below < to; i++) {
    const end = below + (counts[i] as number);
    const taken = Math.min(end, to) - Math.max(below, from);
    if (taken > 0) {
      count += taken;
      sum += taken * (values[i] as number);
    }
    below = end;
  }
  return { count, sum };
}

/** The values above `lower` and up to `upper`. */
export function trimByValue({ values, counts }: Distribution, lower: number, upper: number): Trimmed {
  let count = 0;
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (value <= lower || value > upper) continue;
    count += counts[i] as number;
    sum += value * (counts[i] as number);
  }
  return { count, sum };
}

/** The ranks (from exclusive, to inclusive) of a part of `total` values. */
export function ranks(total: number, lower: number, upper: number): readonly [from: number, to: number] {
  const from = lower * total;
  const to = upper * total;
  return Number.isInteger(total) ? [Math.floor(from + 1e-9), Math.ceil(to - 1e-9)] : [from, to];
}

/** The value of a bucket: held between minimum and maximum, and an extreme where that is alone in its bucket. */
function estimate({ indices, counts }: Histogram, place: number, minimum: number, maximum: number): number {
  if (place === 0 && counts[0] === 1) return minimum;
  if (place === counts.length - 1 && counts[place] === 1) return maximum;
  return Math.min(Math.max(representative(indices[place] as number), minimum), maximum);
}

function estimates(histogram: Histogram, minimum: number, maximum: number): Float64Array {
  const values = new Float64Array(histogram.indices.length);
  for (let i = 0; i < values.length; i++) values[i] = estimate(histogram, i, minimum, maximum);
  return values;
}

/** The values themselves where there are so few that minimum, maximum and sum give them away. */
function fewValues(set: StatisticSet, { indices, counts }: Histogram): Distribution | undefined {
  const { minimum, maximum, sum, sampleCount: total } = set;
  const tolerance = 1e-9 * Math.abs(sum);
  const [first, second, third] = counts as ArrayLike<number> as readonly number[];
  if (indices.length === 1 && first === 2) return { values: [minimum, maximum], counts: [1, 1], total };
  if (indices.length === 2) {
    const both = Math.abs((first as number) * minimum + (second as number) * maximum - sum) <= tolerance;
    return both ? { values: [minimum, maximum], counts, total } : undefined;
  }
  if (indices.length !== 3) return undefined;
  const middle = (sum - (first as number) * minimum - (third as number) * maximum) / (second as number);
  const index = indices[1] as number;
  const inside = index !== zeroIndex && middle > upperBound(index - 1) - tolerance && middle <= upperBound(index) + tolerance;
  return inside ? { values: [minimum, middle, maximum], counts, total } : undefined;
}

/** From here on buckets may hold several integers. */
const largestAloneInBucket = 25;

/** The integers themselves where every bucket can hold one only and together they make the sum. */
function smallIntegers({ minimum, maximum, sum, sampleCount }: StatisticSet, { indices, counts }: Histogram): Distribution | undefined {
  if (maximum > largestAloneInBucket || !Number.isInteger(minimum) || !Number.isInteger(maximum)) return undefined;
  const values = Float64Array.from(indices, (index) => Math.floor(upperBound(index) * (1 + 1e-12)));
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (bucketIndex(value) !== indices[i]) return undefined;
    total += value * (counts[i] as number);
  }
  return Math.abs(total - sum) <= 1e-9 * sum ? { values, counts, total: sampleCount } : undefined;
}
