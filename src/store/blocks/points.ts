/** Points of one series in columns: what blocks decode to, what waits to become a block, what reads add up. */
import { mergeSpreads, type Spread, type StatisticSet } from "../../model/statistic-set.ts";

/** Columns of equal length, ascending by second, each second once. */
export interface PointColumns {
  readonly length: number;
  /** Epoch seconds; multiples of the tier's grain. */
  readonly seconds: ArrayLike<number>;
  readonly sampleCounts: ArrayLike<number>;
  readonly sums: ArrayLike<number>;
  readonly minimums: ArrayLike<number>;
  readonly maximums: ArrayLike<number>;
  /** As StatisticSet.spread; absent where histograms were not decoded. */
  readonly spreads?: ArrayLike<Spread>;
}

/** One point of columns that have spreads. */
export function setAt(columns: PointColumns, i: number): StatisticSet {
  return {
    sampleCount: columns.sampleCounts[i] as number,
    sum: columns.sums[i] as number,
    minimum: columns.minimums[i] as number,
    maximum: columns.maximums[i] as number,
    spread: columns.spreads?.[i],
  };
}

/** Points that more can be added to. Adding at or after the newest is cheap. */
export class PointList implements PointColumns {
  readonly seconds: number[] = [];
  readonly sampleCounts: number[] = [];
  readonly sums: number[] = [];
  readonly minimums: number[] = [];
  readonly maximums: number[] = [];
  readonly spreads: Spread[] = [];

  get length(): number {
    return this.seconds.length;
  }

  /** Adds a set, merging it into what is there for the second. Tells whether the list grew. */
  add(second: number, set: StatisticSet): boolean {
    const at = this.#placeOf(second);
    if (this.seconds[at] === second) {
      this.#merge(at, set);
      return false;
    }
    if (at === this.length) this.#push(second, set);
    else this.#insert(at, second, set);
    return true;
  }

  /** Adds all points of columns, each at the start of its bucket of `grainSeconds`. Tells by how many the list grew. */
  addAll(columns: PointColumns, grainSeconds = 1): number {
    let grown = 0;
    for (let i = 0; i < columns.length; i++) {
      const second = columns.seconds[i] as number;
      if (this.add(second - (second % grainSeconds), setAt(columns, i))) grown++;
    }
    return grown;
  }

  /** One point. */
  setAt(i: number): StatisticSet {
    return setAt(this, i);
  }

  /** The first place whose second is not before `second`. */
  #placeOf(second: number): number {
    const { seconds } = this;
    let high = seconds.length;
    if (high === 0 || (seconds[high - 1] as number) < second) return high;
    let low = 0;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((seconds[middle] as number) < second) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #push(second: number, set: StatisticSet): void {
    this.seconds.push(second);
    this.sampleCounts.push(set.sampleCount);
    this.sums.push(set.sum);
    this.minimums.push(set.minimum);
    this.maximums.push(set.maximum);
    this.spreads.push(set.spread);
  }

  #insert(at: number, second: number, set: StatisticSet): void {
    this.seconds.splice(at, 0, second);
    this.sampleCounts.splice(at, 0, set.sampleCount);
    this.sums.splice(at, 0, set.sum);
    this.minimums.splice(at, 0, set.minimum);
    this.maximums.splice(at, 0, set.maximum);
    this.spreads.splice(at, 0, set.spread);
  }

  #merge(at: number, set: StatisticSet): void {
    this.spreads[at] = mergeSpreads(setAt(this, at), set);
    this.sampleCounts[at] = (this.sampleCounts[at] as number) + set.sampleCount;
    this.sums[at] = (this.sums[at] as number) + set.sum;
    this.minimums[at] = Math.min(this.minimums[at] as number, set.minimum);
    this.maximums[at] = Math.max(this.maximums[at] as number, set.maximum);
  }
}
