/** Whole calls over a store: periods, references, searches, Metrics Insights inside metric math. */
import { beforeEach, describe, expect, it } from "vitest";
import { ManualClock } from "../../lib/clock.ts";
import type { Series } from "../../model/metric.ts";
import { setOfValues } from "../../model/statistic-set.ts";
import { MemoryMetricStore } from "../../store/memory-metric-store.ts";
import { maximumFound } from "../search.ts";
import type { MetricQuery, Query } from "./query.ts";
import { runQueries } from "./run-queries.ts";

const now = Date.UTC(2026, 10, 24, 12) / 1000;
const from = now - 600;
let store = new MemoryMetricStore({ clock: new ManualClock() });

const series = (metricName: string, dimensions: Record<string, string> = {}): Series => ({
  namespace: "N",
  metricName,
  unit: "Count",
  dimensions: Object.entries(dimensions).map(([name, value]) => ({ name, value })),
});
const put = (of: Series, values: number[]) =>
  store.merge(values.map((value, i) => ({ series: of, second: from + i * 60, set: setOfValues([value]), resolution: 1 as const })));
beforeEach(async () => {
  store = new MemoryMetricStore({ clock: new ManualClock(now * 1000) });
  await put(series("a"), [1, 2, 3, 4, 5]);
  await put(series("calls", { Op: "x" }), [10, 20]);
  await put(series("calls", { Op: "y" }), [1, 2]);
});

const metric = (id: string, metricName: string, periodSeconds = 60): MetricQuery => ({
  id,
  namespace: "N",
  metricName,
  dimensions: [],
  statistic: "Sum",
  periodSeconds,
});
async function run(queries: Query[], ...wanted: string[]) {
  const results = await runQueries(store, queries, wanted, { from, to: now, now });
  return results.map(({ series, periodSeconds }) => ({ values: series.map(({ values }) => [...values]), periodSeconds }));
}

describe("an expression", () => {
  it("is computed at the longest period of what goes into it, through other expressions too", async () => {
    const queries = [metric("m1", "a"), metric("m2", "a", 300), { id: "e1", expression: "m1 * 2" }, { id: "e2", expression: "e1 + m2" }];
    expect(await run(queries, "e1", "e2")).toEqual([
      { values: [[2, 4, 6, 8, 10]], periodSeconds: 60 },
      { values: [[45]], periodSeconds: 300 },
    ]);
  });

  it("may name what comes after it", async () => {
    expect(await run([{ id: "e1", expression: "m1 + 1" }, metric("m1", "a")], "e1")).toEqual([
      { values: [[2, 3, 4, 5, 6]], periodSeconds: 60 },
    ]);
  });

  it("over nothing that has a period takes its own", async () => {
    const [result] = await run([{ id: "e1", expression: "TIME_SERIES(7)", periodSeconds: 120 }], "e1");
    expect(result).toEqual({ values: [[7, 7, 7, 7, 7]], periodSeconds: 120 });
  });

  it("has METRICS without other expressions", async () => {
    const queries = [metric("m1", "a"), { id: "e1", expression: "m1 * 100" }, { id: "e2", expression: "SUM(METRICS())" }];
    expect((await run(queries, "e2"))[0]?.values).toEqual([[1, 2, 3, 4, 5]]);
  });

  it("searches at its own period, the search's, or the longest beside it", async () => {
    const search = (period: string) => `SUM(SEARCH('{N,Op} calls', 'Sum'${period}))`;
    expect((await run([{ id: "e1", expression: search(", 60") }], "e1"))[0]?.values).toEqual([[11, 22]]);
    expect((await run([{ id: "e1", expression: search(""), periodSeconds: 120 }], "e1"))[0]?.values).toEqual([[33]]);
    expect((await run([metric("m1", "a", 300), { id: "e1", expression: `m1 + ${search(", 60")}` }], "e1"))[0]?.values).toEqual([[48]]);
  });

  it("works on a Metrics Insights query: a series without GROUP BY, an array with it", async () => {
    const insights = (more: string) => ({ id: "q1", expression: `SELECT SUM(calls) FROM SCHEMA(N, Op) ${more}`, periodSeconds: 60 });
    expect((await run([insights(""), { id: "e1", expression: "q1 * 2" }], "e1"))[0]?.values).toEqual([[22, 44]]);
    expect((await run([insights("GROUP BY Op"), { id: "e1", expression: "MAX(q1)" }], "e1"))[0]?.values).toEqual([[10, 20]]);
    const nothing = { ...insights(""), expression: "SELECT SUM(nothing) FROM N" };
    expect((await run([nothing, { id: "e1", expression: "SUM(q1)" }], "q1", "e1")).map(({ values }) => values)).toEqual([[], [[]]]);
  });
});

it("a search that finds too much gives as many as it may, and says so", async () => {
  await store.merge(
    Array.from({ length: maximumFound + 1 }, (_, i) => ({
      series: series("many", { Id: String(i) }),
      second: from,
      set: setOfValues([1]),
      resolution: 1 as const,
    })),
  );
  const queries = [{ id: "e1", expression: "SEARCH('{N,Id}', 'Sum', 60)" }];
  const [result] = await runQueries(store, queries, ["e1"], { from, to: now, now });
  expect(result?.series).toHaveLength(maximumFound);
  expect(result?.messages).toEqual([{ code: "MaxMetricsExceeded", value: "The search found more than 500 metrics" }]);
});
