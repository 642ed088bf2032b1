/**
 * Sparse log-bucket histograms with γ = 1.04: a quantile read from one is within 2 % of the value. Zero has a bucket of its
 * own. Merge is addition. Fractional counts are allowed (CloudWatch's Counts are doubles).
 */

/** Buckets in ascending index order; both arrays have the same length. Index of value v > 0: ceil(log(v) / log(1.04)); zeros: `zeroIndex`. */
export interface Histogram {
  readonly indices: Int32Array;
  readonly counts: Float64Array;
}

/** The ratio of neighbouring bucket bounds. */
export const gamma = 1.04;
/** The index under which zeros are counted: below every real index. */
export const zeroIndex = -0x80000000;

const inverseLogGamma = 1 / Math.log(gamma);

/** The bucket that holds `value` (≥ 0): its bounds are (γ^(index−1), γ^index]. */
export function bucketIndex(value: number): number {
  return value === 0 ? zeroIndex : Math.ceil(Math.log(value) * inverseLogGamma);
}

/** The upper bound of a bucket, inclusive. */
export function upperBound(index: number): number {
  return index === zeroIndex ? 0 : gamma ** index;
}

/** Representatives of the buckets around 1, each made when first asked for: powers are slow and the same ones come again and again. */
const representatives = new Float64Array(4096);
const lowestKept = -2048;

/** The value that stands for all values of a bucket, at most 2 % from any of them. */
export function representative(index: number): number {
  if (index === zeroIndex) return 0;
  const place = index - lowestKept;
  const known = representatives[place];
  if (known) return known;
  const value = (2 * gamma ** index) / (gamma + 1);
  if (known === 0) representatives[place] = value;
  return value;
}

/** The histogram of one value. */
export function histogramOf(value: number, count: number): Histogram {
  return { indices: Int32Array.of(bucketIndex(value)), counts: Float64Array.of(count) };
}

/** Adds two histograms. */
export function mergeHistograms(a: Histogram, b: Histogram): Histogram {
  const indices = new Int32Array(a.indices.length + b.indices.length);
  const counts = new Float64Array(indices.length);
  let length = 0;
  let i = 0;
  let j = 0;
  while (i < a.indices.length || j < b.indices.length) {
    const left = i < a.indices.length ? (a.indices[i] as number) : Number.POSITIVE_INFINITY;
    const right = j < b.indices.length ? (b.indices[j] as number) : Number.POSITIVE_INFINITY;
    indices[length] = Math.min(left, right);
    counts[length++] = (left <= right ? (a.counts[i++] as number) : 0) + (right <= left ? (b.counts[j++] as number) : 0);
  }
  return { indices: indices.slice(0, length), counts: counts.slice(0, length) };
}
