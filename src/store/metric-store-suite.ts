/** The contract of MetricStore as tests: every engine, and the in-memory store, passes it. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ManualClock } from "../lib/clock.ts";
import type { MetricPoint, Series } from "../model/metric.ts";
import { merge, setOfSummary, setOfValue, setOfValues, type StatisticSet } from "../model/statistic-set.ts";
import { type Columns, type MetricStore, tiers } from "./metric-store.ts";
import { SeriesLimitExceeded } from "./series-index.ts";

/** What a suite's run needs of an engine. */
export interface MetricStoreHarness {
  /** A store over the same place as before, or over an empty one on the first call of a test. */
  open(clock: ManualClock, seriesLimit?: number): Promise<MetricStore>;
  cleanUp(): Promise<void>;
  /** Whether what was merged is found again after close and open. */
  readonly durable: boolean;
}

const startMs = Date.UTC(2026, 10, 24, 12);
const start = startMs / 1000;
const day = 86_400;

/** A latency series of a key store of the test's choice. */
export function sampleSeries(members: Partial<Series> = {}): Series {
  return {
    namespace: "AWS/KMS",
    metricName: "XksProxyLatency",
    dimensions: [
      { name: "CustomKeyStoreId", value: "cks-1" },
      { name: "KmsOperation", value: "Encrypt" },
    ],
    unit: "Milliseconds",
    ...members,
  };
}

const point = (series: Series, second: number, set: StatisticSet, resolution: 1 | 60 = 1): MetricPoint => ({
  series,
  second,
  set,
  resolution,
});

