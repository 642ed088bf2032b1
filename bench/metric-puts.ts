/** Series a second that a store merges on one core, batches of 1,000 points as PutMetricData brings; against packing the same points. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSqliteMetricStore } from "../src/engines/sqlite/metric-store.ts";
import { ManualClock } from "../src/lib/clock.ts";
import type { MetricPoint, Series } from "../src/model/metric.ts";
import { setOfValue, setOfValues } from "../src/model/statistic-set.ts";
import { packBatch } from "../src/recorder/batch.ts";
import { median } from "./support/raw-load.ts";
import { random } from "./support/traffic.ts";

const seriesCount = 20_000;
const batchSize = 1000;
const rounds = 5;
const startMs = Date.UTC(2026, 10, 24, 12);

const folder = mkdtempSync(join(tmpdir(), "metric-puts-"));
const clock = new ManualClock(startMs);
const store = await openSqliteMetricStore(join(folder, "metrics.db"), { clock, log: { info() {}, warn() {}, error: console.error } });
const next = random(5);
const seriesOf = (i: number): Series => ({
  namespace: "Custom",
  metricName: "Requests",
  dimensions: [
    { name: "Host", value: `host-${i % 500}` },
    { name: "Path", value: `/path/${Math.floor(i / 500)}` },
  ],
  unit: "Count",
});
const puts: number[] = [];
const packs: number[] = [];
for (let round = 0; round < rounds; round++) {
  const second = Math.floor(clock.now() / 1000);
  // New objects each round, as a decoder makes them: series are found by their definition.
  const points: MetricPoint[] = Array.from({ length: seriesCount }, (_, i) => ({
    series: seriesOf(i),
    second,
    set: i % 4 === 0 ? setOfValues([next() * 100, next() * 100, next() * 100]) : setOfValue(Math.floor(next() * 1000)),
    resolution: 60,
  }));
  const packBegan = process.cpuUsage();
  for (let i = 0; i < seriesCount; i += batchSize) packBatch(points.slice(i, i + batchSize));
  packs.push(seconds(packBegan));
  const began = process.cpuUsage();
  for (let i = 0; i < seriesCount; i += batchSize) await store.merge(points.slice(i, i + batchSize));
  puts.push(seconds(began));
  await clock.advance(60_000);
  for (let i = 0; i < 2000; i++) await new Promise((resolve) => setImmediate(resolve));
}
await store.close();
rmSync(folder, { recursive: true });
const [first = 0] = puts;
const later = median(puts.slice(1));
console.log(
  `merging, series known: ${Math.round(seriesCount / later)} a second of processor time (goal with HTTP 50,000; ${(later / median(packs)).toFixed(1)} × packing them)`,
);
console.log(`merging, series new:   ${Math.round(seriesCount / first)} a second`);

function seconds(began: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1e6;
}
