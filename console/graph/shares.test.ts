import { expect, test } from "vitest";
import { barOf, gaugeShare, ringPath, sharesOf } from "./shares.ts";

test("a bar begins at 0 and reaches to its value, to the left where it is negative", () => {
  expect(barOf(50, [50, 100], undefined)).toEqual({ from: 0, length: 0.5 });
  expect(barOf(-50, [-50, 50], undefined)).toEqual({ from: 0, length: 0.5 });
  expect(barOf(50, [-50, 50], undefined)).toEqual({ from: 0.5, length: 0.5 });
});

test("bounds of the axis hold, and a value beyond them ends there", () => {
  expect(barOf(50, [50], { min: 0, max: 200 })).toEqual({ from: 0, length: 0.25 });
  expect(barOf(150, [150], { min: 100, max: 200 })).toEqual({ from: 0, length: 0.5 });
  expect(barOf(500, [500], { min: 0, max: 200 })).toEqual({ from: 0, length: 1 });
  expect(barOf(0, [0], undefined)).toEqual({ from: 0, length: 0 });
});

test("shares are of the sum; absent and negative values have none", () => {
  expect(sharesOf([1, 3, null, -5])).toEqual([0.25, 0.75, 0, 0]);
  expect(sharesOf([null, 0])).toEqual([0, 0]);
});

test("a gauge is filled from its lower end to its value", () => {
  expect(gaugeShare(95, { min: 90, max: 100 })).toBe(0.5);
  expect(gaugeShare(200, { min: 0, max: 100 })).toBe(1);
  expect(gaugeShare(null, { min: 0, max: 100 })).toBe(0);
});

test("a quarter of a disc goes from the top to the right", () => {
  expect(ringPath(0, 10, 0, 0.25)).toBe("M 0 -10 A 10 10 0 0 1 10 0 L 0 0 Z");
});

test("a whole turn is drawn in two parts", () => {
  expect(ringPath(0, 10, 0, 1).match(/A/g)).toHaveLength(2);
});
