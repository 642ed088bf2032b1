/** Marks of axes. */
import { expect, it } from "vitest";
import { timeText, timeTicks, valueText, valueTicks } from "./ticks.ts";
import { boundsFor } from "./scale.ts";
import { runsOf } from "./plot.ts";
import { timeFrom } from "./widget.ts";

it("values are marked in steps of 1, 2 and 5", () => {
  expect(valueTicks(0, 262.5, 5)).toEqual([0, 100, 200]);
  expect(valueTicks(-3, 3, 6)).toEqual([-3, -2, -1, 0, 1, 2, 3]);
  expect(valueTicks(0.1, 0.42, 3).map((tick) => tick.toFixed(1))).toEqual(["0.2", "0.4"]);
});

it("values are told short", () => {
  expect([0, 0.25, 999, 1500, 540_000, 2e7, -3e9, 4e12].map(valueText)).toEqual(["0", "0.25", "999", "1.5K", "540K", "20M", "-3G", "4T"]);
});

it("times are marked at round times of the zone", () => {
  const noon = Date.UTC(2026, 10, 24, 12) / 1000;
  expect(timeTicks(noon - 3600, noon, 6, 0).map((at) => timeText(at, 600, 0))).toEqual([
    "11:00",
    "11:10",
    "11:20",
    "11:30",
    "11:40",
    "11:50",
    "12:00",
  ]);
  const days = timeTicks(noon - 2 * 86_400, noon, 2, 90);
  expect(days.map((at) => timeText(at, 86_400, 90))).toEqual(["11-23", "11-24"]);
  expect(timeText(days[0] as number, 3600, 90)).toBe("00:00");
});

it("bounds take in 0 where it is near, and what was asked for in any case", () => {
  expect(boundsFor(10, 100, {})).toEqual([0, 105]);
  expect(boundsFor(90, 100, {})).toEqual([89.5, 100.525]);
  expect(boundsFor(5, 5, { min: 0, max: 10 })).toEqual([0, 10]);
  expect(boundsFor(Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, {})).toEqual([0, 1.05]);
});

it("a run ends where a period has no datapoint", () => {
  const series = { kind: "series" as const, timestamps: Float64Array.of(0, 60, 180, 240), values: Float64Array.of(1, 2, 3, 4) };
  expect(runsOf(series, 60).map((run) => run.map(({ value }) => value))).toEqual([
    [1, 2],
    [3, 4],
  ]);
});

it("times are ISO 8601 or durations before now", () => {
  const now = Date.UTC(2026, 10, 24) / 1000;
  expect(["-PT3H", "P0D", "-P1W2DT1M", "2026-11-23T00:00:00Z"].map((text) => now - timeFrom(text, now, "/start"))).toEqual([
    10_800,
    0,
    9 * 86_400 + 60,
    86_400,
  ]);
});
