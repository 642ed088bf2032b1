/**
 * Points of one tier that do not lie in its blocks yet. While a flush goes on, those that it writes are frozen: they are still
 * read, and leave series by series as they reach the disk.
 */
import type { StatisticSet } from "../../../model/statistic-set.ts";
import { PointChains } from "../../../store/blocks/point-chains.ts";
import type { PointColumns } from "../../../store/blocks/points.ts";

/** What a flush works on. */
export interface Frozen {
  readonly points: PointChains;
  /** The series to be written, ascending. */
  readonly seriesIds: Float64Array;
  /** The journal's rows up to this one hold these points. */
  readonly journalTo: number;
  /** How many of the series are written. */
  written: number;
}

export class OpenPoints {
  #open = new PointChains();
  #frozen: Frozen | undefined;

  /** How many points there are, without the frozen ones. */
  get count(): number {
    return this.#open.length;
  }

  add(seriesId: number, second: number, set: StatisticSet): void {
    this.#open.add(seriesId, second, set);
  }

  /** What there is of a series, frozen or not. */
  of(seriesId: number): PointColumns[] {
    const frozen = this.#frozen?.points.of(seriesId);
    const open = this.#open.of(seriesId);
    return frozen ? (open ? [frozen, open] : [frozen]) : open ? [open] : [];
  }

  /** Takes everything for a flush; what a flush that failed left frozen is taken first, alone. */
  freeze(journalTo: number): Frozen {
    if (this.#frozen) return this.#frozen;
    this.#frozen = { points: this.#open, seriesIds: this.#open.seriesIds(), journalTo, written: 0 };
    this.#open = new PointChains();
    return this.#frozen;
  }

  /** The flush is done. */
  thaw(): void {
    this.#frozen = undefined;
  }
}
