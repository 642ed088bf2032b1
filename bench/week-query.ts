/**
 * The store's part of five graphs: 30 series, a week at five minutes, all statistics that the graphs use; against summing as
 * many numbers in plain arrays. Then 455 days at an hour, and a percentile.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSqliteMetricStore } from "../src/engines/sqlite/metric-store.ts";
import { ManualClock } from "../src/lib/clock.ts";
import { type MetricRequest, select } from "../src/query/select.ts";
import { parseStatistic, type Statistic } from "../src/query/statistics.ts";
import type { StoredSeries } from "../src/store/metric-store.ts";
import { median } from "./support/raw-load.ts";
import { fill } from "./support/store-traffic.ts";
import { random } from "./support/traffic.ts";

const now = Date.UTC(2026, 10, 24, 12) / 1000;
const day = 86_400;
const seriesWanted = 30;
const rounds = 15;

const folder = mkdtempSync(join(tmpdir(), "week-query-"));
const clock = new ManualClock((now - 456 * day) * 1000);
const silent = { info() {}, warn() {}, error: console.error };
const store = await openSqliteMetricStore(join(folder, "metrics.db"), { clock, log: silent });
try {
  const next = random(7);
  const options = { store, clock, keyStoreIds: ["cks-1", "cks-2"], mostCalls: 60, next };
  await fill({ ...options, from: now - 456 * day, to: now - 8 * day, stepSeconds: 3600 });
  await fill({ ...options, from: now - 8 * day, to: now, stepSeconds: 60 });
  const all = [...(await store.list({}))].sort((a, b) => a.id - b.id).slice(0, seriesWanted);
  const weekly = all.map((series) => request(series, "Average", now - 7 * day, 300));
  await measure("30 series, a week at 5 minutes, one statistic", weekly);
  await measure(
    "… p99 of each",
    all.map((series) => request(series, "p99", now - 7 * day, 300)),
  );
  await measure("… five times (150 requests)", Array.from({ length: 5 }, () => weekly).flat());
  await measure(
    "30 series, 455 days at an hour",
    all.map((series) => request(series, "Average", now - 455 * day, 3600)),
  );
  await measure(
    "30 series, a week at one minute",
    all.map((series) => request(series, "Sum", now - 7 * day, 60)),
  );
  await fill({ ...options, keyStoreIds: ["cks-1"], from: now, to: now + 600, stepSeconds: 1 });
  await measure(
    "ten minutes at a second",
    all.map((series) => request(series, "Sum", now, 1, now + 600)),
  );
} finally {
  await store.close();
  rmSync(folder, { recursive: true });
}

function request(series: StoredSeries, statistic: string, from: number, periodSeconds: number, to = now): MetricRequest {
  return { ...series, statistic: parseStatistic(statistic) as Statistic, periodSeconds, from, to };
}

async function measure(what: string, requests: readonly MetricRequest[]): Promise<void> {
  const at = Math.floor(clock.now() / 1000);
  const times: number[] = [];
  const bare: number[] = [];
  let values = 0;
  for (let round = 0; round < rounds; round++) {
    const began = process.cpuUsage();
    const found = await select(store, requests, { now: at });
    times.push(process.cpuUsage(began).user / 1000);
    values = found.reduce((sum, one) => sum + one.values.length, 0);
    const numbers = Array.from({ length: values }, (_, i) => i / 7);
    const bareBegan = process.cpuUsage();
    const sums = new Float64Array(values);
    for (let i = 0; i < values; i++) sums[i] = (numbers[i] as number) + 1;
    bare.push(process.cpuUsage(bareBegan).user / 1000);
  }
  console.log(
    `${what}: ${median(times).toFixed(1)} ms for ${values} values (${(median(times) / median(bare)).toFixed(0)} × copying them, ${median(bare).toFixed(2)} ms)`,
  );
}
