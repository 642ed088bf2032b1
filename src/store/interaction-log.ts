/**
 * Keeping interactions: the contract that every engine and the in-memory log fulfil (store/interaction-log-suite is its
 * test). Holds at most a number of bytes and of days; the oldest go first.
 */
import type { Interaction } from "../model/interaction.ts";
import type { KmsOperation, XksOperation } from "../model/xks-operation.ts";

/** A kept entry: an interaction, or a request that the key store's quota refused. */
export type KeptInteraction = Interaction & {
  /** Rises with arrival; the token of paging. */
  readonly id: number;
};

export interface InteractionFilter {
  readonly keyStoreId?: string;
  /** Epoch ms, inclusive. */
  readonly from?: number;
  /** Epoch ms, exclusive. */
  readonly to?: number;
  readonly kmsOperation?: KmsOperation;
  readonly xksOperation?: XksOperation;
  /** "None" for successes only. */
  readonly exceptionName?: string;
  readonly minimumLatencyMs?: number;
  readonly kmsKeyArn?: string;
  readonly callerArn?: string;
  readonly kmsRequestId?: string;
}

export interface InteractionPage {
  readonly order: "newest" | "slowest";
  /** 1–500. */
  readonly limit: number;
  /** `next` of the page before. */
  readonly after?: string;
}

export interface InteractionLog {
  append(interactions: readonly Interaction[]): Promise<void>;
  find(
    filter: InteractionFilter,
    page: InteractionPage,
  ): Promise<{ readonly interactions: readonly KeptInteraction[]; readonly next?: string }>;
  /** Drops what is too old at `now` (epoch ms) or too much. */
  expire(now: number): Promise<void>;
  close(): Promise<void>;
}
