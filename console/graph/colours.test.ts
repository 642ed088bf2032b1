import { expect, test } from "vitest";
import { xksExceptionNames } from "../../src/model/xks-failures.ts";
import { colourPlaces, palettes } from "./colours.ts";

test("no two lines of a graph share a colour while the palette lasts", () => {
  expect(new Set(colourPlaces(xksExceptionNames)).size).toBe(xksExceptionNames.length);
  const labels = Array.from({ length: palettes.light.length }, (_, place) => `line ${place}`);
  expect(new Set(colourPlaces(labels)).size).toBe(labels.length);
});

test("an exception keeps its colour whatever stands beside it", () => {
  const [first] = colourPlaces(["ThrottlingException", "InternalException"]);
  const [, second] = colourPlaces(["InternalException", "ThrottlingException", "KeyNotFoundException"]);
  expect(second).toBe(first);
});

test("more lines than colours still get one each", () => {
  const labels = Array.from({ length: 40 }, (_, place) => `line ${place}`);
  expect(colourPlaces(labels).every((place) => place >= 0 && place < palettes.light.length)).toBe(true);
});

test.each(["light", "dark"] as const)("every colour of the %s palette stands out 3 to 1 from its background", (mode) => {
  const background = luminance(mode === "light" ? "#ffffff" : "#161d26");
  for (const colour of palettes[mode]) {
    const [high, low] = [luminance(colour), background].sort((a, b) => b - a) as [number, number];
    expect((high + 0.05) / (low + 0.05), colour).toBeGreaterThanOrEqual(3);
  }
});

/** WCAG's relative luminance. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const part = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
    return part <= 0.039_28 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
