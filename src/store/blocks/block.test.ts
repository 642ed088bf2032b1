import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { setOfSummary, setOfValue, setOfValues, type StatisticSet } from "../../model/statistic-set.ts";
import { CorruptBlock, decodeBlock, encodeBlock } from "./block.ts";
import { PointList, type PointColumns } from "./points.ts";

const start = 1_795_000_000;

const listOf = (points: readonly (readonly [second: number, set: StatisticSet])[]): PointList => {
  const list = new PointList();
  for (const [second, set] of points) list.add(second, set);
  return list;
};
const plain = (points: PointColumns): unknown => ({
  seconds: Array.from(points.seconds),
  sampleCounts: Array.from(points.sampleCounts),
  sums: Array.from(points.sums),
  minimums: Array.from(points.minimums),
  maximums: Array.from(points.maximums),
  spreads: points.spreads && Array.from(points.spreads),
});

const decimal = fc.integer({ min: 0, max: 300_000 }).map((thousandths) => thousandths / 1000);
const value = fc.oneof(
  decimal,
  fc.constantFrom(0, 1, 250),
  fc.double({ min: 0, max: 1e12, noNaN: true }),
  fc.integer({ min: -9, max: 2 ** 40 }),
);
const set = fc.oneof(
  fc.tuple(value, fc.integer({ min: 1, max: 5000 })).map(([one, count]) => setOfValue(one, count)),
  fc.array(fc.tuple(value, fc.integer({ min: 1, max: 3000 })), { minLength: 1, maxLength: 40 }).map((pairs) =>
    setOfValues(
      pairs.map(([one]) => one),
      pairs.map(([, count]) => count),
    ),
  ),
  fc.array(fc.tuple(decimal, fc.double({ min: 0.1, max: 3, noNaN: true })), { minLength: 1, maxLength: 4 }).map((pairs) =>
    setOfValues(
      pairs.map(([one]) => one),
      pairs.map(([, count]) => count),
    ),
  ),
  fc.tuple(value, value).map(([a, b]) => setOfSummary({ sampleCount: 2.5, sum: a + b, minimum: Math.min(a, b), maximum: Math.max(a, b) })),
);

describe("a block", () => {
  it("decodes to what was encoded; sums of decimals to the decimal they are", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 2000 }), set), { minLength: 1, maxLength: 60 }),
        fc.constantFrom(1, 60, 300, 3600),
        (points, grain) => {
          const list = listOf(points.map(([place, one]) => [Math.floor(start / grain) * grain + place * grain, one]));
          const found = decodeBlock(encodeBlock(list, grain), grain, true);
          expect({ ...(plain(found) as object), sums: [] }).toEqual({ ...(plain(list) as object), sums: [] });
          for (let i = 0; i < list.length; i++) {
            const sum = list.sums[i] as number;
            expect(Math.abs((found.sums[i] as number) - sum)).toBeLessThanOrEqual(Math.abs(sum) * 1e-12);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it("leaves spreads out on request, with everything else the same", () => {
    const list = listOf([
      [start, setOfValues([1, 2, 3])],
      [start + 1, setOfValue(4)],
      [start + 5, setOfValues([0, 1])],
    ]);
    const block = encodeBlock(list, 1);
    const { spreads, ...rest } = plain(decodeBlock(block, 1, true)) as { spreads: unknown };
    expect(spreads).toBeDefined();
    expect(plain(decodeBlock(block, 1, false))).toEqual({ ...rest, spreads: undefined });
  });

  it("puts a sum that adding up has moved off its decimal back on it", () => {
    const set = setOfValues([0.1, 0.2]);
    expect(set.sum).not.toBe(0.3);
    expect(decodeBlock(encodeBlock(listOf([[start, set]]), 1), 1, false).sums[0]).toBe(0.3);
  });

  it("takes a few bytes a point for the usual shapes", () => {
    const seconds = Array.from({ length: 600 }, (_, i) => start + i);
    const bytesFor = (setAt: (i: number) => StatisticSet): number =>
      encodeBlock(listOf(seconds.map((second, i) => [second, setAt(i)])), 1).length / seconds.length;
    expect(bytesFor(() => setOfValue(1))).toBeLessThan(0.1);
    expect(bytesFor((i) => setOfValue(0, 5 + (i % 7)))).toBeLessThan(1.2);
    expect(bytesFor((i) => setOfValues([9.123 + (i % 5), 12.5 + (i % 11) / 8, 8.001, 14 + (i % 13) / 4, 31.007]))).toBeLessThan(10);
  });

  it("is refused when any byte of it is wrong, or when it is cut short", () => {
    const block = encodeBlock(
      listOf([
        [start, setOfValues([1, 2, 3])],
        [start + 1, setOfValue(4)],
      ]),
      1,
    );
    for (let i = 0; i < block.length; i++) {
      const damaged = Uint8Array.from(block);
      damaged[i] = (damaged[i] as number) ^ 0x10;
      expect(() => decodeBlock(damaged, 1, true)).toThrow(CorruptBlock);
      expect(() => decodeBlock(block.subarray(0, i), 1, true)).toThrow(CorruptBlock);
    }
  });
});
