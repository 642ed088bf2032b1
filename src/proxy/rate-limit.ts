/** A limit of requests a second, with one second's worth of burst. */
import type { Clock } from "../lib/clock.ts";

export class RateLimit {
  readonly perSecond: number;
  readonly #clock: Clock;
  #tokens: number;
  #at: number;

  constructor(perSecond: number, clock: Clock) {
    this.perSecond = perSecond;
    this.#clock = clock;
    this.#tokens = perSecond;
    this.#at = clock.monotonic();
  }

  /** Takes one request's share; false when there is none left. */
  take(): boolean {
    const now = this.#clock.monotonic();
    this.#tokens = Math.min(this.perSecond, this.#tokens + ((now - this.#at) / 1000) * this.perSecond);
    this.#at = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
