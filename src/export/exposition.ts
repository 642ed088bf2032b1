/**
 * Prometheus' exposition: the metrics of external key stores from the metric store, and the figures of our own processes that
 * are handed in. Served at /metrics.
 */
import type { MetricStore } from "../store/metric-store.ts";
import { collectFamilies, type CollectOptions } from "./exposition/collect.ts";
import type { Family } from "./exposition/family.ts";
import { writeFamilies } from "./exposition/write.ts";

export type { Family } from "./exposition/family.ts";
export { expositionContentType } from "./exposition/write.ts";

/** The whole text of a scrape. `own` are figures of our own processes, e.g. memory and requests. */
export async function writeExposition(store: MetricStore, options: CollectOptions, own: readonly Family[] = []): Promise<string> {
  return writeFamilies([...(await collectFamilies(store, options)), ...own]);
}
