/**
 * Several key managers as one: asked in their order of preference, the next one when one fails or takes too long. They must
 * hold the same keys where they hold a key of the same id, as the members of a cluster do; a key may also be in one alone.
 */
import type { Clock } from "../lib/clock.ts";
import { type XksErrorName, XksProxyError } from "../xks/errors.ts";
import type { Encryption, Eventually, KeyManager, KeyManagerInstance, KeyMetadata, RequestMetadata } from "./key-manager.ts";
import type { ProxyLog } from "./log.ts";

export interface NamedKeyManager {
  readonly name: string;
  readonly manager: KeyManager;
}

export interface FailOverOptions {
  readonly clock: Clock;
  readonly log: ProxyLog;
  /** How long one manager may take before the next is asked; the KMS side gives 250 ms in all. */
  readonly patienceMs?: number;
}

export const defaultPatienceMs = 100;
/** A manager that failed is asked after all others for this long. */
const avoidedMs = 5_000;

/** Failures that are the manager's own: another one may do better. */
const managersOwn: ReadonlySet<XksErrorName> = new Set([
  "InternalException",
  "DependencyTimeoutException",
  "ThrottlingException",
  "UnsupportedOperationException",
]);

/** One key manager of these; a single one is given back as it is. */
export function failOver(managers: readonly NamedKeyManager[], options: FailOverOptions): KeyManager {
  const [only] = managers;
  return only && managers.length === 1 ? only.manager : new FailOver(managers, options);
}

class FailOver implements KeyManager {
  readonly #managers: readonly NamedKeyManager[];
  readonly #clock: Clock;
  readonly #log: ProxyLog;
  readonly #patienceMs: number;
  readonly #avoidedUntil = new Map<string, number>();

  constructor(managers: readonly NamedKeyManager[], { clock, log, patienceMs = defaultPatienceMs }: FailOverOptions) {
    this.#managers = managers;
    this.#clock = clock;
    this.#log = log;
    this.#patienceMs = patienceMs;
  }

  get vendor(): string {
    return [...new Set(this.#managers.map(({ manager }) => manager.vendor))].join(", ");
  }

  encrypt(externalKeyId: string, plaintext: Uint8Array, aad: Uint8Array | undefined, metadata: RequestMetadata): Promise<Encryption> {
    return this.#first((manager) => manager.encrypt(externalKeyId, plaintext, aad, metadata));
  }

  decrypt(externalKeyId: string, encryption: Encryption, aad: Uint8Array | undefined, metadata: RequestMetadata): Promise<Uint8Array> {
    return this.#first((manager) => manager.decrypt(externalKeyId, encryption, aad, metadata));
  }

  getKeyMetadata(externalKeyId: string, metadata: RequestMetadata): Promise<KeyMetadata> {
    return this.#first((manager) => manager.getKeyMetadata(externalKeyId, metadata));
  }

  async checkHealth(): Promise<readonly KeyManagerInstance[]> {
    const all = await Promise.all(this.#managers.map(({ manager }) => manager.checkHealth()));
    return all.flat().slice(0, 10);
  }

  /** The managers belong to who made them. */
  async close(): Promise<void> {
    this.#avoidedUntil.clear();
  }

  /** The first answer that is the key's own, good or bad; else the failure that says most. */
  async #first<T>(ask: (manager: KeyManager) => Eventually<T>): Promise<T> {
    let absent: unknown;
    let failed: unknown;
    for (const { name, manager } of this.#inOrder()) {
      try {
        return await this.#inTime(ask(manager));
      } catch (error) {
        const errorName = error instanceof XksProxyError ? error.errorName : "InternalException";
        if (errorName === "KeyNotFoundException") absent = error;
        else if (managersOwn.has(errorName)) {
          failed = error;
          this.#avoid(name, error);
        } else throw error;
      }
    }
    // Nobody knows whether the one that failed has the key.
    throw failed ?? absent ?? new XksProxyError("InternalException", "This key store has no key manager.");
  }

  #inOrder(): readonly NamedKeyManager[] {
    if (this.#avoidedUntil.size === 0) return this.#managers;
    const now = this.#clock.monotonic();
    const isAvoided = ({ name }: NamedKeyManager) => (this.#avoidedUntil.get(name) ?? 0) > now;
    return [...this.#managers.filter((one) => !isAvoided(one)), ...this.#managers.filter(isAvoided)];
  }

  #avoid(name: string, error: unknown): void {
    const now = this.#clock.monotonic();
    if ((this.#avoidedUntil.get(name) ?? 0) <= now) {
      this.#log.warn(
        { keyManager: name, reason: error instanceof Error ? error.message : "unknown" },
        "key manager failed: others go first",
      );
    }
    this.#avoidedUntil.set(name, now + avoidedMs);
  }

  #inTime<T>(answer: Eventually<T>): Eventually<T> {
    if (!(answer instanceof Promise)) return answer;
    return new Promise((resolve, reject) => {
      const timer = this.#clock.after(this.#patienceMs, () =>
        reject(new XksProxyError("DependencyTimeoutException", `The key manager did not answer in ${this.#patienceMs} ms.`)),
      );
      void answer.then(resolve, reject).finally(() => timer.cancel());
    });
  }
}
