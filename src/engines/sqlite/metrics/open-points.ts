/**
 * Points of one tier that do not lie in its blocks yet, by series. While a flush goes on, those that it writes are frozen:
 * they are still read, and leave one by one as they reach the disk.
 */
import { PointList, type PointColumns } from "../../../store/blocks/points.ts";
import type { StatisticSet } from "../../../model/statistic-set.ts";

/** What a flush works on. */
export interface Frozen {
  /** By ascending id. */
  readonly lists: Map<number, PointList>;
  /** The journal's rows up to this one hold these points. */
  readonly journalTo: number;
}

export class OpenPoints {
  #open = new Map<number, PointList>();
  #frozen: Frozen | undefined;
  #count = 0;

  /** How many points there are, without the frozen ones. */
  get count(): number {
    return this.#count;
  }

  get frozen(): Frozen | undefined {
    return this.#frozen;
  }

  add(seriesId: number, second: number, set: StatisticSet): void {
    let list = this.#open.get(seriesId);
    if (!list) this.#open.set(seriesId, (list = new PointList()));
    if (list.add(second, set)) this.#count++;
  }

  /** What there is of a series, frozen or not. */
  of(seriesId: number): PointColumns[] {
    const frozen = this.#frozen?.lists.get(seriesId);
    const open = this.#open.get(seriesId);
    return frozen ? (open ? [frozen, open] : [frozen]) : open ? [open] : [];
  }

  /** Takes everything for a flush; what a flush that failed left frozen is taken first, alone. */
  freeze(journalTo: number): Frozen {
    if (this.#frozen) return this.#frozen;
    const lists = new Map([...this.#open].sort(([a], [b]) => a - b));
    this.#frozen = { lists, journalTo };
    this.#open = new Map();
    this.#count = 0;
    return this.#frozen;
  }

  /** The flush is done. */
  thaw(): void {
    this.#frozen = undefined;
  }
}
