import { expect, test } from "vitest";
import { alignResults } from "./columns.ts";
import { cellsAt, cellWords, highestCount, strengthOf } from "./heat-cells.ts";

const columns = alignResults(
  [
    { Id: "row0", Label: "up to 1 ms", Timestamps: [0, 60], Values: [996, 0] },
    { Id: "row1", Label: "1–2 ms", Timestamps: [0, 60], Values: [0, 3] },
    { Id: "row2", Label: "over 2 ms", Timestamps: [0, 60], Values: [4, 1] },
  ],
  0,
  180,
  60,
);

test("the cells of a period are told slowest first, with their share, without empty ones", () => {
  expect(cellsAt(columns, 0).map((cell) => `${cell.label}: ${cellWords(cell)}`)).toEqual([
    "over 2 ms: 4 (0.4%)",
    "up to 1 ms: 996 (99.6%)",
  ]);
  expect(cellsAt(columns, 1).map(({ label }) => label)).toEqual(["over 2 ms", "1–2 ms"]);
});

test("a period without requests has no cells", () => {
  expect(cellsAt(columns, 2)).toEqual([]);
});

test("one request among a thousand is still seen, and an empty cell is not coloured", () => {
  const highest = highestCount(columns);
  expect(highest).toBe(996);
  expect(strengthOf(1, highest)).toBeGreaterThan(0.2);
  expect(strengthOf(996, highest)).toBeCloseTo(1);
  expect(strengthOf(0, highest)).toBe(0);
});
