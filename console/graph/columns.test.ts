import { expect, test } from "vitest";
import { alignResults, joinPages, labelNow, lastValue, orderAt, withData, withPrevious } from "./columns.ts";

test("datapoints stand on every period start, absent ones are null and not 0", () => {
  const columns = alignResults([{ Id: "m1", Label: "a", Timestamps: [900, 300], Values: [9, 3] }], 0, 1200, 300);
  expect(columns.times).toEqual([0, 300, 600, 900]);
  expect(columns.lines[0]?.values).toEqual([null, 3, null, 9]);
});

test("a datapoint outside of the range is left out, one off the grid goes into its period", () => {
  const columns = alignResults([{ Id: "m1", Timestamps: [-1, 310, 1200], Values: [1, 2, 3] }], 0, 1200, 300);
  expect(columns.lines[0]?.values).toEqual([null, 2, null, null]);
});

test("values that JSON cannot carry are gaps", () => {
  expect(alignResults([{ Id: "m1", Timestamps: [0, 300], Values: ["NaN", "Infinity"] }], 0, 600, 300).lines[0]?.values).toEqual([
    null,
    null,
  ]);
});

test("what the server says of a result is kept", () => {
  const columns = alignResults(
    [
      { Id: "m1", Messages: [{ Code: "C", Value: "text" }] },
      { Id: "m2", StatusCode: "InternalError" },
    ],
    0,
    300,
    300,
  );
  expect(columns.messages).toEqual(["text", "m2: InternalError"]);
});

test("later pages go on where the same Id and Label stopped; equal names within a page stay apart", () => {
  const joined = joinPages([
    [
      { Id: "a", Label: "x", Timestamps: [0], Values: [1] },
      { Id: "a", Label: "x", Timestamps: [0], Values: [5] },
    ],
    [{ Id: "a", Label: "x", Timestamps: [300], Values: [2] }],
  ]);
  expect(joined.map(({ Values }) => Values)).toEqual([[1, 2], [5]]);
});

test("a point's lines are ordered highest first, those without a value last", () => {
  const columns = alignResults(
    [
      { Id: "a", Timestamps: [0], Values: [1] },
      { Id: "b" },
      { Id: "c", Timestamps: [0], Values: [7] },
      { Id: "d", Timestamps: [0], Values: [-2] },
    ],
    0,
    300,
    300,
  );
  expect(orderAt(columns, 0).map(({ line, value }) => [line.queryId, value])).toEqual([
    ["c", 7],
    ["a", 1],
    ["d", -2],
    ["b", null],
  ]);
});

test("the period before stands beside now, point by point", () => {
  const now = alignResults([{ Id: "a", Label: "x", Timestamps: [900], Values: [1] }], 900, 1500, 300);
  const before = alignResults([{ Id: "a", Label: "x", Timestamps: [600], Values: [7] }], 300, 900, 300);
  const both = withPrevious(now, before);
  expect(both.times).toEqual([900, 1200]);
  expect(both.lines.map(({ label, values }) => [label, values])).toEqual([
    ["x", [1, null]],
    ["x, previous", [null, 7]],
  ]);
  expect(both.lines.map(labelNow)).toEqual(["x", "x"]);
});

test("lines without any datapoint are dropped, and a line knows its newest value", () => {
  const columns = withData(alignResults([{ Id: "a", Timestamps: [0, 300], Values: [1, 2] }, { Id: "b" }], 0, 900, 300));
  expect(columns.lines).toHaveLength(1);
  expect(columns.lines[0] && lastValue(columns.lines[0])).toBe(2);
});
