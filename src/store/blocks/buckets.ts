/** Adds points up into the buckets of a read. One object serves one series after the other. */
import { mergeSpreads, type Spread, type StatisticSet } from "../../model/statistic-set.ts";
import type { Columns } from "../metric-store.ts";
import { type PointColumns, setAt } from "./points.ts";

export class Buckets {
  readonly #from: number;
  readonly #to: number;
  readonly #periodSeconds: number;
  readonly #sampleCounts: Float64Array;
  readonly #sums: Float64Array;
  readonly #minimums: Float64Array;
  readonly #maximums: Float64Array;
  readonly #spreads: Spread[] | undefined;
  /** Filled buckets lie in between, so that a series that is short costs little. */
  #first: number;
  #last = -1;
  /** Of the series that was taken last. */
  #starts = new Float64Array(0);

  /** @param from epoch seconds, inclusive, a multiple of periodSeconds; `to` exclusive */
  constructor(from: number, to: number, periodSeconds: number, histograms: boolean) {
    const length = Math.max(0, Math.ceil((to - from) / periodSeconds));
    this.#from = from;
    this.#to = to;
    this.#periodSeconds = periodSeconds;
    this.#sampleCounts = new Float64Array(length);
    this.#sums = new Float64Array(length);
    this.#minimums = new Float64Array(length);
    this.#maximums = new Float64Array(length);
    this.#spreads = histograms ? [] : undefined;
    this.#first = length;
  }

  /** Adds the points that lie in the range. */
  add(points: PointColumns): void {
    const { seconds, sampleCounts, sums, minimums, maximums } = points;
    const start = firstAtOrAfter(seconds, points.length, this.#from);
    for (let i = start; i < points.length; i++) {
      const second = seconds[i] as number;
      if (second >= this.#to) break;
      const at = Math.floor((second - this.#from) / this.#periodSeconds);
      const before = this.#sampleCounts[at] as number;
      if (before === 0) {
        this.#minimums[at] = minimums[i] as number;
        this.#maximums[at] = maximums[i] as number;
        this.#sums[at] = sums[i] as number;
        if (this.#spreads) this.#spreads[at] = points.spreads?.[i];
        if (at < this.#first) this.#first = at;
        if (at > this.#last) this.#last = at;
      } else {
        if (this.#spreads) this.#spreads[at] = mergeSpreads(this.#setAt(at), setAt(points, i));
        if ((minimums[i] as number) < (this.#minimums[at] as number)) this.#minimums[at] = minimums[i] as number;
        if ((maximums[i] as number) > (this.#maximums[at] as number)) this.#maximums[at] = maximums[i] as number;
        this.#sums[at] = (this.#sums[at] as number) + (sums[i] as number);
      }
      this.#sampleCounts[at] = before + (sampleCounts[i] as number);
    }
  }

  /** The buckets that hold data; starts anew for the next series. */
  take(): Columns {
    const [first, end] = [this.#first, this.#last + 1];
    let length = 0;
    for (let at = first; at < end; at++) if (this.#sampleCounts[at] !== 0) length++;
    const dense = length === end - first;
    const pick = (column: Float64Array): Float64Array => (dense ? column.slice(first, end) : this.#filled(column, length));
    const columns = {
      starts: this.#startsOf(length),
      sampleCounts: pick(this.#sampleCounts),
      sums: pick(this.#sums),
      minimums: pick(this.#minimums),
      maximums: pick(this.#maximums),
    };
    const spreads: Spread[] | undefined = this.#spreads && [];
    if (spreads) for (let at = first; at < end; at++) if (this.#sampleCounts[at] !== 0) spreads.push(this.#spreads?.[at]);
    if (end > first) this.#sampleCounts.fill(0, first, end);
    this.#first = this.#sampleCounts.length;
    this.#last = -1;
    return spreads ? { ...columns, spreads } : columns;
  }

  /** The values of the first `length` buckets that hold data. */
  #filled(column: Float64Array, length: number): Float64Array {
    const filled = new Float64Array(length);
    for (let at = this.#first, i = 0; i < length; at++) if (this.#sampleCounts[at] !== 0) filled[i++] = column[at] as number;
    return filled;
  }

  /** Starts of the first `length` buckets that hold data; series that fill the same buckets as the one before share them. */
  #startsOf(length: number): Float64Array {
    const starts = new Float64Array(length);
    for (let at = this.#first, i = 0; i < length; at++) {
      if (this.#sampleCounts[at] !== 0) starts[i++] = this.#from + at * this.#periodSeconds;
    }
    if (!sameNumbers(starts, this.#starts)) this.#starts = starts;
    return this.#starts;
  }

  #setAt(at: number): StatisticSet {
    return {
      sampleCount: this.#sampleCounts[at] as number,
      sum: this.#sums[at] as number,
      minimum: this.#minimums[at] as number,
      maximum: this.#maximums[at] as number,
      spread: this.#spreads?.[at],
    };
  }
}

function sameNumbers(left: Float64Array, right: Float64Array): boolean {
  if (left.length !== right.length) return false;
  for (let i = 0; i < left.length; i++) if (left[i] !== right[i]) return false;
  return true;
}

/** The first place whose second is not before `second`. */
export function firstAtOrAfter(seconds: ArrayLike<number>, length: number, second: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((seconds[middle] as number) < second) low = middle + 1;
    else high = middle;
  }
  return low;
}
