/**
 * When each request of a profile is due, worked out beforehand and not shifted by anything that happens: what makes the load
 * open loop. Request n (from 0) is due when the area under the rate has grown to n.
 */
import type { Segment } from "./profile.ts";

interface Stretch extends Segment {
  /** Seconds and requests before it. */
  readonly start: number;
  readonly before: number;
  readonly requests: number;
}

export class Schedule {
  /** Requests in all. */
  readonly total: number;
  readonly seconds: number;
  readonly #stretches: readonly Stretch[];

  /** @param most requests at most, however long the profile is */
  constructor(segments: readonly Segment[], most = Number.POSITIVE_INFINITY) {
    let start = 0;
    let before = 0;
    this.#stretches = segments.map((segment) => {
      const requests = ((segment.from + segment.to) / 2) * segment.seconds;
      const stretch = { ...segment, start, before, requests };
      start += segment.seconds;
      before += requests;
      return stretch;
    });
    this.seconds = start;
    // Sums of fractions fall short of the whole number that they mean.
    this.total = Math.min(most, Math.floor(before + 1e-6));
  }

  /** Milliseconds from the start at which request `n` is due. */
  dueMs(n: number): number {
    const stretch = this.#stretches.find(({ before, requests }) => n < before + requests) ?? this.#stretches.at(-1);
    if (!stretch) return 0;
    const { start, before, from, to, seconds } = stretch;
    const slope = (to - from) / seconds;
    const wanted = n - before;
    // from·t + slope·t²/2 = wanted, in the form that does not lose digits when the slope is small.
    const root = Math.sqrt(Math.max(0, from * from + 2 * slope * wanted));
    return (start + (2 * wanted) / (from + root)) * 1000;
  }

  /** Requests a second that are wanted at a moment, seconds from the start. */
  rateAt(second: number): number {
    const stretch = this.#stretches.find(({ start, seconds }) => second < start + seconds) ?? this.#stretches.at(-1);
    if (!stretch) return 0;
    const { from, to, start, seconds } = stretch;
    return from + ((to - from) * Math.min(seconds, second - start)) / seconds;
  }
}

/** The same rate for some seconds. */
export function steady(perSecond: number, seconds: number, most?: number): Schedule {
  return new Schedule([{ seconds, from: perSecond, to: perSecond }], most);
}
