import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type MetricPoint, type Series, units } from "../model/metric.ts";
import { setOfSummary, setOfValue, setOfValues } from "../model/statistic-set.ts";
import { packBatch, unpackBatch } from "./batch.ts";

const series = fc.record<Series>({
  namespace: fc.string({ minLength: 1 }),
  metricName: fc.string({ minLength: 1, unit: "grapheme" }),
  dimensions: fc.array(fc.record({ name: fc.string(), value: fc.string({ unit: "grapheme" }) }), { maxLength: 4 }),
  unit: fc.constantFrom(...units),
});
const value = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true, min: 0 }),
  fc.integer({ min: -5, max: 1_000_000 }),
  fc.constantFrom(0, 1, 0.001, 250, 12.345),
);
const set = fc.oneof(
  value.map((one) => setOfValue(one, 3)),
  fc.array(value, { minLength: 1, maxLength: 20 }).map((values) => setOfValues(values)),
  fc.array(fc.tuple(value, fc.double({ min: 0.25, max: 9, noNaN: true })), { minLength: 1, maxLength: 5 }).map((pairs) =>
    setOfValues(
      pairs.map(([one]) => one),
      pairs.map(([, count]) => count),
    ),
  ),
  fc.tuple(value, value).map(([a, b]) => setOfSummary({ sampleCount: 2, sum: a + b, minimum: Math.min(a, b), maximum: Math.max(a, b) })),
);
const point = fc.record<MetricPoint>({
  series,
  second: fc.integer({ min: 0, max: 4_000_000_000 }),
  set,
  resolution: fc.constantFrom(1, 60),
});

describe("a batch", () => {
  it("unpacks to what was packed, to the last bit", () => {
    fc.assert(
      fc.property(fc.array(point, { maxLength: 20 }), (points) => {
        expect(unpackBatch(packBatch(points))).toEqual(points);
      }),
    );
  });

  it("gives one object for equal series of all batches", () => {
    const one: MetricPoint = {
      series: { namespace: "n", metricName: "m", dimensions: [], unit: "None" },
      second: 1,
      set: setOfValue(1),
      resolution: 1,
    };
    const [first] = unpackBatch(packBatch([one]));
    const [second] = unpackBatch(packBatch([{ ...one, series: { ...one.series } }]));
    expect(first?.series).toBe(second?.series);
  });

  it("is refused when it is cut short or of an unknown version", () => {
    const bytes = packBatch([
      { series: { namespace: "n", metricName: "m", dimensions: [], unit: "None" }, second: 1, set: setOfValue(1), resolution: 1 },
    ]);
    expect(() => unpackBatch(bytes.subarray(0, bytes.length - 1))).toThrow(RangeError);
    expect(() => unpackBatch(Uint8Array.of(99, ...bytes.subarray(1)))).toThrow(/version 99/);
  });
});
