/**
 * The clock that is handed in wherever time, timers or randomness are used, so that tests own all three.
 * Durations are monotonic, points in time are wall time.
 */
import { randomBytes as cryptoRandomBytes } from "node:crypto";

/** A timer that can be taken back; cancelling twice is harmless. */
export interface Timer {
  cancel(): void;
}

/** Time, timers and randomness. */
export interface Clock {
  /** Wall time, milliseconds since the epoch. May jump or step back. */
  now(): number;
  /** Monotonic milliseconds with fraction, for durations only; its zero has no meaning. */
  monotonic(): number;
  /** Calls `act` once after `delayMs`. Does not keep the process alive. */
  after(delayMs: number, act: () => void): Timer;
  /** Calls `act` every `periodMs` until cancelled. Does not keep the process alive. */
  every(periodMs: number, act: () => void): Timer;
  /** `length` bytes from a cryptographic generator (in tests: from a seed). */
  randomBytes(length: number): Uint8Array;
}

/** The real clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(delayMs, act) {
    const timer = setTimeout(act, delayMs);
    timer.unref();
    return { cancel: () => clearTimeout(timer) };
  },
  every(periodMs, act) {
    const timer = setInterval(act, periodMs);
    timer.unref();
    return { cancel: () => clearInterval(timer) };
  },
  randomBytes: (length) => cryptoRandomBytes(length),
};

interface Waiting {
  readonly at: number;
  readonly order: number;
  readonly act: () => void;
  readonly periodMs?: number;
}

/** A clock for tests: time stands still until `advance` moves it; timers fire in order on the way. */
export class ManualClock implements Clock {
  #wall: number;
  #monotonic = 0;
  #order = 0;
  #seed = 1;
  readonly #waiting = new Set<Waiting>();

  /** @param startMs wall time at the start, milliseconds since the epoch */
  constructor(startMs = Date.UTC(2026, 10, 24, 12, 0, 0)) {
    this.#wall = startMs;
  }

  now(): number {
    return this.#wall;
  }

  monotonic(): number {
    return this.#monotonic;
  }

  after(delayMs: number, act: () => void): Timer {
    return this.#wait({ at: this.#monotonic + delayMs, order: this.#order++, act });
  }

  every(periodMs: number, act: () => void): Timer {
    return this.#wait({ at: this.#monotonic + periodMs, order: this.#order++, act, periodMs });
  }

  randomBytes(length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    for (let i = 0; i < length; i++) {
      this.#seed = (Math.imul(this.#seed, 1_664_525) + 1_013_904_223) >>> 0;
      bytes[i] = this.#seed >>> 24;
    }
    return bytes;
  }

  /** Moves both times forward by `ms`, firing due timers in order; lets promises settle between timers. */
  async advance(ms: number): Promise<void> {
    const end = this.#monotonic + ms;
    for (;;) {
      await settle();
      const next = this.#nextBy(end);
      if (!next) break;
      this.#move(Math.max(0, next.at - this.#monotonic));
      this.#waiting.delete(next);
      if (next.periodMs !== undefined) {
        // Re-armed under the same object's identity so that cancel() still finds it.
        Object.assign(next, { at: next.at + next.periodMs });
        this.#waiting.add(next);
      }
      next.act();
    }
    this.#move(end - this.#monotonic);
    await settle();
  }

  /** Sets the wall clock alone, as an administrator or NTP would; timers and durations do not notice. */
  setWall(ms: number): void {
    this.#wall = ms;
  }

  #wait(waiting: Waiting): Timer {
    this.#waiting.add(waiting);
    return { cancel: () => void this.#waiting.delete(waiting) };
  }

  #nextBy(end: number): Waiting | undefined {
    let next: Waiting | undefined;
    for (const waiting of this.#waiting) {
      if (waiting.at > end) continue;
      if (!next || waiting.at < next.at || (waiting.at === next.at && waiting.order < next.order)) next = waiting;
    }
    return next;
  }

  #move(ms: number): void {
    this.#wall += ms;
    this.#monotonic += ms;
  }
}

/** Lets all promise callbacks that are ready run. */
async function settle(): Promise<void> {
  for (let i = 0; i < 20; i++) await Promise.resolve();
}
