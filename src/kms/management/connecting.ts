/**
 * Connecting a key store: one GetHealthStatus decides between CONNECTED and FAILED. It runs by itself after
 * ConnectCustomKeyStore has answered, and again after a restart for every store that was left CONNECTING.
 */
import { askHealth, connectionErrorOf, type Health } from "./ask-health.ts";
import { NoDataPlane } from "../data-planes.ts";
import { newUuid } from "../../lib/uuid.ts";
import { stateChanges } from "./connection-state.ts";
import type { CommittingParts } from "./management-parts.ts";
import type { ConnectionErrorCode } from "../../model/xks-failures.ts";
import type { KeyStore } from "../../model/key-store.ts";

/** How long to wait before asking again while no data plane is there to ask. */
const planeRetryMs = 1000;

/** Who asked for it; absent after a restart. */
export interface ConnectRequest {
  readonly requestId?: string;
  readonly callerArn?: string;
}

export class Connecting {
  readonly #parts: CommittingParts;
  readonly #connected: (keyStoreId: string) => void;
  #stopped = false;

  /** @param connected is told of each store that has become CONNECTED */
  constructor(parts: CommittingParts, connected: (keyStoreId: string) => void) {
    this.#parts = parts;
    this.#connected = connected;
  }

  /** Takes up a store in the state CONNECTING; returns at once. */
  begin(store: KeyStore, request: ConnectRequest = {}): void {
    void this.#connect(store, request).catch((error: unknown) => {
      this.#parts.log.error({ err: error, keyStoreId: store.id }, "connecting a key store ended unexpectedly");
    });
  }

  /** Takes up every store that a former run left CONNECTING. */
  resume(): void {
    this.#stopped = false;
    for (const store of this.#parts.directory.keyStores()) if (store.connectionState === "CONNECTING") this.begin(store);
  }

  /** Lets go of what is under way: the stores stay CONNECTING and are taken up by the next start. */
  stop(): void {
    this.#stopped = true;
  }

  async #connect(store: KeyStore, { requestId, callerArn }: ConnectRequest): Promise<void> {
    const { clock, log } = this.#parts;
    const purpose = {
      kmsOperation: "ConnectCustomKeyStore" as const,
      kmsRequestId: requestId ?? newUuid(clock),
      ...(callerArn === undefined ? {} : { callerArn }),
    };
    let health: Health | undefined;
    let errorCode: ConnectionErrorCode | undefined;
    try {
      health = await askHealth(this.#parts, store, purpose);
      errorCode = connectionErrorOf(health);
    } catch (error) {
      if (error instanceof NoDataPlane) {
        // A fresh request id: the attempt without a data plane has reached nobody.
        clock.after(planeRetryMs, () => this.#stopped || this.begin(store, callerArn === undefined ? {} : { callerArn }));
        return;
      }
      log.error({ err: error, keyStoreId: store.id }, "connecting a key store met an unexpected error");
      errorCode = "INTERNAL_ERROR";
    }
    if (this.#stopped) return;
    if (await this.#settle(store, errorCode, callerArn)) this.#connected(store.id);
  }

  /** Writes how it ended, unless the attempt was overtaken: disconnected or deleted in the meantime. Returns whether it is CONNECTED now. */
  async #settle(store: KeyStore, errorCode: ConnectionErrorCode | undefined, callerArn: string | undefined): Promise<boolean> {
    const { commits, resources, clock, log } = this.#parts;
    let ended: "connected" | "failed" | "overtaken" = "overtaken";
    await commits.transact(async () => {
      ended = "overtaken";
      const stored = await resources.read("key-store", store.id);
      const overtaken = stored?.value.connectionState !== "CONNECTING" || stored.value.stateChangedAt !== store.stateChangedAt;
      if (!stored || overtaken) return [];
      ended = errorCode === undefined ? "connected" : "failed";
      return stateChanges(stored, { state: errorCode === undefined ? "CONNECTED" : "FAILED", errorCode, at: clock.now(), callerArn });
    });
    log.info({ keyStoreId: store.id, name: store.name, errorCode }, `connecting the key store: ${ended}`);
    return (ended as string) === "connected";
  }
}
