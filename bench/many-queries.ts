/**
 * One GetMetricData with 500 queries, each another series, three hours by the minute, request to last byte through the one port.
 *
 *     npm run build && npx tsx bench/many-queries.ts
 */
import { join } from "node:path";
import { openSqliteMetricStore } from "../src/engines/sqlite/metric-store.ts";
import { ManualClock } from "../src/lib/clock.ts";
import { startProduct, temporaryDirectory } from "../test/support/product.ts";
import { LastByteClient, plainRequest } from "./support/last-byte.ts";
import { median } from "./support/raw-load.ts";
import { jsonRequest } from "./support/requests.ts";
import { fill } from "./support/store-traffic.ts";
import { random } from "./support/traffic.ts";

const queryCount = 500;
const rangeSeconds = 3 * 3600;
const rounds = 30;

const now = Math.floor(Date.now() / 60_000) * 60;
const dataDirectory = temporaryDirectory();
const clock = new ManualClock((now - rangeSeconds) * 1000);
const store = await openSqliteMetricStore(join(dataDirectory, "metrics.db"), {
  clock,
  log: { info() {}, warn() {}, error: console.error },
});
const keyStoreIds = Array.from({ length: 30 }, (_, i) => `cks-${i}`);
await fill({ store, clock, keyStoreIds, from: now - rangeSeconds, to: now, stepSeconds: 60, mostCalls: 20, next: random(3) });
const series = (await store.list({ namespace: "AWS/KMS" })).slice(0, queryCount);
await store.close();

const product = await startProduct({ dataDirectory });
const client = new LastByteClient(product.address);
try {
  for (const [what, stats] of [
    ["simple statistics", ["Average", "Sum", "Maximum", "SampleCount"]],
    ["percentiles", ["p50", "p90", "p99", "p99.9"]],
  ] as const) {
    const MetricDataQueries = series.map(({ namespace, metricName, dimensions }, i) => ({
      Id: `q${i}`,
      MetricStat: {
        Metric: {
          Namespace: namespace,
          MetricName: metricName,
          Dimensions: dimensions.map(({ name, value }) => ({ Name: name, Value: value })),
        },
        Period: 60,
        Stat: stats[i % stats.length],
      },
    }));
    const input = { StartTime: now - rangeSeconds, EndTime: now, MetricDataQueries };
    const request = plainRequest(await jsonRequest(product, "monitoring", "GraniteServiceVersion20100801.GetMetricData", "1.0", input));
    const times: number[] = [];
    let body: Buffer = Buffer.alloc(0);
    for (let round = 0; round < 2 * rounds; round++) {
      const { ms, bodies } = await client.ask([request]);
      body = bodies[0] ?? body;
      if (round >= rounds) times.push(ms);
    }
    const { MetricDataResults: results } = JSON.parse(body.toString("utf8")) as { MetricDataResults: { Values: number[] }[] };
    const points = results.reduce((sum, { Values }) => sum + Values.length, 0);
    console.log(
      `${series.length} queries for ${what}, ${points} points, ${(body.length / 1e6).toFixed(2)} MB: ${median(times).toFixed(1)} ms (wanted: 150; best ${Math.min(...times).toFixed(1)})`,
    );
  }
} finally {
  client.close();
  await product.stop();
}
