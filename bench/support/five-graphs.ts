/** A key store with a year of traffic, and the five graphs that a browser asks for, as one signed request. */
import { join } from "node:path";
import { fiveGraph, graphIds } from "../../console/graph/five-graphs.ts";
import { combine, queriesOf } from "../../console/graph/metric-queries.ts";
import { openSqliteMetricStore } from "../../src/engines/sqlite/metric-store.ts";
import { ManualClock } from "../../src/lib/clock.ts";
import type { MetricStore } from "../../src/store/metric-store.ts";
import { type Product, temporaryDirectory } from "../../test/support/product.ts";
import { jsonRequest } from "./requests.ts";
import { fill } from "./store-traffic.ts";
import { random } from "./traffic.ts";

export const keyStoreId = "cks-1";
export const day = 86_400;

export interface FilledFolder {
  readonly dataDirectory: string;
  /** Series of the key store. */
  readonly series: number;
  /** Epoch second at which the traffic ends. */
  readonly now: number;
}

/**
 * A data folder with hours of traffic from `days` ago on and minutes in the last eight days.
 * @param look may read the store before it is closed
 */
export async function fillFolder(
  days: number,
  look: (store: MetricStore, now: number) => Promise<void> = async () => {},
): Promise<FilledFolder> {
  const now = Math.floor(Date.now() / 1000 / 3600) * 3600;
  const dataDirectory = temporaryDirectory();
  const clock = new ManualClock((now - days * day) * 1000);
  const log = { info() {}, warn() {}, error: console.error };
  const store = await openSqliteMetricStore(join(dataDirectory, "metrics.db"), { clock, log });
  const options = { store, clock, keyStoreIds: [keyStoreId], mostCalls: 40, next: random(7) };
  const minutesFrom = now - Math.min(days, 8) * day;
  await fill({ ...options, from: now - days * day, to: minutesFrom, stepSeconds: 3600 });
  await fill({ ...options, from: minutesFrom, to: now, stepSeconds: 60 });
  const series = (await store.list({ dimensions: [{ name: "CustomKeyStoreId", value: keyStoreId }] })).length;
  await look(store, now);
  await store.close();
  return { dataDirectory, series, now };
}

/** GetMetricData of the five graphs from `from` to `to` (epoch seconds), as the console asks it. */
export async function graphsRequest(product: Product, from: number, to: number, periodSeconds: number): Promise<Buffer> {
  const facts = { keyStoreId, region: product.region, quotaPerSecond: 1800 };
  const queries = combine(graphIds.map((id) => queriesOf(fiveGraph(id, facts), periodSeconds)));
  const input = { StartTime: from, EndTime: to, MetricDataQueries: queries };
  return jsonRequest(product, "monitoring", "GraniteServiceVersion20100801.GetMetricData", "1.0", input);
}
