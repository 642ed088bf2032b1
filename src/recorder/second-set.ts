/**
 * The mutable statistic set of one series in the second that runs. Adding a value allocates nothing once the buckets that
 * a series' values fall in are there.
 */
import { gamma, zeroIndex } from "../model/histogram.ts";
import type { Series } from "../model/metric.ts";
import type { StatisticSet } from "../model/statistic-set.ts";

const inverseLogGamma = 1 / Math.log(gamma);
const bucketsAtFirst = 64;

export class SecondSet {
  readonly series: Series;
  /** Whether values came since the last `take`. */
  touched = false;
  #count = 0;
  #sum = 0;
  #minimum = 0;
  #maximum = 0;
  #zeros = 0;
  #ones = 0;
  /** Counts of buckets `#base` … ; positive values that are not 1. */
  #buckets: Uint32Array | undefined;
  #base = 0;
  #lowest = 0;
  #highest = -1;

  constructor(series: Series) {
    this.series = series;
  }

  /** @param value 0 or above, or a negative one, which makes percentiles unknown */
  add(value: number): void {
    if (this.#count === 0) {
      this.#minimum = value;
      this.#maximum = value;
    } else if (value < this.#minimum) this.#minimum = value;
    else if (value > this.#maximum) this.#maximum = value;
    this.#count++;
    this.#sum += value;
    if (value === 0) this.#zeros++;
    else if (value === 1) this.#ones++;
    else if (value > 0) this.#addToBucket(Math.ceil(Math.log(value) * inverseLogGamma));
  }

  /** The set so far; starts anew. Call it only when touched. */
  take(): StatisticSet {
    const set = this.#set();
    this.touched = false;
    this.#count = 0;
    this.#sum = 0;
    this.#zeros = 0;
    this.#ones = 0;
    if (this.#buckets && this.#highest >= this.#lowest) this.#buckets.fill(0, this.#lowest, this.#highest + 1);
    this.#lowest = 0;
    this.#highest = -1;
    return set;
  }

  #set(): StatisticSet {
    const base = { sampleCount: this.#count, sum: this.#sum, minimum: this.#minimum, maximum: this.#maximum };
    if (this.#minimum < 0) return { ...base, spread: "unknown" };
    // The exact product instead of a sum of rounded steps.
    if (this.#minimum === this.#maximum) return { ...base, sum: this.#minimum * this.#count };
    if (this.#zeros + this.#ones === this.#count) return { ...base, spread: "binary" };
    return { ...base, spread: this.#histogram() };
  }

  #histogram(): { indices: Int32Array; counts: Float64Array } {
    // A value of exactly 1 is in the bucket with index 0.
    if (this.#ones > 0) this.#addToBucket(0, this.#ones);
    const indices: number[] = [];
    const counts: number[] = [];
    if (this.#zeros > 0) {
      indices.push(zeroIndex);
      counts.push(this.#zeros);
    }
    const buckets = this.#buckets as Uint32Array;
    for (let i = this.#lowest; i <= this.#highest; i++) {
      const count = buckets[i] as number;
      if (count === 0) continue;
      indices.push(this.#base + i);
      counts.push(count);
    }
    return { indices: Int32Array.from(indices), counts: Float64Array.from(counts) };
  }

  #addToBucket(index: number, count = 1): void {
    let at = index - this.#base;
    if (!this.#buckets || at < 0 || at >= this.#buckets.length) at = this.#makeRoom(index);
    const buckets = this.#buckets as Uint32Array;
    buckets[at] = (buckets[at] as number) + count;
    if (this.#highest < this.#lowest) {
      this.#lowest = at;
      this.#highest = at;
    } else if (at < this.#lowest) this.#lowest = at;
    else if (at > this.#highest) this.#highest = at;
  }

  /** Widens the buckets so that `index` has one; tells where. */
  #makeRoom(index: number): number {
    const old = this.#buckets;
    if (!old) {
      this.#buckets = new Uint32Array(bucketsAtFirst);
      this.#base = index - bucketsAtFirst / 2;
      return bucketsAtFirst / 2;
    }
    const first = Math.min(this.#base, index - bucketsAtFirst / 2);
    const end = Math.max(this.#base + old.length, index + bucketsAtFirst / 2);
    const wider = new Uint32Array(end - first);
    const shift = this.#base - first;
    wider.set(old, shift);
    this.#buckets = wider;
    this.#base = first;
    this.#lowest += shift;
    this.#highest += shift;
    return index - first;
  }
}