export function describeMetricStore(name: string, makeHarness: () => MetricStoreHarness): void {
  describe(`${name} as a MetricStore`, () => {
    let harness: MetricStoreHarness;
    let clock: ManualClock;
    let store: MetricStore;

    beforeEach(async () => {
      harness = makeHarness();
      clock = new ManualClock(startMs);
      store = await harness.open(clock);
    });
    afterEach(async () => {
      await store.close();
      await harness.cleanUp();
    });

    const idOf = async (series: Series): Promise<number> => {
      const { namespace, metricName, dimensions } = series;
      const found = await store.list({ namespace, metricName, dimensions, exactDimensions: true });
      return found.find((candidate) => candidate.unit === series.unit)?.id ?? -1;
    };
    const read = async (
      series: Series,
      from: number,
      to: number,
      periodSeconds: number,
      grainSeconds = periodSeconds,
    ): Promise<Columns> => {
      const seriesIds = [await idOf(series)];
      const [columns] = await store.read({ seriesIds, from, to, periodSeconds, grainSeconds, histograms: true });
      return columns as Columns;
    };
    const counts = (columns: Columns): [number, number][] =>
      Array.from(columns.starts, (at, i) => [at - start, columns.sampleCounts[i] as number]);

    it("gives back what was merged, at the second and in every tier", async () => {
      const series = sampleSeries();
      await store.merge([point(series, start - 61, setOfValues([5, 7])), point(series, start - 60, setOfValue(9))]);
      expect(counts(await read(series, start - 120, start, 1))).toEqual([
        [-61, 2],
        [-60, 1],
      ]);
      for (const { grainSeconds } of tiers.slice(1)) {
        const from = Math.floor((start - 120) / grainSeconds) * grainSeconds;
        const columns = await read(series, from, from + 2 * grainSeconds, grainSeconds);
        expect(columns.sampleCounts.reduce((a, b) => a + b, 0)).toBe(3);
        expect(columns.sums.reduce((a, b) => a + b, 0)).toBe(21);
        expect(Math.min(...columns.minimums)).toBe(5);
        expect(Math.max(...columns.maximums)).toBe(9);
      }
    });

    it("adds to what is there: statistics and histograms", async () => {
      const series = sampleSeries();
      await store.merge([point(series, start - 5, setOfValues([10, 20]))]);
      await store.merge([point(series, start - 5, setOfValues([20, 400]))]);
      const columns = await read(series, start - 60, start, 60);
      const expected = setOfValues([10, 20, 20, 400]);
      expect(counts(columns)).toEqual([[-60, 4]]);
      expect(columns.sums[0]).toBe(450);
      expect(columns.minimums[0]).toBe(10);
      expect(columns.maximums[0]).toBe(400);
      expect(columns.spreads?.[0]).toEqual(expected.spread);
    });

    it("keeps every kind of spread apart", async () => {
      const sets: StatisticSet[] = [
        setOfValue(3, 4),
        setOfValues([0, 1, 1]),
        setOfValues([0, 0.5, 12.25], [1, 2.5, 1]),
        setOfSummary({ sampleCount: 5, sum: 40, minimum: 2, maximum: 11 }),
        setOfValues([-2, 4]),
        setOfValues([1e-9, 1 / 3, 7e12]),
      ];
      const series = sampleSeries();
      await store.merge(sets.map((set, i) => point(series, start - 10 + i, set)));
      const columns = await read(series, start - 10, start, 1);
      expect(columns.spreads).toEqual(sets.map((set) => set.spread));
      expect([...columns.sums]).toEqual(sets.map((set) => set.sum));
    });

    it("leaves spreads out where they are not asked for", async () => {
      await store.merge([point(sampleSeries(), start - 1, setOfValues([1, 2]))]);
      const request = { seriesIds: [1], from: start - 60, to: start, periodSeconds: 60, grainSeconds: 60, histograms: false };
      expect((await store.read(request))[0]).not.toHaveProperty("spreads");
    });

    it("reads any period from a tier that divides it", async () => {
      const series = sampleSeries();
      const seconds = Array.from({ length: 600 }, (_, i) => start - 600 + i);
      await store.merge(seconds.map((second, i) => point(series, second, setOfValue(i))));
      for (const periodSeconds of [1, 5, 10, 30, 60, 120, 300, 600]) {
        const columns = await read(series, start - 600, start, periodSeconds, 1);
        expect(columns.starts.length).toBe(600 / periodSeconds);
        expect(columns.sums.reduce((a, b) => a + b, 0)).toBe((599 * 600) / 2);
      }
    });

    it("drops a batch that it has already", async () => {
      const series = sampleSeries();
      const batch = [point(series, start - 1, setOfValue(1))];
      await store.merge(batch, { id: "plane-a", sequence: 1 });
      await store.merge(batch, { id: "plane-a", sequence: 1 });
      await store.merge(batch, { id: "plane-b", sequence: 1 });
      await store.merge(batch, { id: "plane-a", sequence: 2 });
      await store.merge(batch, { id: "plane-a", sequence: 1 });
      expect(counts(await read(series, start - 60, start, 60))).toEqual([[-60, 3]]);
    });

    it("merges late data into the tiers that still cover it, and drops what none covers", async () => {
      const series = sampleSeries();
      const ages = [3600, 4 * 3600, 14 * day, 40 * day, 400 * day, 500 * day];
      await store.merge(ages.map((age) => point(series, start - age, setOfValue(1))));
      const ageOf = async (grain: number): Promise<number[]> => {
        const from = Math.floor((start - 600 * day) / grain) * grain;
        const to = from + 601 * day;
        // In parts: a read as wide as that at one second is nothing anybody asks for.
        const found: number[] = [];
        for (let at = from; at < to; at += 30_000 * grain)
          found.push(...(await read(series, at, Math.min(to, at + 30_000 * grain), grain)).starts);
        return found.map((second) => start - second).reverse();
      };
      expect(await ageOf(60)).toEqual([3600, 4 * 3600, 14 * day]);
      expect(await ageOf(300)).toEqual([3600, 4 * 3600, 14 * day, 40 * day]);
      expect(await ageOf(3600)).toEqual([3600, 4 * 3600, 14 * day, 40 * day, 400 * day]);
      expect(counts(await read(series, start - 3600, start, 1))).toEqual([[-3600, 1]]);
      expect(counts(await read(series, start - 4 * 3600, start - 4 * 3600 + 60, 1))).toEqual([]);
    });

    it("shows standard-resolution data at the minute only", async () => {
      const series = sampleSeries();
      await store.merge([point(series, start - 17, setOfValue(1), 60), point(series, start - 3, setOfValue(1), 60)]);
      expect(counts(await read(series, start - 60, start, 1))).toEqual([[-60, 2]]);
    });

    it("takes seconds in any order and a clock that was set back", async () => {
      const series = sampleSeries();
      for (const second of [start + 100, start - 3, start - 7, start - 3, start + 7200])
        await store.merge([point(series, second, setOfValue(1))]);
      clock.setWall(startMs - 3_600_000);
      await store.merge([point(series, start - 3600, setOfValue(1))]);
      expect(counts(await read(series, start - 3600, start + 7201, 1))).toEqual([
        [-3600, 1],
        [-7, 1],
        [-3, 2],
        [100, 1],
        [7200, 1],
      ]);
    });

    it("tells series of different unit or dimensions apart and lists by any part of them", async () => {
      const encrypt = sampleSeries();
      const seconds = sampleSeries({ unit: "Seconds" });
      const store2 = sampleSeries({ dimensions: [{ name: "CustomKeyStoreId", value: "cks-2" }] });
      const custom = sampleSeries({ namespace: "Custom", metricName: "Other", dimensions: [] });
      await store.merge([encrypt, seconds, store2, custom].map((series) => point(series, start - 1, setOfValue(1))));
      const listed = async (selector: Parameters<MetricStore["list"]>[0]): Promise<number> => (await store.list(selector)).length;
      expect(await listed({})).toBe(4);
      expect(await listed({ namespace: "AWS/KMS" })).toBe(3);
      expect(await listed({ namespace: "AWS/KMS", metricName: "Other" })).toBe(0);
      expect(await listed({ metricName: "Other" })).toBe(1);
      expect(await listed({ dimensions: [{ name: "CustomKeyStoreId" }] })).toBe(3);
      expect(await listed({ dimensions: [{ name: "CustomKeyStoreId", value: "cks-1" }] })).toBe(2);
      expect(await listed({ dimensions: [{ name: "CustomKeyStoreId" }], exactDimensions: true })).toBe(1);
      expect(
        await listed({
          namespace: "AWS/KMS",
          metricName: "XksProxyLatency",
          dimensions: [...encrypt.dimensions].reverse(),
          exactDimensions: true,
        }),
      ).toBe(2);
      expect(await listed({ namespace: "Custom", metricName: "Other", dimensions: [], exactDimensions: true })).toBe(1);
      const [first] = await store.list({ namespace: "Custom" });
      expect(first).toMatchObject({ ...custom, lastSecond: start - 1 });
    });

    it("answers in the order of the ids, with empty columns for ids that it does not know", async () => {
      const other = sampleSeries({ unit: "Seconds" });
      await store.merge([point(sampleSeries(), start - 1, setOfValue(1)), point(other, start - 1, setOfValue(2))]);
      const ids = [await idOf(other), 999_999, await idOf(sampleSeries())];
      const found = await store.read({
        seriesIds: ids,
        from: start - 60,
        to: start,
        periodSeconds: 60,
        grainSeconds: 60,
        histograms: false,
      });
      expect(found.map((columns) => [...columns.sums])).toEqual([[2], [], [1]]);
    });

    it("refuses a batch with too many series of a namespace, keeping nothing of it, but never of AWS's own", async () => {
      await store.close();
      await harness.cleanUp();
      harness = makeHarness();
      store = await harness.open(clock, 3);
      const custom = (value: string): Series => sampleSeries({ namespace: "Custom", dimensions: [{ name: "d", value }] });
      await store.merge(["1", "2"].map((value) => point(custom(value), start - 1, setOfValue(1))));
      const tooMany = ["1", "3", "4"].map((value) => point(custom(value), start - 1, setOfValue(1)));
      await expect(store.merge(tooMany, { id: "a", sequence: 1 })).rejects.toThrow(SeriesLimitExceeded);
      expect(await store.list({ namespace: "Custom" })).toHaveLength(2);
      expect(counts(await read(custom("1"), start - 60, start, 60))).toEqual([[-60, 1]]);
      await store.merge(
        Array.from({ length: 9 }, (_, i) => point(sampleSeries({ dimensions: [{ name: "k", value: `${i}` }] }), start - 1, setOfValue(1))),
      );
      expect(await store.list({ namespace: "AWS/KMS" })).toHaveLength(9);
    });

    it("drops what is too old, and series that have nothing left", async () => {
      const old = sampleSeries({ metricName: "Old" });
      await store.merge([point(old, start - 400 * day, setOfValue(1)), point(sampleSeries(), start - 10, setOfValue(1))]);
      await store.expire(start + 100 * day);
      expect((await store.list({})).map((series) => series.metricName)).toEqual(["XksProxyLatency"]);
      expect(counts(await read(sampleSeries(), start - 60, start, 1))).toEqual([]);
      expect((await read(sampleSeries(), start - 3600, start, 3600)).sampleCounts).toEqual(Float64Array.of(1));
      await store.merge([point(old, start - 1, setOfValue(1))]);
      expect(await idOf(old)).toBeGreaterThan(await idOf(sampleSeries()));
    });

    it("gives the same at all times while hours pass and everything settles", async () => {
      const series = [sampleSeries(), sampleSeries({ unit: "Seconds" })];
      const expected = new Map<number, StatisticSet>();
      for (let minute = 0; minute < 150; minute++) {
        const now = Math.floor(clock.now() / 1000);
        const values = [minute % 7, 3 + (minute % 50) / 10, 40];
        await store.merge(series.map((one) => point(one, now, setOfValues(values))));
        const hour = Math.floor(now / 3600) * 3600;
        const before = expected.get(hour);
        expected.set(hour, before ? merge(before, setOfValues(values)) : setOfValues(values));
        await clock.advance(60_000);
      }
      for (const one of series) {
        for (const grain of [1, 60, 300, 3600]) {
          const columns = await read(one, start, start + 4 * 3600, 3600, grain);
          expect([...columns.starts]).toEqual([...expected.keys()]);
          const sets = [...expected.values()];
          expect([...columns.sampleCounts]).toEqual(sets.map((set) => set.sampleCount));
          for (const [i, set] of sets.entries()) expect(columns.sums[i]).toBeCloseTo(set.sum, 6);
          expect(columns.spreads).toEqual(sets.map((set) => set.spread));
        }
      }
    });

    it("finds everything again after close and open", async () => {
      if (!harness.durable) return;
      const series = sampleSeries();
      for (let i = 0; i < 30; i++) {
        await store.merge([point(series, Math.floor(clock.now() / 1000), setOfValues([i, 2 * i]))], { id: "a", sequence: i + 1 });
        await clock.advance(60_000);
      }
      const before = await read(series, start, start + 1800, 60);
      const id = await idOf(series);
      await store.close();
      store = await harness.open(clock);
      await store.merge([point(series, start, setOfValue(1))], { id: "a", sequence: 30 });
      expect(await read(series, start, start + 1800, 60)).toEqual(before);
      expect(await idOf(series)).toBe(id);
    });
  });
}
