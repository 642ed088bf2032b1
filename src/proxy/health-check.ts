/**
 * The deep health check of a key manager: really uses it, but not once for every question. An answer is never older than the
 * minute that the specification allows, and a manager that hangs cannot make the question hang.
 */
import type { Clock, Timer } from "../lib/clock.ts";
import { maximumHealthAgeMs } from "../xks/operations.ts";
import type { KeyManager, KeyManagerInstance } from "./key-manager.ts";

/** A result this young is answered as it is. */
const freshMs = 2_000;
/** The manager is used this often even if nobody asks, so that a slow one's result is at hand. */
const periodMs = 15_000;
/** How long a question waits for a new result: the KMS side gives 250 ms in all. */
const patienceMs = 150;

export class HealthCheck {
  readonly #manager: KeyManager;
  readonly #clock: Clock;
  readonly #timer: Timer;
  #last: { readonly at: number; readonly instances: readonly KeyManagerInstance[] } | undefined;
  #running: Promise<void> | undefined;

  constructor(manager: KeyManager, clock: Clock) {
    this.#manager = manager;
    this.#clock = clock;
    this.#timer = clock.every(periodMs, () => void this.#check());
  }

  /** One to ten instances; UNAVAILABLE where none could be asked in the last minute. */
  async instances(): Promise<readonly KeyManagerInstance[]> {
    if (this.#ageMs() > freshMs) await this.#waitFor(this.#check());
    if (this.#last && this.#ageMs() <= maximumHealthAgeMs) return this.#last.instances;
    const known = this.#last?.instances ?? [{ id: "key-manager", model: this.#manager.vendor, healthStatus: "UNAVAILABLE" as const }];
    return known.map((instance) => ({ ...instance, healthStatus: "UNAVAILABLE" as const }));
  }

  /** Whether any instance can serve traffic. */
  async works(): Promise<boolean> {
    return (await this.instances()).some((instance) => instance.healthStatus !== "UNAVAILABLE");
  }

  close(): void {
    this.#timer.cancel();
  }

  #ageMs(): number {
    return this.#last ? this.#clock.monotonic() - this.#last.at : Infinity;
  }

  #check(): Promise<void> {
    this.#running ??= this.#ask().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #ask(): Promise<void> {
    const instances = await this.#manager.checkHealth();
    this.#last = { at: this.#clock.monotonic(), instances: instances.slice(0, 10) };
  }

  async #waitFor(check: Promise<void>): Promise<void> {
    let timer: Timer | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = this.#clock.after(patienceMs, resolve);
    });
    await Promise.race([check, patience]);
    timer?.cancel();
  }
}
