import { expect, test } from "vitest";
import { formatDuration, parseDuration, readViewState, writeViewState } from "./url-state.ts";

test("a state survives the address bar", () => {
  const state = {
    view: "latency",
    range: { kind: "absolute", from: 1_795_500_000, to: 1_795_503_600 },
    periodSeconds: 60,
    zone: "utc",
    refreshSeconds: 10,
  } as const;
  const query = `?${writeViewState(state)}`;
  expect(query).toBe("?view=latency&from=2026-11-24T06%3A00%3A00Z&to=2026-11-24T07%3A00%3A00Z&period=60&tz=utc&refresh=10");
  expect(readViewState(query)).toEqual({ state, broken: [] });
});

test("broken parameters are named and left out", () => {
  expect(readViewState("?range=3h&period=x&tz=mars")).toEqual({ state: {}, broken: ["range", "period", "tz"] });
});

test("an end that is not after its start is refused", () => {
  expect(readViewState("?from=2026-11-24T06:00:00Z&to=2026-11-24T06:00:00Z")).toEqual({ state: {}, broken: ["to"] });
});

test.each([
  ["PT3H", 10_800],
  ["P7D", 604_800],
  ["PT90M", 5400],
  ["PT45S", 45],
])("%s is %i seconds and back", (text, seconds) => {
  expect(parseDuration(text)).toBe(seconds);
  expect(formatDuration(seconds)).toBe(text);
});

test("CloudWatch's negative durations, weeks and months are read", () => {
  expect(parseDuration("-PT6H")).toBe(21_600);
  expect(parseDuration("P1W")).toBe(604_800);
  expect(parseDuration("P3M")).toBe(7_776_000);
  expect(parseDuration("P")).toBeUndefined();
});
