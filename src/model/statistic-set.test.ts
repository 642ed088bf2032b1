import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gamma, representative, upperBound, bucketIndex, zeroIndex } from "./histogram.ts";
import { add, emptySet, histogramOfSet, merge, setOfSummary, setOfValue, setOfValues } from "./statistic-set.ts";

const value = fc.oneof(fc.double({ min: 0, max: 1e9, noNaN: true }), fc.constantFrom(0, 1, 250));

describe("statistic sets", () => {
  it("say no more of the spread than they must", () => {
    expect(setOfValues([3, 3, 3])).toEqual({ sampleCount: 3, sum: 9, minimum: 3, maximum: 3 });
    expect(setOfValues([0, 1, 1])).toEqual({ sampleCount: 3, sum: 2, minimum: 0, maximum: 1, spread: "binary" });
    expect(setOfValues([2, 4]).spread).toMatchObject({ counts: Float64Array.of(1, 1) });
    expect(setOfValue(-1).spread).toBe("unknown");
    expect(setOfSummary({ sampleCount: 2, sum: 10, minimum: 5, maximum: 5 }).spread).toBeUndefined();
    expect(setOfSummary({ sampleCount: 2, sum: 11, minimum: 5, maximum: 5 }).spread).toBe("unknown");
  });

  it("take counts, fractional ones too, and none for a count of zero", () => {
    expect(setOfValues([1, 2, 9], [2.5, 1, 0])).toMatchObject({ sampleCount: 3.5, sum: 4.5, minimum: 1, maximum: 2 });
    expect(add(emptySet, 5, 0)).toBe(emptySet);
  });

  it("merge to the same in any order and grouping", () => {
    fc.assert(
      fc.property(fc.array(fc.array(value, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 6 }), (parts) => {
        const whole = setOfValues(parts.flat());
        const sets = parts.map((values) => setOfValues(values));
        for (const merged of [sets.reduce(merge), sets.reduceRight(merge, emptySet)]) {
          expect({ ...merged, sum: 0 }).toEqual({ ...whole, sum: 0 });
          expect(Math.abs(merged.sum - whole.sum)).toBeLessThanOrEqual(1e-12 * whole.sum);
        }
      }),
    );
  });

  it("count every value in a bucket that holds it", () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 1 }), (values) => {
        const { indices, counts } = histogramOfSet(setOfValues(values));
        expect(counts.reduce((a, b) => a + b, 0)).toBe(values.length);
        for (const one of values) expect(indices).toContain(bucketIndex(one));
        expect([...indices]).toEqual([...indices].sort((a, b) => a - b));
      }),
    );
  });

  it("have buckets whose representative is within 2 % of every value in them", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1e12, noNaN: true }), (one) => {
        const index = bucketIndex(one);
        expect(Math.abs(representative(index) - one)).toBeLessThanOrEqual(0.02 * one);
        expect(upperBound(index) / gamma).toBeLessThanOrEqual(one * (1 + 1e-9));
      }),
    );
    expect(representative(zeroIndex)).toBe(0);
  });
});
