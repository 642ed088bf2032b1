/** Initialization vectors from the cryptographic generator, many at a time: asking it for each costs more than the encryption. */
import type { Clock } from "../../../lib/clock.ts";

const vectorBytes = 12;
const vectorsAtOnce = 256;

export class RandomVectors {
  readonly #clock: Clock;
  #bytes: Uint8Array = new Uint8Array(0);
  #used = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** 12 bytes that nobody else gets; for 2^32 encryptions under one key their repetition stays improbable (NIST SP 800-38D, 8.3). */
  next(): Uint8Array {
    if (this.#used >= this.#bytes.length) {
      this.#bytes = this.#clock.randomBytes(vectorBytes * vectorsAtOnce);
      this.#used = 0;
    }
    const start = this.#used;
    this.#used += vectorBytes;
    return this.#bytes.subarray(start, this.#used);
  }
}
