/** Decoded blocks that were read lately: a dashboard that refreshes asks for the same ones again and again. */
import type { PointColumns } from "../../../store/blocks/points.ts";

/** What a histogram weighs against a point without. */
const histogramWeight = 8;

interface Entry {
  readonly fragments: readonly PointColumns[];
  readonly histograms: boolean;
  readonly weight: number;
}

export class BlockCache {
  /** By span and series; those used last stand last. */
  readonly #entries = new Map<number, Entry>();
  readonly #limit: number;
  #weight = 0;

  /** @param limit how many points without histograms it may hold, 40 bytes each */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The fragments of a series in a span; undefined where they must be read. */
  get(key: number, histograms: boolean): readonly PointColumns[] | undefined {
    const entry = this.#entries.get(key);
    if (!entry || (histograms && !entry.histograms)) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.fragments;
  }

  put(key: number, histograms: boolean, fragments: readonly PointColumns[]): void {
    this.drop(key);
    const weight = fragments.reduce((sum, points) => sum + weightOf(points), 1);
    if (weight > this.#limit) return;
    this.#entries.set(key, { fragments, histograms, weight });
    this.#weight += weight;
    for (const oldest of this.#entries.keys()) {
      if (this.#weight <= this.#limit) break;
      this.drop(oldest);
    }
  }

  /** The series' rows in the span are about to change. */
  drop(key: number): void {
    const entry = this.#entries.get(key);
    if (!entry) return;
    this.#entries.delete(key);
    this.#weight -= entry.weight;
  }

  clear(): void {
    this.#entries.clear();
    this.#weight = 0;
  }
}

function weightOf({ length, spreads }: PointColumns): number {
  let weight = length;
  if (spreads) for (let i = 0; i < length; i++) if (typeof spreads[i] === "object") weight += histogramWeight;
  return weight;
}
