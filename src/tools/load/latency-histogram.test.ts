import { array, assert, double, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { LatencyHistogram } from "./latency-histogram.ts";
import { percentileLines, percentileTable } from "./percentile-table.ts";

function histogramOf(values: readonly number[]): LatencyHistogram {
  const histogram = new LatencyHistogram();
  for (const value of values) histogram.add(value);
  return histogram;
}

describe("the latency histogram", () => {
  it("tells any quantile to three digits", () => {
    const latencies = array(double({ min: 0.001, max: 100_000, noNaN: true }), { minLength: 1, maxLength: 200 });
    assert(
      property(latencies, double({ min: 0, max: 1, noNaN: true }), (values, share) => {
        const sorted = [...values].sort((a, b) => a - b);
        const exact = sorted[Math.max(1, Math.ceil(share * sorted.length - 1e-9)) - 1] as number;
        expect(Math.abs(histogramOf(values).quantile(share) - exact)).toBeLessThanOrEqual(Math.max(0.001, exact / 1000));
      }),
    );
  });

  it("keeps count, mean, extremes; takes nothing, less than nothing and more than an hour", () => {
    expect(histogramOf([]).quantile(0.5)).toBe(0);
    const histogram = histogramOf([-1, 1, 2, 10_000_000]);
    expect([histogram.count, histogram.minimumMs, histogram.maximumMs]).toEqual([4, 0, 10_000_000]);
    expect(histogramOf([1, 2, 3]).meanMs).toBeCloseTo(2, 9);
    expect(histogramOf([1, 3]).deviationMs).toBeCloseTo(1, 9);
  });
});

describe("the percentile table", () => {
  it("goes up to the maximum, finer and finer", () => {
    const lines = percentileLines(histogramOf(Array.from({ length: 1000 }, (_, n) => n + 1)));
    expect(lines[0]).toMatchObject({ share: 0, latencyMs: 1 });
    expect(lines.at(-1)).toEqual({ share: 1, latencyMs: 1000, count: 1000 });
    const median = lines.find(({ share }) => Math.abs(share - 0.5) < 1e-9);
    expect(median?.latencyMs).toBeCloseTo(500, 0);
    expect(lines.every(({ share, count }) => count >= share * 1000 - 1e-9)).toBe(true);
    expect(lines.filter(({ share }) => share > 0.9 && share < 1).length).toBeGreaterThan(10);
  });

  it("is text as plotters of HDR histograms read it", () => {
    const text = percentileTable(histogramOf([1, 2, 3, 4]));
    expect(text).toMatch(/^ {7}Value {5}Percentile TotalCount 1\/\(1-Percentile\)\n\n/);
    expect(text).toMatch(/\n {7}4\.000 1\.000000000000 {10}4\n#\[Mean {4}= {8}2\.500, StdDeviation/);
    expect(percentileTable(histogramOf([]))).toContain("Total count    =            0");
  });
});
