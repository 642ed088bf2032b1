/** The key managers that are open, as the configuration has them now: unchanged ones stay open over a reload. */
import type { Clock } from "../lib/clock.ts";
import type { KeyManagerSettings } from "./key-managers.ts";
import { defaultPatienceMs, failOver, type NamedKeyManager } from "./fail-over.ts";
import { HealthCheck } from "./health-check.ts";
import type { KeyManager, KeyManagerInstance } from "./key-manager.ts";
import type { ProxyLog } from "./log.ts";

/** Requests under way may still use a manager that the configuration has no more. */
const farewellMs = 5_000;

export interface KeyManagerSetOptions {
  readonly dataDir: string;
  readonly clock: Clock;
  readonly log: ProxyLog;
}

/** A group of managers that a key store uses, and its health. */
export interface ManagerGroup {
  readonly manager: KeyManager;
  readonly health: HealthCheck;
}

interface Open {
  readonly fingerprint: string;
  readonly manager: KeyManager;
}

export class KeyManagerSet {
  readonly #options: KeyManagerSetOptions;
  readonly #open = new Map<string, Open>();
  readonly #groups = new Map<string, ManagerGroup>();

  constructor(options: KeyManagerSetOptions) {
    this.#options = options;
  }

  /** Opens what is new and lets go of what is gone. @throws ProxyStartError */
  take(settings: readonly KeyManagerSettings[]): void {
    const { clock } = this.#options;
    const wanted = new Map(settings.map((one) => [one.name, one]));
    const changed = [...this.#open].filter(([name, { fingerprint }]) => wanted.get(name)?.fingerprint !== fingerprint);
    for (const [name, { manager }] of changed) {
      this.#open.delete(name);
      clock.after(farewellMs, () => void manager.close());
    }
    for (const one of settings) {
      if (!this.#open.has(one.name)) this.#open.set(one.name, { fingerprint: one.fingerprint, manager: one.open(this.#options) });
    }
    for (const { health } of this.#groups.values()) health.close();
    this.#groups.clear();
  }

  /** The managers of these names as one, in this order. */
  group(names: readonly string[], patienceMs = defaultPatienceMs): ManagerGroup {
    const key = `${patienceMs} ${names.join(" ")}`;
    const known = this.#groups.get(key);
    if (known) return known;
    const { clock, log } = this.#options;
    const members: NamedKeyManager[] = names.flatMap((name) => {
      const open = this.#open.get(name);
      return open ? [{ name, manager: open.manager }] : [];
    });
    const manager = failOver(members, { clock, log, patienceMs });
    const group = { manager, health: new HealthCheck(manager, clock) };
    this.#groups.set(key, group);
    return group;
  }

  /** Whether any manager can serve. */
  async works(): Promise<boolean> {
    const answers = await Promise.all([...this.#groups.values()].map(({ health }) => health.works()));
    return answers.some(Boolean);
  }

  /** All instances of all managers in use, each once. */
  async instances(): Promise<readonly KeyManagerInstance[]> {
    const answers = await Promise.all([...this.#groups.values()].map(({ health }) => health.instances()));
    return [...new Map(answers.flat().map((instance) => [instance.id, instance])).values()];
  }

  async close(): Promise<void> {
    for (const { health } of this.#groups.values()) health.close();
    await Promise.all([...this.#open.values()].map(({ manager }) => manager.close()));
    this.#open.clear();
  }
}
