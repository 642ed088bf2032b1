/**
 * The request quota of key stores: the keys of one store share so many cryptographic requests a second. In no second,
 * wherever it begins, pass more than the quota, and all of it may be used in any part of a second; so a long overload passes
 * the quota, neither more for a quiet time before it nor less for uneven arrival.
 */
import type { Clock } from "../../lib/clock.ts";
import type { KeyStore } from "../../model/key-store.ts";

const windowMs = 1000;

/** Requests of the last second by the millisecond in which they passed. */
class Window {
  readonly #passed = new Uint32Array(windowMs);
  #sum = 0;
  #latest: number;

  constructor(now: number) {
    this.#latest = now;
  }

  /** @param now whole monotonic milliseconds */
  count(now: number): number {
    if (now - this.#latest >= windowMs) {
      this.#passed.fill(0);
      this.#sum = 0;
      this.#latest = now;
    }
    while (this.#latest < now) {
      const slot = ++this.#latest % windowMs;
      this.#sum -= this.#passed[slot] ?? 0;
      this.#passed[slot] = 0;
    }
    return this.#sum;
  }

  add(): void {
    const slot = this.#latest % windowMs;
    this.#passed[slot] = (this.#passed[slot] ?? 0) + 1;
    this.#sum++;
  }

  /** Whether nothing has passed for a second. */
  quiet(now: number): boolean {
    return now - this.#latest >= windowMs;
  }
}

/** Windows beyond this many are looked through for those that are no longer needed. */
const manyWindows = 256;

export class Quota {
  readonly #clock: Clock;
  readonly #windows = new Map<string, Window>();
  readonly #defaultShare: number;
  #shares: Readonly<Record<string, number>> = {};
  #asked = new Map<string, number>();

  /** @param defaultShare of a store's quota that may be used here until shares are settled: above 0, at most 1; less than 1 where several data planes serve */
  constructor(clock: Clock, defaultShare = 1) {
    this.#clock = clock;
    this.#defaultShare = defaultShare;
  }

  /** Which part of each store's quota, by its id, may be used here from now on. */
  settle(shares: Readonly<Record<string, number>>): void {
    this.#shares = shares;
  }

  /** How many requests asked since the last call of this, passed or refused, by store id: what shares are settled by. */
  takeDemand(): Readonly<Record<string, number>> {
    const asked = Object.fromEntries(this.#asked);
    this.#asked = new Map();
    return asked;
  }

  /**
   * Takes one request from each of the stores (the same one may stand twice: ReEncrypt), or none.
   * @returns the store whose quota is used up, undefined when the request may pass
   */
  take(...stores: readonly Pick<KeyStore, "id" | "quotaPerSecond">[]): string | undefined {
    const now = Math.floor(this.#clock.monotonic());
    for (const { id } of stores) this.#asked.set(id, (this.#asked.get(id) ?? 0) + 1);
    for (const store of stores) {
      const share = this.#shares[store.id] ?? this.#defaultShare;
      let wanted = 0;
      for (const { id } of stores) if (id === store.id) wanted++;
      if (this.#windowOf(store.id, now).count(now) + wanted > Math.round(store.quotaPerSecond * share)) return store.id;
    }
    for (const { id } of stores) this.#windowOf(id, now).add();
    return undefined;
  }

  #windowOf(id: string, now: number): Window {
    const present = this.#windows.get(id);
    if (present) return present;
    if (this.#windows.size >= manyWindows) {
      for (const [other, window] of this.#windows) if (window.quiet(now)) this.#windows.delete(other);
    }
    const window = new Window(now);
    this.#windows.set(id, window);
    return window;
  }
}
