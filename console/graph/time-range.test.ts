import { expect, test } from "vitest";
import {
  durationLabel,
  nextWider,
  periodLabel,
  periods,
  predefinedId,
  rangeLabel,
  refreshIntervals,
  resolveRange,
  shiftRange,
} from "./time-range.ts";

test("a relative range ends with the period that holds now and is as long as it says", () => {
  expect(resolveRange({ kind: "relative", seconds: 10_800 }, 300, 1_000_001)).toEqual({ from: 1_000_200 - 10_800, to: 1_000_200 });
});

test("now on a period's start belongs to the period that begins", () => {
  expect(resolveRange({ kind: "relative", seconds: 600 }, 300, 600)).toEqual({ from: 300, to: 900 });
});

test("a period longer than the range gives one whole period", () => {
  expect(resolveRange({ kind: "relative", seconds: 3600 }, 86_400, 90_000)).toEqual({ from: 86_400, to: 172_800 });
});

test("an absolute range is widened to whole periods", () => {
  expect(resolveRange({ kind: "absolute", from: 310, to: 890 }, 300, 0)).toEqual({ from: 300, to: 900 });
});

test("a range moves by a share of its width", () => {
  expect(shiftRange({ kind: "relative", seconds: 3600 }, -0.5, 10_000)).toEqual({ kind: "absolute", from: 4600, to: 8200 });
  expect(shiftRange({ kind: "absolute", from: 0, to: 100 }, 1, 0)).toEqual({ kind: "absolute", from: 100, to: 200 });
});

test("the period menu begins with 1 second and ends with 30 days", () => {
  expect(periods[0].label).toBe("1 second");
  expect(periods.at(-1)?.label).toBe("30 days");
  expect(periodLabel(300)).toBe("5 minutes");
  expect(periodLabel(420)).toBe("420 seconds");
});

test("the refresh options are those of CloudWatch's own graphs, in their order", () => {
  expect(refreshIntervals.map(({ label }) => label)).toEqual(["Off", "10 Seconds", "1 Minute", "2 Minutes", "5 Minutes", "15 Minutes"]);
});

test("ranges have words and a wider neighbour", () => {
  expect(predefinedId({ kind: "relative", seconds: 259_200 })).toBe("3d");
  expect(nextWider({ kind: "relative", seconds: 10_800 })?.id).toBe("12h");
  expect(nextWider({ kind: "relative", seconds: 604_800 })).toBeUndefined();
  expect(rangeLabel({ kind: "relative", seconds: 5400 })).toBe("Last 90 minutes");
  expect(durationLabel(86_400)).toBe("1 day");
});
