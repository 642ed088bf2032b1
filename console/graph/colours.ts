/**
 * Colours of lines, after CloudWatch's palette, each shifted per mode so that it stands out 3 to 1 from the background. Red
 * is kept for thresholds. The same label has the same colour in every graph and range as long as no two of a graph collide.
 */
import { xksExceptionNames } from "../../src/model/xks-failures.ts";
import { kmsOperations } from "../../src/model/xks-operation.ts";

export const palettes = {
  light: [
    "#1f77b4",
    "#c25e00",
    "#23832a",
    "#7d55a8",
    "#8c564b",
    "#b8368f",
    "#6b6b6b",
    "#7d7e0e",
    "#0a7d8c",
    "#4353c9",
    "#00695c",
    "#a0522d",
    "#5e35b1",
  ],
  dark: [
    "#5aa9e6",
    "#ff9a3c",
    "#5fcf5f",
    "#b79be0",
    "#cf9f93",
    "#f29bd4",
    "#b5b5b5",
    "#d3d455",
    "#4fd6e6",
    "#9ba6ff",
    "#5fd0b5",
    "#e8b07a",
    "#c8a2ff",
  ],
} as const;

export const thresholdColours = { light: "#d62728", dark: "#ff6b6b" } as const;

/** Dashes that tell lines apart without colour; the first is solid. */
export const dashes: readonly (readonly number[])[] = [[], [8, 4], [2, 3], [10, 3, 2, 3], [5, 5], [12, 4, 4, 4], [3, 2, 8, 2]];

/** Places of well-known labels, so that an exception or operation has the same colour everywhere. */
const known = new Map<string, number>([
  ...xksExceptionNames.map((name, place): [string, number] => [name, place]),
  ...kmsOperations.map((name, place): [string, number] => [name, place]),
]);

/** Places in the palette for labels: each its preferred one, or the next that is free; beyond the palette they repeat. */
export function colourPlaces(labels: readonly string[], size = palettes.light.length): number[] {
  const taken = new Set<number>();
  return labels.map((label) => {
    if (taken.size === size) taken.clear();
    let place = preferredPlace(label, labels.length) % size;
    while (taken.has(place)) place = (place + 1) % size;
    taken.add(place);
    return place;
  });
}

function preferredPlace(label: string, lineCount: number): number {
  if (lineCount === 1) return 0;
  const firstWord = label.split(/[ /]/)[0] ?? label;
  const place = known.get(label) ?? known.get(firstWord);
  if (place !== undefined) return place;
  let hash = 0;
  for (const character of label) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return hash;
}
