/**
 * A histogram of latencies with the buckets of HDR histograms: whole microseconds, three significant digits, from 1 µs to more
 * than an hour. An entry costs a few nanoseconds and no memory.
 */

/** Buckets up to here are one microsecond wide; then each doubling of the value has half as many. */
const finest = 2048;
const half = finest / 2;
const finestBits = 11;
/** 2^32 µs are 71 minutes. */
const valueBits = 32;

/** One bucket that is not empty. */
export interface Bucket {
  /** The highest value of the bucket, milliseconds. */
  readonly upToMs: number;
  readonly count: number;
}

export class LatencyHistogram {
  readonly #counts = new Float64Array((valueBits - finestBits) * half + finest);
  #count = 0;
  #sumMs = 0;
  #sumSquares = 0;
  #minimumMs = Number.POSITIVE_INFINITY;
  #maximumMs = 0;

  get count(): number {
    return this.#count;
  }

  get maximumMs(): number {
    return this.#maximumMs;
  }

  get minimumMs(): number {
    return this.#count === 0 ? 0 : this.#minimumMs;
  }

  get meanMs(): number {
    return this.#count === 0 ? 0 : this.#sumMs / this.#count;
  }

  get deviationMs(): number {
    return this.#count === 0 ? 0 : Math.sqrt(Math.max(0, this.#sumSquares / this.#count - this.meanMs ** 2));
  }

  /** A negative latency (a clock's doing) counts as none. */
  add(latencyMs: number): void {
    const ms = Math.max(0, latencyMs);
    const index = indexOf(Math.min(2 ** valueBits - 1, Math.round(ms * 1000)));
    this.#counts[index] = (this.#counts[index] as number) + 1;
    this.#count++;
    this.#sumMs += ms;
    this.#sumSquares += ms * ms;
    if (ms < this.#minimumMs) this.#minimumMs = ms;
    if (ms > this.#maximumMs) this.#maximumMs = ms;
  }

  /**
   * The latency that a share of all entries does not exceed, ms; exact to three digits, never more than the maximum.
   * @param share 0 to 1
   */
  quantile(share: number): number {
    const wanted = Math.max(1, Math.ceil(share * this.#count - 1e-9));
    let seen = 0;
    for (const { upToMs, count } of this.buckets()) {
      seen += count;
      if (seen >= wanted) return Math.min(upToMs, this.#maximumMs);
    }
    return this.#maximumMs;
  }

  /** The buckets that hold something, in ascending order. */
  *buckets(): Generator<Bucket> {
    for (let index = 0; index < this.#counts.length; index++) {
      const count = this.#counts[index] as number;
      if (count > 0) yield { upToMs: highestOf(index) / 1000, count };
    }
  }
}

function indexOf(micros: number): number {
  if (micros < finest) return micros;
  const shift = 32 - Math.clz32(micros) - finestBits;
  return shift * half + (micros >>> shift);
}

/** The highest value, µs, that lies in a bucket. */
function highestOf(index: number): number {
  if (index < finest) return index;
  const shift = Math.floor(index / half) - 1;
  return (index - shift * half + 1) * 2 ** shift - 1;
}
