/**
 * How many TLS handshakes a key store may make: so many a second, and some at once after a quiet time. A handshake costs as
 * much as ten requests; a proxy that loses a connection with every call must not take that from the other key stores.
 */
import type { Clock, Timer } from "../../lib/clock.ts";

export class HandshakeAllowance {
  readonly #clock: Clock;
  readonly #perSecond: number;
  readonly #burst: number;
  readonly #onMore: () => void;
  #left: number;
  #at: number;
  #timer: Timer | undefined;

  /** @param onMore called when a handshake may be made after one was refused */
  constructor(clock: Clock, perSecond: number, burst: number, onMore: () => void) {
    this.#clock = clock;
    this.#perSecond = perSecond;
    this.#burst = burst;
    this.#onMore = onMore;
    this.#left = burst;
    this.#at = clock.monotonic();
  }

  take(): boolean {
    const now = this.#clock.monotonic();
    this.#left = Math.min(this.#burst, this.#left + ((now - this.#at) * this.#perSecond) / 1000);
    this.#at = now;
    if (this.#left >= 1) {
      this.#left--;
      return true;
    }
    this.#timer ??= this.#clock.after(1000 / this.#perSecond, () => {
      this.#timer = undefined;
      this.#onMore();
    });
    return false;
  }

  /** A connection failed before there was a handshake. */
  giveBack(): void {
    this.#left = Math.min(this.#burst, this.#left + 1);
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }
}
