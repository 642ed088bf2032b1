import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { merge, setOfSummary, setOfValue, setOfValues, type StatisticSet } from "../model/statistic-set.ts";
import { evaluateStatistic, needsSpread, parseStatistic, type Statistic, statisticOf } from "./statistics.ts";

const valueOf = (text: string, set: StatisticSet): number | undefined => statisticOf(parseStatistic(text) as Statistic, set);
const oneToTen = Array.from({ length: 10 }, (_, i) => i + 1);

describe("the grammar of statistics", () => {
  it.each([
    "SampleCount",
    "Sum",
    "Average",
    "Minimum",
    "Maximum",
    "IQM",
    "p0",
    "p50",
    "p99.9",
    "p99.9999999999",
    "p100",
    "tm90",
    "tc0.5",
    "ts99",
    "wm98",
    "TM(10%:90%)",
    "TM(150:1000)",
    "TM(:95%)",
    "TC(:0.5)",
    "TS(80%:)",
    "WM(25%:75%)",
    "PR(:300)",
    "PR(100:)",
    "PR(100:2000)",
    "PR(-5:5.25)",
  ])("knows %s", (text) => {
    expect(parseStatistic(text)?.text).toBe(text);
  });

  it.each([
    "",
    "sum",
    "p",
    "p101",
    "p-1",
    "p50.12345678901",
    "p 50",
    "P50",
    "tm",
    "TM90",
    "tm(10%:90%)",
    "TM()",
    "TM(:)",
    "TM(10%:90)",
    "TM(10:90%)",
    "TM(90%:10%)",
    "TM(10%:10%)",
    "TM(:101%)",
    "TM(%:90%)",
    "PR(10%:90%)",
    "PR",
    "PR(5)",
    "iqm",
    "Average ",
    "XX(1:2)",
  ])("does not know %j", (text) => {
    expect(parseStatistic(text)).toBeUndefined();
  });

  it("tells which statistics need histograms", () => {
    const needing = ["Sum", "Average", "p50", "TC(:5)", "IQM"].filter((text) => needsSpread(parseStatistic(text) as Statistic));
    expect(needing).toEqual(["p50", "TC(:5)", "IQM"]);
  });
});

describe("statistics of a set", () => {
  it.each([
    ["SampleCount", 10],
    ["Sum", 55],
    ["Average", 5.5],
    ["Minimum", 1],
    ["Maximum", 10],
  ])("are exact: %s", (text, expected) => {
    expect(valueOf(text, setOfValues(oneToTen))).toBe(expected);
  });

  it.each([
    ["p10", 1],
    ["p50", 5],
    ["p90", 9],
    ["p100", 10],
    ["tm90", 5],
    ["TM(10%:90%)", 5.5],
    ["IQM", 5.5],
    ["ts50", 15],
    ["WM(20%:80%)", 5.3],
    ["TM(2:6)", 4.5],
    ["TS(:3.9)", 6],
    ["WM(2.9:7.9)", 5.49],
  ])("of 1 to 10 are within 2 %%: %s", (text, expected) => {
    const value = valueOf(text, setOfValues(oneToTen)) ?? Number.NaN;
    expect(Math.abs(value - expected)).toBeLessThanOrEqual(0.02 * expected);
  });

  it.each([
    ["tc90", 9],
    ["TC(10%:90%)", 8],
    ["TC(2.5:7.5)", 5],
    ["PR(:4.5)", 40],
    ["PR(9.5:)", 10],
    ["TC(20:)", 0],
  ])("count exactly where bounds lie between values: %s", (text, expected) => {
    expect(valueOf(text, setOfValues(oneToTen))).toBe(expected);
  });

  it("put the lower bound outside and the upper one inside", () => {
    expect(valueOf("TC(250:)", setOfValue(250, 4))).toBe(0);
    expect(valueOf("TC(:250)", setOfValue(250, 4))).toBe(4);
    expect(valueOf("PR(0:1)", setOfValues([0, 0, 1, 1]))).toBe(50);
    expect(valueOf("TM(1000:)", setOfValues(oneToTen))).toBeUndefined();
  });

  it.each([
    [[7], "p99", 7],
    [[3.3, 99.7], "p50", 3.3],
    [[3.3, 99.7], "p51", 99.7],
    [[0, 1, 1, 0, 0], "p60", 0],
    [[0, 1, 1, 0, 0], "p61", 1],
    [[12.5, 12.5, 80.25, 80.25, 411], "p50", 80.25],
    [[5, 5.05], "p100", 5.05],
    [[0, 7.7, 300], "p50", 7.7],
  ])("are exact for few values: %j %s = %d", (values, text, expected) => {
    expect(valueOf(text, setOfValues(values))).toBeCloseTo(expected, 9);
  });

  it("are exact for small integers, and for nothing that only looks like them", () => {
    const dice = Array.from({ length: 100 }, (_, i) => 1 + ((i * 7) % 25));
    const sorted = [...dice].sort((a, b) => a - b);
    for (const percent of [1, 10, 33, 50, 75, 99]) expect(valueOf(`p${percent}`, setOfValues(dice))).toBe(sorted[percent - 1]);
    expect(valueOf("p50", setOfValues([1, 4.1, 8.05, 11.9, 20]))).not.toBe(8);
  });

  it("cannot be told of sets whose values are not known, nor with negative values", () => {
    const summary = setOfSummary({ sampleCount: 3, sum: 9, minimum: 1, maximum: 6 });
    expect(valueOf("p50", summary)).toBeUndefined();
    expect(valueOf("Average", summary)).toBe(3);
    expect(valueOf("p50", setOfValues([-1, 4]))).toBeUndefined();
    expect(valueOf("p50", setOfSummary({ sampleCount: 3, sum: 6, minimum: 2, maximum: 2 }))).toBe(2);
    expect(valueOf("p50", merge(summary, setOfValue(3)))).toBeUndefined();
  });

  it("stay within 2 % of the true quantile, whatever the values and however they were merged", () => {
    const value = fc.oneof(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), fc.integer({ min: 0, max: 500 }));
    fc.assert(
      fc.property(
        fc.array(fc.array(value, { minLength: 1, maxLength: 30 }), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 0, max: 1000 }),
        (parts, permille) => {
          const sorted = parts.flat().sort((a, b) => a - b);
          const expected = sorted[Math.max(0, Math.ceil((permille / 1000) * sorted.length - 1e-9) - 1)] as number;
          const set = parts.map((values) => setOfValues(values)).reduce(merge);
          const found = valueOf(`p${permille / 10}`, set) as number;
          expect(Math.abs(found - expected)).toBeLessThanOrEqual(0.02 * expected + 1e-12);
        },
      ),
    );
  });

  it("leave out buckets that do not have them", () => {
    const sets = [setOfValue(5), setOfSummary({ sampleCount: 2, sum: 3, minimum: 1, maximum: 2 }), setOfValue(7)];
    const columns = {
      starts: Float64Array.of(0, 60, 120),
      sampleCounts: Float64Array.from(sets, (set) => set.sampleCount),
      sums: Float64Array.from(sets, (set) => set.sum),
      minimums: Float64Array.from(sets, (set) => set.minimum),
      maximums: Float64Array.from(sets, (set) => set.maximum),
      spreads: sets.map((set) => set.spread),
    };
    const { timestamps, values } = evaluateStatistic(parseStatistic("p90") as Statistic, columns);
    expect([[...timestamps], [...values]]).toEqual([
      [0, 120],
      [5, 7],
    ]);
    expect([...evaluateStatistic(parseStatistic("Average") as Statistic, columns).values]).toEqual([5, 1.5, 7]);
  });
});
