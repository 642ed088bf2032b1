/**
 * Random salts and nonces, drawn from the generator many at a time: each draw costs some ten microseconds whatever its size.
 * Only for values that are stored in the open; keys are drawn one by one.
 */
import type { Clock } from "../../lib/clock.ts";

const drawBytes = 8192;

export class Salts {
  readonly #clock: Clock;
  #drawn: Uint8Array = new Uint8Array(0);
  #used = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** `length` bytes that nobody else gets; at most 8,192. */
  take(length: number): Uint8Array {
    if (this.#used + length > this.#drawn.length) {
      this.#drawn = this.#clock.randomBytes(drawBytes);
      this.#used = 0;
    }
    return this.#drawn.subarray(this.#used, (this.#used += length));
  }
}
