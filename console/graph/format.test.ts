import { expect, test } from "vitest";
import { formatAge, formatTick, formatTime, formatValue, unitSuffix, zoneName } from "./format.ts";

test.each([
  [null, "–"],
  [0, "0"],
  [540_000, "540,000"],
  [93.754_321, "93.75"],
  [0.012_345, "0.01235"],
  [-3, "-3"],
])("%s is written %s", (value, text) => {
  expect(formatValue(value)).toBe(text);
});

test("values carry their unit", () => {
  expect(formatValue(250, unitSuffix("Milliseconds"))).toBe("250 ms");
  expect(formatValue(90, unitSuffix("Percent"))).toBe("90%");
  expect(formatValue(12, unitSuffix("Days"))).toBe("12 days");
  expect(formatValue(12, unitSuffix("Count"))).toBe("12");
});

test("ticks are short", () => {
  expect(formatTick(540_000)).toBe("540k");
  expect(formatTick(7500)).toBe("7,500");
  expect(formatTick(100, "%")).toBe("100%");
});

test("times are written in UTC or locally, and the zone is named", () => {
  expect(formatTime(1_795_500_123, "utc", true)).toBe("2026-11-24 06:02:03");
  expect(zoneName("utc", 0)).toBe("UTC");
  expect(zoneName("local", 0)).toMatch(/^UTC[+-]\d\d:\d\d$/);
});

test("ages are rounded to two units", () => {
  expect(formatAge(20)).toBe("20 s");
  expect(formatAge(3725)).toBe("1 h 2 min");
  expect(formatAge(90_000)).toBe("1 d 1 h");
});
