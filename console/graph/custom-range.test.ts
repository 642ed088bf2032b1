import { expect, test } from "vitest";
import { draftOf, instantOf, rangeOf } from "./custom-range.ts";

const now = 1_795_500_000;
const draft = draftOf({ kind: "relative", seconds: 10_800 }, "utc", now);

test("a draft says what the range is now", () => {
  expect(draft).toMatchObject({
    tab: "relative",
    amount: "3",
    unit: "hours",
    endDate: "2026-11-24",
    endTime: "06:00:00",
    startTime: "03:00:00",
  });
});

test("an absolute draft makes the range its fields say", () => {
  expect(rangeOf({ ...draft, tab: "absolute" })).toEqual({ kind: "absolute", from: now - 10_800, to: now });
});

test.each([
  [{ endTime: "03:00:00" }, "The end must be after the start."],
  [{ endDate: "2026-11-23" }, "The end must be after the start."],
  [{ startDate: "" }, "Enter the start's date"],
  [{ endTime: "" }, "Enter the end's date"],
  [{ startDate: "2026-02-30" }, "Enter the start's date"],
])("%o is refused", (change, message) => {
  expect(rangeOf({ ...draft, tab: "absolute", ...change })).toContain(message);
});

test.each(["", "0", "1.5", "-3"])("a relative amount of %o is refused", (amount) => {
  expect(rangeOf({ ...draft, amount })).toContain("whole number");
});

test("a relative range of more than the oldest data is refused", () => {
  expect(rangeOf({ ...draft, amount: "16", unit: "months" })).toContain("455 days");
});

test("digits mean the wall clock of the zone", () => {
  expect(instantOf("2026-11-24", "06:00:00", "utc")).toBe(now);
  expect(instantOf("2026-11-24", "06:00:00", "local")).toBe(new Date(2026, 10, 24, 6).getTime() / 1000);
});
