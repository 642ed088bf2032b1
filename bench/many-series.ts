/**
 * Memory and disk of a metric store with 1,000 key stores of 60 series, each with a datapoint a minute. What waits in memory
 * is bounded, so some minutes show what a day does; `--minutes 1440` runs it in full. Goal: 600 MB.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSqliteMetricStore } from "../src/engines/sqlite/metric-store.ts";
import { ManualClock } from "../src/lib/clock.ts";
import type { MetricPoint, Series } from "../src/model/metric.ts";
import { setOfValue, setOfValues } from "../src/model/statistic-set.ts";
import { random } from "./support/traffic.ts";

const option = process.argv.indexOf("--minutes");
const minutes = option > 0 ? Number(process.argv[option + 1]) : 20;
const keyStores = 1000;
const seriesPerKeyStore = 60;

const folder = mkdtempSync(join(tmpdir(), "many-series-"));
/** Points in time are the test's, but steps of work end by the real clock. */
class FastClock extends ManualClock {
  override monotonic(): number {
    return performance.now();
  }
}

const clock = new FastClock(Date.UTC(2026, 10, 24, 12));
const store = await openSqliteMetricStore(join(folder, "metrics.db"), { clock, log: { info() {}, warn() {}, error: console.error } });
const next = random(11);
const baseline = process.memoryUsage().rss;
const series: Series[] = Array.from({ length: keyStores * seriesPerKeyStore }, (_, i) => ({
  namespace: "AWS/KMS",
  metricName: i % 3 === 0 ? "XksProxyLatency" : "SuccessfulRequest",
  dimensions: [
    { name: "CustomKeyStoreId", value: `cks-${Math.floor(i / seriesPerKeyStore)}` },
    { name: "KmsOperation", value: `Operation${i % seriesPerKeyStore}` },
  ],
  unit: i % 3 === 0 ? "Milliseconds" : "Count",
}));
let highest = 0;
let longestTurn = 0;
for (let minute = 0; minute < minutes; minute++) {
  for (let store1 = 0; store1 < keyStores; store1 += 100) {
    const second = Math.floor(clock.now() / 1000);
    const points = series.slice(store1 * seriesPerKeyStore, (store1 + 100) * seriesPerKeyStore).map(
      (one): MetricPoint => ({
        series: one,
        second,
        set: one.unit === "Count" ? setOfValue(1, Math.ceil(next() * 50)) : setOfValues([8 + next(), 9 + next(), 12 + 8 * next()]),
        resolution: 1,
      }),
    );
    await store.merge(points);
    await clock.advance(6000);
    for (let turn = 0; turn < 120; turn++) {
      const began = performance.now();
      await new Promise((resolve) => setImmediate(resolve));
      longestTurn = Math.max(longestTurn, performance.now() - began);
    }
    highest = Math.max(highest, process.memoryUsage().rss);
  }
}
const megabytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(0)} MB`;
console.log(
  `${series.length} series, ${minutes} minutes: at most ${megabytes(highest)} of memory (goal 600; ${megabytes(baseline)} of them before the first point)`,
);
console.log(`on disk ${megabytes(await store.size())}; longest turn of the loop ${longestTurn.toFixed(0)} ms`);
await store.close();
rmSync(folder, { recursive: true });
