/** Interactions in memory: the contract's plainest reading, for tests and as the oracle of `interaction-log-suite`. */
import type { Interaction } from "../model/interaction.ts";
import type { InteractionFilter, InteractionLog, InteractionPage, KeptInteraction } from "./interaction-log.ts";
import { defaultInteractionLimits, type InteractionLimits, placeOf, tokenOf } from "./interaction-paging.ts";

const dayMs = 86_400_000;

export class MemoryInteractionLog implements InteractionLog {
  readonly #limits: InteractionLimits;
  #kept: readonly KeptInteraction[] = [];
  #lastId = 0;

  /** Bytes are counted as JSON text. */
  constructor(limits: InteractionLimits = defaultInteractionLimits) {
    this.#limits = limits;
  }

  async append(interactions: readonly Interaction[]): Promise<void> {
    this.#kept = [...this.#kept, ...interactions.map((interaction) => ({ ...structuredClone(interaction), id: ++this.#lastId }))];
  }

  async find(
    filter: InteractionFilter,
    page: InteractionPage,
  ): Promise<{ readonly interactions: readonly KeptInteraction[]; readonly next?: string }> {
    const orderedBy = (kept: KeptInteraction): number => (page.order === "newest" ? kept.at : kept.latencyMs);
    const place = placeOf(page);
    const rest = this.#kept
      .filter((kept) => matches(kept, filter))
      .filter((kept) => !place || orderedBy(kept) < place.by || (orderedBy(kept) === place.by && kept.id < place.id))
      .toSorted((a, b) => orderedBy(b) - orderedBy(a) || b.id - a.id);
    const interactions = structuredClone(rest.slice(0, page.limit));
    const last = interactions.at(-1);
    if (rest.length <= page.limit || !last) return { interactions };
    return { interactions, next: tokenOf(page.order, { by: orderedBy(last), id: last.id }) };
  }

  async expire(now: number): Promise<void> {
    const young = this.#kept.filter(({ at }) => at >= now - this.#limits.maximumDays * dayMs);
    let bytes = 0;
    let first = young.length;
    for (; first > 0; first--) {
      bytes += JSON.stringify(young[first - 1]).length;
      if (bytes > this.#limits.maximumBytes) break;
    }
    this.#kept = young.slice(first);
  }

  async close(): Promise<void> {
    this.#kept = [];
  }
}

function matches(kept: KeptInteraction, filter: InteractionFilter): boolean {
  return (
    is(kept.keyStoreId, filter.keyStoreId) &&
    (filter.from === undefined || kept.at >= filter.from) &&
    (filter.to === undefined || kept.at < filter.to) &&
    is(kept.kmsOperation, filter.kmsOperation) &&
    is(kept.xksOperation, filter.xksOperation) &&
    is(kept.failure?.exceptionName ?? "None", filter.exceptionName) &&
    (filter.minimumLatencyMs === undefined || kept.latencyMs >= filter.minimumLatencyMs) &&
    is(kept.kmsKeyArn, filter.kmsKeyArn) &&
    is(kept.callerArn, filter.callerArn) &&
    is(kept.kmsRequestId, filter.kmsRequestId)
  );
}

function is(value: string | undefined, wanted: string | undefined): boolean {
  return wanted === undefined || value === wanted;
}
