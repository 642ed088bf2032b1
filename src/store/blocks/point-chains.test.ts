import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { setOfValue } from "../../model/statistic-set.ts";
import { PointChains } from "./point-chains.ts";
import { PointList, type PointColumns, setAt } from "./points.ts";

const plain = (points: PointColumns | undefined): unknown =>
  Array.from({ length: points?.length ?? 0 }, (_, i) => [points?.seconds[i], setAt(points as PointColumns, i)]);

describe("chains of points", () => {
  it("hold what one list for each series would hold", () => {
    const entry = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 9 }));
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 600 }), (entries) => {
        const chains = new PointChains();
        const lists = new Map<number, PointList>();
        for (const [seriesId, second, value] of entries) {
          chains.add(seriesId, second, setOfValue(value));
          if (!lists.has(seriesId)) lists.set(seriesId, new PointList());
          lists.get(seriesId)?.add(second, setOfValue(value));
        }
        expect([...chains.seriesIds()]).toEqual([...lists.keys()].sort((a, b) => a - b));
        for (const [seriesId, list] of lists) expect(plain(chains.of(seriesId))).toEqual(plain(list));
        expect(chains.length).toBe([...lists.values()].reduce((sum, list) => sum + list.length, 0));
      }),
    );
  });

  it("forget a series that is dropped", () => {
    const chains = new PointChains();
    chains.add(1, 5, setOfValue(1));
    chains.add(2, 5, setOfValue(1));
    chains.drop(1);
    expect(chains.of(1)).toBeUndefined();
    expect([...chains.seriesIds()]).toEqual([2]);
  });
});
