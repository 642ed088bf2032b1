import { expect, test } from "vitest";
import { moveWindow } from "./zoom-window.ts";

const whole = [0, 1000] as const;

test("the window is dragged as a whole and stays within the range", () => {
  expect(moveWindow("both", [100, 300], 50, whole, 10)).toEqual([150, 350]);
  expect(moveWindow("both", [100, 300], -500, whole, 10)).toEqual([0, 200]);
  expect(moveWindow("both", [100, 300], 5000, whole, 10)).toEqual([800, 1000]);
});

test("an edge is moved alone and keeps one period between them", () => {
  expect(moveWindow("from", [100, 300], 150, whole, 10)).toEqual([250, 300]);
  expect(moveWindow("from", [100, 300], 500, whole, 10)).toEqual([290, 300]);
  expect(moveWindow("to", [100, 300], -500, whole, 10)).toEqual([100, 110]);
  expect(moveWindow("to", [100, 300], 5000, whole, 10)).toEqual([100, 1000]);
});
