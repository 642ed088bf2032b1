/** Limits failed attempts to sign in, by the address they come from. */
import type { Clock } from "../lib/clock.ts";

export interface AttemptLimit {
  readonly failures: number;
  readonly withinMs: number;
}

/** Ten failures a minute from one address. */
export const signInLimit: AttemptLimit = { failures: 10, withinMs: 60_000 };
const addressesKept = 10_000;

export class AttemptLimiter {
  readonly #clock: Pick<Clock, "monotonic">;
  readonly #limit: AttemptLimit;
  readonly #failures = new Map<string, readonly number[]>();

  constructor(clock: Pick<Clock, "monotonic">, limit: AttemptLimit = signInLimit) {
    this.#clock = clock;
    this.#limit = limit;
  }

  /** Milliseconds until the address may try again; 0 when it may now. */
  waitMs(address: string): number {
    const recent = this.#recent(address);
    const [first] = recent;
    if (first === undefined || recent.length < this.#limit.failures) return 0;
    return first + this.#limit.withinMs - this.#clock.monotonic();
  }

  /** Counts a failure. */
  failed(address: string): void {
    const failures = [...this.#recent(address), this.#clock.monotonic()];
    // Put behind the others, so that the addresses that have been quiet longest are forgotten first.
    this.#failures.delete(address);
    this.#failures.set(address, failures);
    const [quietest] = this.#failures.keys();
    if (this.#failures.size > addressesKept && quietest !== undefined) this.#failures.delete(quietest);
  }

  #recent(address: string): readonly number[] {
    const since = this.#clock.monotonic() - this.#limit.withinMs;
    return (this.#failures.get(address) ?? []).filter((at) => at > since);
  }
}
