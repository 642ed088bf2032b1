/**
 * Points of many series in a few long columns: a chain for each series leads from its newest point to its oldest. Made for
 * tens of thousands of series that have a handful of points each, which as objects of their own would fill the memory.
 */
import { mergeSpreads, type Spread, type StatisticSet } from "../../model/statistic-set.ts";
import type { PointColumns } from "./points.ts";

const capacityAtFirst = 256;
/** The end of a chain. */
const none = -1;

export class PointChains {
  /** The newest point of each series. */
  readonly #heads = new Map<number, number>();
  /** The next older point of the same series. */
  #older = new Int32Array(capacityAtFirst);
  #seconds = new Float64Array(capacityAtFirst);
  #sampleCounts = new Float64Array(capacityAtFirst);
  #sums = new Float64Array(capacityAtFirst);
  #minimums = new Float64Array(capacityAtFirst);
  #maximums = new Float64Array(capacityAtFirst);
  readonly #spreads: Spread[] = [];
  #length = 0;

  /** How many points were added, without those that were merged into others. */
  get length(): number {
    return this.#length;
  }

  /** Whether no series has points. */
  get isEmpty(): boolean {
    return this.#heads.size === 0;
  }

  /** Adds a set, merging it into what is there for the second. */
  add(seriesId: number, second: number, set: StatisticSet): void {
    let newer = none;
    let at = this.#heads.get(seriesId) ?? none;
    while (at !== none && (this.#seconds[at] as number) > second) {
      newer = at;
      at = this.#older[at] as number;
    }
    if (at !== none && this.#seconds[at] === second) return this.#merge(at, set);
    const added = this.#push(second, set, at);
    if (newer === none) this.#heads.set(seriesId, added);
    else this.#older[newer] = added;
  }

  /** The points of a series, ascending; undefined where it has none. */
  of(seriesId: number): PointColumns | undefined {
    const head = this.#heads.get(seriesId);
    if (head === undefined) return undefined;
    const places: number[] = [];
    for (let at = head; at !== none; at = this.#older[at] as number) places.push(at);
    places.reverse();
    const pick = (column: Float64Array): Float64Array => {
      const picked = new Float64Array(places.length);
      for (let i = 0; i < places.length; i++) picked[i] = column[places[i] as number] as number;
      return picked;
    };
    return {
      length: places.length,
      seconds: pick(this.#seconds),
      sampleCounts: pick(this.#sampleCounts),
      sums: pick(this.#sums),
      minimums: pick(this.#minimums),
      maximums: pick(this.#maximums),
      spreads: places.map((at) => this.#spreads[at]),
    };
  }

  /** Ids of the series that have points, ascending. */
  seriesIds(): Float64Array {
    const ids = new Float64Array(this.#heads.size);
    let length = 0;
    for (const id of this.#heads.keys()) ids[length++] = id;
    return ids.sort();
  }

  /** Forgets a series. Its points' memory is free when the chains are. */
  drop(seriesId: number): void {
    this.#heads.delete(seriesId);
  }

  #merge(at: number, set: StatisticSet): void {
    const before: StatisticSet = {
      sampleCount: this.#sampleCounts[at] as number,
      sum: this.#sums[at] as number,
      minimum: this.#minimums[at] as number,
      maximum: this.#maximums[at] as number,
      spread: this.#spreads[at],
    };
    this.#spreads[at] = mergeSpreads(before, set);
    this.#sampleCounts[at] = before.sampleCount + set.sampleCount;
    this.#sums[at] = before.sum + set.sum;
    this.#minimums[at] = Math.min(before.minimum, set.minimum);
    this.#maximums[at] = Math.max(before.maximum, set.maximum);
  }

  #push(second: number, set: StatisticSet, older: number): number {
    if (this.#length === this.#seconds.length) this.#grow();
    const at = this.#length++;
    this.#older[at] = older;
    this.#seconds[at] = second;
    this.#sampleCounts[at] = set.sampleCount;
    this.#sums[at] = set.sum;
    this.#minimums[at] = set.minimum;
    this.#maximums[at] = set.maximum;
    this.#spreads.push(set.spread);
    return at;
  }

  #grow(): void {
    const grown = (column: Float64Array): Float64Array<ArrayBuffer> => {
      const longer = new Float64Array(column.length * 2);
      longer.set(column);
      return longer;
    };
    const older = new Int32Array(this.#older.length * 2);
    older.set(this.#older);
    this.#older = older;
    this.#seconds = grown(this.#seconds);
    this.#sampleCounts = grown(this.#sampleCounts);
    this.#sums = grown(this.#sums);
    this.#minimums = grown(this.#minimums);
    this.#maximums = grown(this.#maximums);
  }
}
