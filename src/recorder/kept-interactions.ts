/**
 * Which interactions are kept with all their parts: every failure, everything slow, and of the other successes a few
 * per key store, operation and second. They wait in a bounded queue; what does not fit is dropped and counted.
 */
import type { Interaction } from "../model/interaction.ts";
import type { KmsRequest } from "../model/kms-request.ts";
import type { CryptoOperation, XksOperation } from "../model/xks-operation.ts";

/** The rule by which successes are sampled, as the console states it. */
export const defaultSampling = {
  /** Successes kept per key store, KMS operation, XKS operation and second. */
  successesPerSecond: 5,
  /** From this latency on every interaction is kept, ms. */
  slowMs: 200,
} as const;

export interface KeptInteractionsOptions {
  readonly successesPerSecond?: number;
  readonly slowMs?: number;
  /** How many may wait to be taken. Default 20,000. */
  readonly capacity?: number;
}

/** The first call of the proxy that a refused request would have led to. */
const firstXksOperation = {
  Encrypt: "Encrypt",
  Decrypt: "Decrypt",
  ReEncrypt: "Decrypt",
  GenerateDataKey: "Encrypt",
  GenerateDataKeyWithoutPlaintext: "Encrypt",
} as const satisfies { readonly [K in CryptoOperation]: XksOperation };

export class KeptInteractions {
  readonly #successesPerSecond: number;
  readonly #slowMs: number;
  readonly #capacity: number;
  /** Successes kept in the running second, by key store, then by both operations. */
  readonly #kept = new Map<string, Map<string, Map<string, number>>>();
  #second = 0;
  #waiting: Interaction[] = [];
  #dropped = 0;

  constructor(options: KeptInteractionsOptions = {}) {
    this.#successesPerSecond = options.successesPerSecond ?? defaultSampling.successesPerSecond;
    this.#slowMs = options.slowMs ?? defaultSampling.slowMs;
    this.#capacity = options.capacity ?? 20_000;
  }

  /** Keeps the interaction if it is one of those that are kept. */
  offer(interaction: Interaction): void {
    if (!interaction.failure && interaction.latencyMs < this.#slowMs && !this.#isSampled(interaction, "")) return;
    this.#keep(interaction);
  }

  /**
   * Keeps some of the requests that the key store's quota refused, sampled as successes are: a client that goes too fast is
   * refused thousands of times a second. They have no attempts, which tells them from a proxy that throttles.
   */
  offerRefusal(request: KmsRequest): void {
    if (request.outcome !== "throttled") return;
    const refusal: Interaction = {
      at: request.at,
      keyStoreId: request.keyStoreId,
      kmsOperation: request.operation,
      xksOperation: firstXksOperation[request.operation],
      kmsKeyArn: request.keyArn,
      callerArn: request.callerArn,
      kmsRequestId: request.requestId,
      latencyMs: 0,
      attempts: [],
      failure: { exceptionName: "ThrottlingException", detail: "refused by the key store's request quota, not sent to the XKS proxy" },
    };
    if (this.#isSampled(refusal, "refused ")) this.#keep(refusal);
  }

  /** What waits, at most `limit`, oldest first, and how many were dropped since the last call. */
  take(limit = Number.POSITIVE_INFINITY): { readonly interactions: readonly Interaction[]; readonly dropped: number } {
    const interactions = this.#waiting.length <= limit ? this.#waiting : this.#waiting.slice(0, limit);
    this.#waiting = this.#waiting.length <= limit ? [] : this.#waiting.slice(limit);
    const dropped = this.#dropped;
    this.#dropped = 0;
    return { interactions, dropped };
  }

  #keep(interaction: Interaction): void {
    if (this.#waiting.length >= this.#capacity) this.#dropped++;
    else this.#waiting.push(interaction);
  }

  /** Whether it is among the first of its kind in this second. */
  #isSampled(interaction: Interaction, kind: string): boolean {
    const second = Math.floor(interaction.at / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#kept.clear();
    }
    let ofStore = this.#kept.get(interaction.keyStoreId);
    if (!ofStore) this.#kept.set(interaction.keyStoreId, (ofStore = new Map()));
    let ofOperation = ofStore.get(interaction.kmsOperation);
    if (!ofOperation) ofStore.set(interaction.kmsOperation, (ofOperation = new Map()));
    const operation = kind + interaction.xksOperation;
    const kept = ofOperation.get(operation) ?? 0;
    if (kept >= this.#successesPerSecond) return false;
    ofOperation.set(operation, kept + 1);
    return true;
  }
}
