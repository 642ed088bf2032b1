import { describe, expect, it } from "vitest";
import { setOfValues } from "../../../model/statistic-set.ts";
import { PointList } from "../../../store/blocks/points.ts";
import { BlockCache } from "./block-cache.ts";

function fragment(length: number): PointList {
  const list = new PointList();
  for (let i = 0; i < length; i++) list.add(i, setOfValues([1, 5]));
  return list;
}

describe("the cache of decoded blocks", () => {
  it("serves reads without histograms from blocks with them, not the other way", () => {
    const cache = new BlockCache(1000);
    const full = [fragment(3)];
    const bare = full.map(({ length, seconds, sampleCounts, sums, minimums, maximums }) => ({
      length,
      seconds,
      sampleCounts,
      sums,
      minimums,
      maximums,
    }));
    cache.put(1, false, bare);
    cache.put(2, true, full);
    expect(cache.get(1, false)).toBe(bare);
    expect(cache.get(1, true)).toBeUndefined();
    expect(cache.get(2, false)).toBe(full);
    expect(cache.get(2, true)).toBe(full);
  });

  it("lets go of what was used longest ago, by weight", () => {
    const cache = new BlockCache(200);
    for (const key of [1, 2]) cache.put(key, true, [fragment(10)]);
    cache.get(1, true);
    cache.put(3, true, [fragment(10)]);
    expect([1, 2, 3].map((key) => cache.get(key, true) !== undefined)).toEqual([true, false, true]);
    cache.put(4, true, [fragment(1000)]);
    expect(cache.get(4, true)).toBeUndefined();
    expect(cache.get(1, true)).toBeDefined();
  });

  it("forgets what is about to change", () => {
    const cache = new BlockCache(1000);
    cache.put(1, true, [fragment(3)]);
    cache.put(2, true, [fragment(3)]);
    cache.drop(1);
    expect([cache.get(1, true), cache.get(2, true) !== undefined]).toEqual([undefined, true]);
    cache.clear();
    expect(cache.get(2, true)).toBeUndefined();
  });
});
