/**
 * Prometheus' exposition: the metrics of external key stores from the metric store, and the figures of our own processes that
 * are handed in. Served at /metrics.
 */
import type { MetricStore } from "../store/metric-store.ts";
import { collectFamilies, type CollectOptions } from "./exposition/collect.ts";
import type { Family } from "./exposition/family.ts";

export type { Family } from "./exposition/family.ts";
export { expositionContentType, writeFamilies } from "./exposition/write.ts";

/** Everything that is exposed, at /metrics as by remote write. `own` are figures of our own processes. */
export async function exposedFamilies(store: MetricStore, options: CollectOptions, own: readonly Family[] = []): Promise<Family[]> {
  return [...(await collectFamilies(store, options)), ...own];
}
