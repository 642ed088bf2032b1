/** Fetches what a call demands: runs its searches, lists what Metrics Insights takes, and selects all series in one go. */
import type { MetricStore } from "../../store/metric-store.ts";
import { combineGroup, overRange, type Part, partsOf } from "../insights/combine.ts";
import { type Group, groupsOf, insightsSelector } from "../insights/groups.ts";
import { type InsightsQuery, maximumGroups } from "../insights/parse.ts";
import { maximumFound, search } from "../search.ts";
import type { Demands } from "./demands.ts";
import { type FetchedSeries, fetchSeries, type Range, type SeriesRequest } from "./fetch.ts";
import type { QueryMessage } from "./query.ts";
import type { TimeSeries } from "./values.ts";

/** What was found for one demand. */
export interface Fetched {
  readonly series: readonly TimeSeries[];
  readonly messages: readonly QueryMessage[];
}

/** What was found, under the demands' keys. */
export type Material = ReadonlyMap<string, Fetched>;

/** Series that are wanted, and what becomes of them once they are there. */
interface Order {
  readonly key: string;
  readonly requests: readonly SeriesRequest[];
  readonly finish: (fetched: readonly FetchedSeries[]) => Fetched;
}

/** Fetches all that is demanded. */
export async function fetchMaterial(store: MetricStore, demands: Demands, range: Range): Promise<Material> {
  const orders = [...metricOrders(demands), ...(await searchOrders(store, demands)), ...(await insightsOrders(store, demands))];
  const fetched = await fetchSeries(
    store,
    orders.flatMap(({ requests }) => requests),
    range,
  );
  const material = new Map<string, Fetched>();
  let at = 0;
  for (const { key, requests, finish } of orders) {
    material.set(key, finish(fetched.slice(at, at + requests.length)));
    at += requests.length;
  }
  return material;
}

const asTheyAre = (fetched: readonly FetchedSeries[]): Fetched => ({
  series: fetched.map(({ series }) => series),
  messages: fetched.flatMap(({ messages }) => messages),
});

function metricOrders({ metrics }: Demands): Order[] {
  return [...metrics].map(([key, { step, periodSeconds }]) => {
    const { namespace, metricName, dimensions, statistic, unit, label } = step.query;
    const origin = { namespace, metricName, dimensions, statistic, periodSeconds };
    return { key, requests: [{ origin, ...(unit !== undefined && { unit }), ...(label !== undefined && { label }) }], finish: asTheyAre };
  });
}

async function searchOrders(store: MetricStore, { searches }: Demands): Promise<Order[]> {
  return await Promise.all(
    [...searches].map(async ([key, { search: planned, periodSeconds }]): Promise<Order> => {
      const { metrics, truncated } = await search(store, planned.query);
      const messages = truncated ? [{ code: "MaxMetricsExceeded", value: `The search found more than ${maximumFound} metrics` }] : [];
      return {
        key,
        requests: metrics.map((metric) => ({ origin: { ...metric, statistic: planned.statistic, periodSeconds } })),
        finish: (fetched) => ({ series: fetched.map(({ series }) => series), messages }),
      };
    }),
  );
}

async function insightsOrders(store: MetricStore, { insights }: Demands): Promise<Order[]> {
  return await Promise.all(
    [...insights].map(async ([key, { step, periodSeconds }]): Promise<Order> => {
      const query = step.insights;
      const groups = groupsOf(query, await store.list(insightsSelector(query)));
      const parts = partsOf(query);
      const requests = groups.flatMap(({ series }) =>
        series.flatMap(({ namespace, metricName, dimensions, unit }) =>
          parts.map((statistic) => ({ origin: { namespace, metricName, dimensions, statistic, periodSeconds }, unit })),
        ),
      );
      return { key, requests, finish: (fetched) => finishInsights(query, groups, parts, fetched) };
    }),
  );
}

/** Puts the fetched series together by groups, orders the groups and keeps as many as the query may give. */
function finishInsights(
  query: InsightsQuery,
  groups: readonly Group[],
  parts: readonly Part[],
  fetched: readonly FetchedSeries[],
): Fetched {
  let at = 0;
  const combined = groups.map(({ values, series }) => {
    const byPart = new Map<Part, TimeSeries[]>(parts.map((part) => [part, []]));
    for (let i = 0; i < series.length; i++) {
      for (const part of parts) byPart.get(part)?.push((fetched[at++] as FetchedSeries).series);
    }
    const whole = combineGroup(query.function, byPart);
    return {
      series: query.groupBy.length === 0 ? whole : { ...whole, label: values.join(" ") },
      order: query.orderBy ? overRange(query.orderBy.function, byPart) : 0,
    };
  });
  const withData = combined.filter(({ series }) => series.values.length > 0);
  if (query.orderBy) {
    const direction = query.orderBy.descending ? -1 : 1;
    withData.sort((left, right) => (left.order - right.order) * direction);
  }
  return { series: withData.slice(0, query.limit ?? maximumGroups).map(({ series }) => series), messages: [] };
}
