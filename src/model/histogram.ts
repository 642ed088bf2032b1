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
