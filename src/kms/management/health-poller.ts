/**
 * The periodic health check: GetHealthStatus as KmsHealthCheck, at the interval, right after the start and right after
 * connecting. It gives the graphs their data when nobody calls, and the days that a certificate has left.
 *
 * Which stores: CONNECTED and FAILED ones. A DISCONNECTED store shows no data, says the guide; one that was never connected is
 * the same. CONNECTING asks by itself. A FAILED store goes on being checked, because its administrator wants to see when
 * the proxy answers again, and its certificate must not fall silent.
 */
import { askHealth, type Health } from "./ask-health.ts";
import { NoDataPlane } from "../data-planes.ts";
import { newUuid } from "../../lib/uuid.ts";
import type { Certificate } from "../../model/certificate.ts";
import type { CommittingParts } from "./management-parts.ts";
import type { ConnectionState, KeyStore } from "../../model/key-store.ts";
import { type KeyManagerState, keyManagerStates } from "../../model/health-check.ts";
import type { HealthAnswer } from "../../xks/calls.ts";
import type { KeyStoreHealth } from "../../model/key-store-health.ts";
import type { Timer } from "../../lib/clock.ts";

export const checkedStates: readonly ConnectionState[] = ["CONNECTED", "FAILED"];

const defaultIntervalSeconds = 60;
/** Between the first checks of stores that are new to the poller: their TLS handshakes must not come all at once. */
const staggerMs = 20;

export class HealthPoller {
  readonly #parts: CommittingParts;
  readonly #intervalMs: number;
  /** Monotonic ms of each store's next check; stores not seen yet are checked first. */
  readonly #next = new Map<string, number>();
  readonly #underWay = new Set<string>();
  #timer: Timer | undefined;

  constructor(parts: CommittingParts) {
    this.#parts = parts;
    this.#intervalMs = (parts.healthIntervalSeconds ?? defaultIntervalSeconds) * 1000;
  }

  start(): void {
    if (this.#timer) return;
    this.#tick();
    // Fine enough that stores spread over the interval, coarse enough to cost nothing.
    this.#timer = this.#parts.clock.every(Math.min(250, Math.max(50, this.#intervalMs / 20)), () => this.#tick());
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#next.clear();
  }

  /** Checks a store outside its turn, if checks are running and its state wants them. */
  checkNow(keyStoreId: string): void {
    const store = this.#parts.directory.keyStore(keyStoreId);
    if (!store || !this.#timer || !checkedStates.includes(store.connectionState)) return;
    this.#begin(store);
  }

  #tick(): void {
    const now = this.#parts.clock.monotonic();
    const seen = new Set<string>();
    let fresh = 0;
    for (const store of this.#parts.directory.keyStores()) {
      if (!checkedStates.includes(store.connectionState)) continue;
      seen.add(store.id);
      if (!this.#next.has(store.id)) this.#next.set(store.id, now + fresh++ * staggerMs);
      if ((this.#next.get(store.id) ?? now) <= now) this.#begin(store);
    }
    for (const id of this.#next.keys()) if (!seen.has(id)) this.#next.delete(id);
  }

  /** A check still under way when the next is due takes its place: one store's hang delays no other's. */
  #begin(store: KeyStore): void {
    this.#next.set(store.id, this.#nextTurn(store.id));
    if (this.#underWay.has(store.id)) return;
    this.#underWay.add(store.id);
    void this.#check(store)
      .catch((error: unknown) => {
        if (error instanceof NoDataPlane) this.#parts.log.warn({ keyStoreId: store.id }, "no data plane was there for a health check");
        else this.#parts.log.error({ err: error, keyStoreId: store.id }, "a health check ended unexpectedly");
      })
      .finally(() => this.#underWay.delete(store.id));
  }

  /** Each store has its own place in the interval, told by its id, so that many stores are not checked all at once. */
  #nextTurn(keyStoreId: string): number {
    const now = this.#parts.clock.monotonic();
    const place = (Number.parseInt(keyStoreId.slice(-6), 16) / 0x1000000) * this.#intervalMs;
    const turns = Math.floor((now - place) / this.#intervalMs) + 1;
    const next = turns * this.#intervalMs + place;
    // The first turn after a check outside its turn may be close; then it is left out.
    return next - now < this.#intervalMs / 4 ? next + this.#intervalMs : next;
  }

  async #check(store: KeyStore): Promise<void> {
    const { clock, directory, facts, resources } = this.#parts;
    const health = await askHealth(this.#parts, store, { kmsOperation: "KmsHealthCheck", kmsRequestId: newUuid(clock) });
    const before = (await resources.read("key-store-health", store.id))?.value;
    const now = directory.keyStore(store.id);
    if (!now || !checkedStates.includes(now.connectionState)) return;
    const at = clock.now();
    const kept = healthToKeep(store.id, at, health, before?.lastCertificate);
    facts.healthCheck({
      at,
      keyStoreId: store.id,
      credentialSetAt: now.credential.setAt,
      ...(kept.lastCertificate ? { certificate: kept.lastCertificate } : {}),
      ...(kept.answer ? { keyManagers: countStates(kept.answer.ekmFleetDetails) } : {}),
    });
    await resources.write([{ kind: "key-store-health", id: store.id, value: kept }]);
  }
}

/** @param last the certificate to go on with where this check saw none */
function healthToKeep(keyStoreId: string, at: number, health: Health, last: Certificate | undefined): KeyStoreHealth {
  const answer = health.is === "healthy" || health.is === "unhealthy" ? health.answer : undefined;
  const error = health.is === "failed" ? health.error : undefined;
  const lastCertificate = answer?.certificate ?? error?.certificate ?? last;
  return {
    keyStoreId,
    at,
    ...(answer ? { answer: withoutCertificate(answer) } : {}),
    ...(error ? { failure: error.failure } : {}),
    ...(lastCertificate ? { lastCertificate } : {}),
  };
}

/** The certificate is kept beside it. */
function withoutCertificate(answer: HealthAnswer): NonNullable<KeyStoreHealth["answer"]> {
  const { xksProxyFleetSize, xksProxyVendor, xksProxyModel, ekmVendor, ekmFleetDetails } = answer;
  return { xksProxyFleetSize, xksProxyVendor, xksProxyModel, ekmVendor, ekmFleetDetails };
}

function countStates(managers: readonly { readonly state: KeyManagerState }[]): Record<KeyManagerState, number> {
  const count = (wanted: KeyManagerState): number => managers.filter(({ state }) => state === wanted).length;
  return Object.fromEntries(keyManagerStates.map((state) => [state, count(state)])) as Record<KeyManagerState, number>;
}
