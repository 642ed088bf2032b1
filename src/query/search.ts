/**
 * SEARCH: finds metrics by `{Namespace,Dimension,…} terms`. Read by search/parse, matched by search/match; every metric that
 * has data in the store can be found, however old.
 */
import type { Dimension } from "../model/metric.ts";
import type { MetricStore } from "../store/metric-store.ts";
import { matches, selectorOf } from "./search/match.ts";
import type { SearchQuery } from "./search/parse.ts";

export { parseSearch, type SearchQuery } from "./search/parse.ts";

/** A metric as CloudWatch knows it: a series without its unit. */
export interface FoundMetric {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: readonly Dimension[];
}

/** As many series as one search gives at most. */
export const maximumFound = 500;

/** The metrics that a search finds, each once, by name and dimensions, and whether there were more than it may give. */
export async function search(store: MetricStore, query: SearchQuery): Promise<{ metrics: readonly FoundMetric[]; truncated: boolean }> {
  const found = new Map<string, FoundMetric>();
  for (const series of await store.list(selectorOf(query))) {
    if (!matches(query, series)) continue;
    const { namespace, metricName, dimensions } = series;
    found.set(JSON.stringify([namespace, metricName, dimensions]), { namespace, metricName, dimensions });
  }
  const ordered = [...found].sort(([left], [right]) => (left < right ? -1 : Number(left > right))).map(([, metric]) => metric);
  return { metrics: ordered.slice(0, maximumFound), truncated: ordered.length > maximumFound };
}
