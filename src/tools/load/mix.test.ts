import { describe, expect, it } from "vitest";
import { chooser, expandNames, parseMix } from "./mix.ts";

const letters = (name: string): string | undefined => (/^[a-c]$/.test(name) ? name : undefined);

describe("mixes", () => {
  it("are read with weights, one where none is said", () => {
    expect(parseMix("a:3, b", letters)).toEqual([
      { value: "a", weight: 3 },
      { value: "b", weight: 1 },
    ]);
  });

  it.each(["", "d", "a:", "a:0", "a:-1", "a,,b", "a b"])("refuse %j", (text) => {
    expect(parseMix(text, letters)).toBeUndefined();
  });

  it("are met in any stretch of a run, and choices of different things do not go in step", () => {
    const choices = parseMix("a:60,b:40", letters) ?? [];
    const first = chooser(choices, 0);
    const second = chooser(choices, 1);
    for (const start of [0, 12_345, 1_000_000]) {
      const numbers = Array.from({ length: 1000 }, (_, n) => start + n);
      const share = (holds: (n: number) => boolean): number => numbers.filter(holds).length / numbers.length;
      expect(share((n) => first(n) === "a")).toBeCloseTo(0.6, 2);
      expect(share((n) => first(n) === "a" && second(n) === "a")).toBeCloseTo(0.36, 1);
    }
  });
});

describe("names", () => {
  it("are spelled out", () => {
    expect(expandNames("alias/x, key-[9-11].a,")).toEqual(["alias/x", "key-9.a", "key-10.a", "key-11.a"]);
    expect(expandNames("")).toEqual([]);
  });
});
