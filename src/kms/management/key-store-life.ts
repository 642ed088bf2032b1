/** What happens to key stores and keys without anybody calling: connecting, health checks, what is due to go. */
import { Connecting, type ConnectRequest } from "./connecting.ts";
import { deleteDueKeys } from "./due-deletions.ts";
import { expireConnectionEvents } from "./expire-connection-events.ts";
import { HealthPoller } from "./health-poller.ts";
import type { CommittingParts } from "./management-parts.ts";
import type { KeyStore } from "../../model/key-store.ts";
import type { Timer } from "../../lib/clock.ts";

/** How often keys due for deletion are looked for. */
const deletionPeriodMs = 5000;
/** How often old connection events are looked for. */
const expiryPeriodMs = 86_400_000;

export class KeyStoreLife {
  readonly #parts: CommittingParts;
  readonly #poller: HealthPoller;
  readonly #connecting: Connecting;
  #timers: readonly Timer[] = [];
  #deleting = false;

  constructor(parts: CommittingParts) {
    this.#parts = parts;
    this.#poller = new HealthPoller(parts);
    this.#connecting = new Connecting(parts, (keyStoreId) => this.#poller.checkNow(keyStoreId));
  }

  /** Takes up stores left CONNECTING, starts health checks and deletions. The directory must be loaded. */
  start(): void {
    if (this.#timers.length > 0) return;
    const { clock } = this.#parts;
    this.#timers = [clock.every(deletionPeriodMs, () => this.#deleteDue()), clock.every(expiryPeriodMs, () => this.#expireEvents())];
    this.#connecting.resume();
    this.#poller.start();
    this.#deleteDue();
    this.#expireEvents();
  }

  /** Ends all of it; what is under way is let go and taken up by the next start. */
  stop(): void {
    this.#connecting.stop();
    this.#poller.stop();
    for (const timer of this.#timers) timer.cancel();
    this.#timers = [];
  }

  /** Connects a store in the state CONNECTING, without waiting for the end. */
  connect(store: KeyStore, request: ConnectRequest): void {
    this.#connecting.begin(store, request);
  }

  #deleteDue(): void {
    if (this.#deleting) return;
    this.#deleting = true;
    void deleteDueKeys(this.#parts)
      .catch((error: unknown) => this.#parts.log.error({ err: error }, "deleting keys that are due failed; it is tried again"))
      .finally(() => {
        this.#deleting = false;
      });
  }

  #expireEvents(): void {
    void expireConnectionEvents(this.#parts).catch((error: unknown) =>
      this.#parts.log.error({ err: error }, "dropping old connection events failed; it is tried again tomorrow"),
    );
  }
}
