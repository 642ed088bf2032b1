/** One round of 10,000 alarms over 2,000 series, half of them on one minute, half on five; on the embedded engine. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AlarmEntry } from "../src/alarms/alarm-book.ts";
import { evaluateRound } from "../src/alarms/round.ts";
import { openSqliteMetricStore } from "../src/engines/sqlite/metric-store.ts";
import { ManualClock } from "../src/lib/clock.ts";
import type { MetricPoint } from "../src/model/metric.ts";
import { setOfValue } from "../src/model/statistic-set.ts";
import { median } from "./support/raw-load.ts";

const now = Date.UTC(2026, 10, 24, 12) / 1000;
const seriesWanted = 2000;
const alarmsWanted = 10_000;
const rounds = 9;
const statistics = ["Sum", "Average", "Maximum", "Minimum", "SampleCount"];

const dimensions = (i: number) => [{ name: "Store", value: `cks-${i % seriesWanted}` }];
const entryOf = (_: unknown, i: number): AlarmEntry => {
  const periodSeconds = i % 2 === 0 ? 60 : 300;
  const statistic = statistics[Math.floor(i / seriesWanted) % statistics.length] as string;
  return {
    alarm: {
      type: "metric",
      name: `alarm ${i}`,
      actionsEnabled: true,
      actions: { OK: [], ALARM: [], INSUFFICIENT_DATA: [] },
      configurationUpdatedAt: 0,
      metric: { namespace: "Bench", metricName: "Errors", dimensions: dimensions(i), statistic, periodSeconds },
      periodSeconds,
      evaluationPeriods: 3,
      comparisonOperator: "GreaterThanThreshold",
      threshold: 5,
    },
    status: { state: "OK", reason: "", updatedAt: 0, transitionedAt: 0 },
  };
};

const folder = mkdtempSync(join(tmpdir(), "alarms-"));
const store = await openSqliteMetricStore(join(folder, "metrics.db"), {
  clock: new ManualClock(now * 1000),
  log: { info() {}, warn() {}, error: console.error },
});
try {
  for (let minute = 30; minute > 0; minute--) {
    const points = Array.from(
      { length: seriesWanted },
      (_, i): MetricPoint => ({
        series: { namespace: "Bench", metricName: "Errors", dimensions: dimensions(i), unit: "Count" },
        second: now - minute * 60 + 30,
        set: setOfValue(i % 7, 3),
        resolution: 1,
      }),
    );
    await store.merge(points);
  }
  const entries = Array.from({ length: alarmsWanted }, entryOf);
  const times: number[] = [];
  let changed = 0;
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    // Ends of windows that five minutes do not divide: the five-minute alarms slide.
    changed = (await evaluateRound(entries, { store, end: now - 60 * (round % 2), now: now * 1000, unobserved: [] })).size;
    times.push(performance.now() - start);
  }
  console.log(`${alarmsWanted} alarms over ${seriesWanted} series, one round: ${median(times).toFixed(0)} ms (${changed} changed)`);
} finally {
  await store.close();
  rmSync(folder, { recursive: true });
}
