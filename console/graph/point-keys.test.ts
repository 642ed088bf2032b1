import { expect, test } from "vitest";
import { keyTarget } from "./point-keys.ts";

const times = Array.from({ length: 36 }, (_, index) => index * 300);
const whole = [0, 35 * 300] as const;

test("arrows go one point, page keys ten, Home and End to the ends", () => {
  expect(keyTarget("ArrowLeft", 5, times, whole)).toBe(4);
  expect(keyTarget("ArrowRight", 5, times, whole)).toBe(6);
  expect(keyTarget("PageUp", 15, times, whole)).toBe(5);
  expect(keyTarget("PageDown", 30, times, whole)).toBe(35);
  expect(keyTarget("Home", 15, times, whole)).toBe(0);
  expect(keyTarget("End", 15, times, whole)).toBe(35);
});

test("the first arrow left goes to the newest point, the first arrow right to the oldest", () => {
  expect(keyTarget("ArrowLeft", undefined, times, whole)).toBe(35);
  expect(keyTarget("ArrowRight", undefined, times, whole)).toBe(0);
});

test("a zoomed graph keeps to its window", () => {
  expect(keyTarget("Home", 15, times, [3000, 6000])).toBe(10);
  expect(keyTarget("ArrowRight", 20, times, [3000, 6000])).toBe(20);
});

test("other keys move nothing", () => {
  expect(keyTarget("x", 5, times, whole)).toBeUndefined();
});
