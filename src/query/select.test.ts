import { describe, expect, it } from "vitest";
import { ManualClock } from "../lib/clock.ts";
import type { Series, Unit } from "../model/metric.ts";
import { setOfValue, setOfValues } from "../model/statistic-set.ts";
import { MemoryMetricStore } from "../store/memory-metric-store.ts";
import { type MetricRequest, select, tierFor, unitsOf } from "./select.ts";
import { parseStatistic, type Statistic } from "./statistics.ts";

const nowMs = Date.UTC(2026, 10, 24, 12, 0, 30);
const now = nowMs / 1000;
const hour = 3600;
const day = 24 * hour;

const series = (unit: Unit = "Count"): Series => ({
  namespace: "Custom",
  metricName: "m",
  dimensions: [
    { name: "a", value: "1" },
    { name: "b", value: "2" },
  ],
  unit,
});
const request = (members: Partial<MetricRequest> & { readonly stat?: string } = {}): MetricRequest => ({
  namespace: "Custom",
  metricName: "m",
  dimensions: series().dimensions,
  statistic: parseStatistic(members.stat ?? "SampleCount") as Statistic,
  periodSeconds: 60,
  from: now - hour,
  to: now + 60,
  ...members,
});

async function storeWith(ages: readonly number[], unit?: Unit): Promise<MemoryMetricStore> {
  const store = new MemoryMetricStore({ clock: new ManualClock(nowMs) });
  await store.merge(ages.map((age) => ({ series: series(unit), second: now - age, set: setOfValue(2), resolution: 1 })));
  return store;
}
const ages = async (store: MemoryMetricStore, members: Partial<MetricRequest>): Promise<number[]> => {
  const [found] = await select(store, [request(members)], { now });
  return Array.from(found?.timestamps ?? [], (at) => now - at);
};

describe("select", () => {
  it("puts datapoints at the starts of periods that are multiples of the epoch", async () => {
    const store = await storeWith([10, 45, 100]);
    expect(await ages(store, {})).toEqual([150, 90, 30]);
    expect(await ages(store, { periodSeconds: 1 })).toEqual([100, 45, 10]);
    expect(await ages(store, { periodSeconds: 5 })).toEqual([100, 45, 10]);
    expect(await ages(store, { periodSeconds: hour })).toEqual([hour + 30, 30]);
  });

  it("includes the start and excludes the end", async () => {
    const store = await storeWith([90, 60, 30]);
    expect(await ages(store, { periodSeconds: 1, from: now - 90, to: now - 30 })).toEqual([90, 60]);
  });

  it("gives the whole period that holds the start", async () => {
    const store = await storeWith([1800]);
    expect(await ages(store, { periodSeconds: hour, from: now - 600 })).toEqual([hour + 30]);
    expect(await ages(store, { periodSeconds: hour, from: now - 30 })).toEqual([]);
  });

  it("answers from what the period's tier still keeps, and only that part of the range", async () => {
    const store = await storeWith([2 * hour, 5 * hour, 10 * day, 30 * day, 100 * day]);
    const counts = async (periodSeconds: number): Promise<number> => (await ages(store, { periodSeconds, from: now - 200 * day })).length;
    expect(await counts(1)).toBe(1);
    expect(await counts(30)).toBe(1);
    expect(await counts(60)).toBe(3);
    expect(await counts(120)).toBe(3);
    expect(await counts(300)).toBe(4);
    expect(await counts(3600)).toBe(5);
    expect(await counts(7200)).toBe(5);
    expect(await counts(30 * day)).toBeGreaterThan(0);
  });

  it("reads the coarsest tier that divides the period", () => {
    expect([1, 30, 60, 180, 300, 900, 3600, 7200, 86_400].map((period) => tierFor(period).grainSeconds)).toEqual([
      1, 1, 60, 60, 300, 300, 3600, 3600, 3600,
    ]);
  });

  it("knows a metric by exactly its dimensions, in any order", async () => {
    const store = await storeWith([10]);
    const [same, fewer, more, none] = await select(
      store,
      [
        request({ dimensions: [...series().dimensions].reverse() }),
        request({ dimensions: series().dimensions.slice(1) }),
        request({ dimensions: [...series().dimensions, { name: "c", value: "3" }] }),
        request({ metricName: "other" }),
      ],
      { now },
    );
    expect([same, fewer, more, none].map((found) => found?.timestamps.length)).toEqual([1, 0, 0, 0]);
    expect(none).not.toHaveProperty("unit");
  });

  it("chooses the first of several units and tells of all", async () => {
    const store = await storeWith([10], "Seconds");
    await store.merge([{ series: series("Milliseconds"), second: now - 10, set: setOfValues([1, 2, 3]), resolution: 1 }]);
    const [any, asked, missing] = await select(store, [request(), request({ unit: "Seconds" }), request({ unit: "Bytes" })], { now });
    expect(any).toMatchObject({ unit: "Milliseconds", multipleUnits: ["Milliseconds", "Seconds"], values: Float64Array.of(3) });
    expect(asked).toMatchObject({ unit: "Seconds", values: Float64Array.of(1) });
    expect(asked).not.toHaveProperty("multipleUnits");
    expect(missing?.values.length).toBe(0);
    expect(await unitsOf(store, request())).toEqual(["Milliseconds", "Seconds"]);
  });

  it("answers requests of different ranges, periods and statistics in their order", async () => {
    const store = await storeWith([10, 20, 400]);
    const found = await select(
      store,
      [request({ stat: "p50" }), request({ periodSeconds: 300 }), request({ stat: "Sum" }), request({ stat: "tc50", from: now - 100 })],
      { now },
    );
    expect(found.map((one) => [...one.values])).toEqual([[2, 2], [1, 2], [2, 4], [1]]);
  });
});
