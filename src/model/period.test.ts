import { describe, expect, it } from "vitest";
import { isValidPeriod, roundStart } from "./period.ts";

const now = Date.UTC(2026, 10, 24, 12) / 1000;
const day = 86_400;

describe("periods", () => {
  it.each([1, 5, 10, 20, 30, 60, 120, 300, 3600, 86_400, 604_800, 2_592_000])("may be %d seconds", (period) => {
    expect(isValidPeriod(period)).toBe(true);
  });
  it.each([0, -60, 2, 15, 45, 61, 90, 2_592_060, 1.5, Number.NaN])("may not be %d seconds", (period) => {
    expect(isValidPeriod(period)).toBe(false);
  });
});

describe("the start of a range is rounded down", () => {
  it.each([
    ["to the minute", 60, 100, 120],
    ["to the division of the minute", 20, 47.5, 60],
    ["to the second", 1, 47.5, 48],
    ["to the minute for long periods", 3600, 100, 120],
    ["to five minutes from 15 days on", 60, 15 * day + 1, 15 * day + 300],
    ["to the hour beyond 63 days", 60, 63 * day + 1, 63 * day + 3600],
  ])("%s: period %d, %d seconds ago → %d", (_, period, age, expected) => {
    expect(now - roundStart(now - age, period, now)).toBe(expected);
  });
});
