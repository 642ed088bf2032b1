/**
 * A font of strokes, drawn by hand on a grid: four units wide, the baseline at 2, small letters up to 6, capitals up to 8. A
 * glyph is strokes with spaces between, a stroke is points, a point two digits: x and y.
 */
import type { Canvas, Colour } from "./canvas.ts";

const glyphs: Readonly<Record<string, string>> = {
  A: "022842 1434",
  B: "0208 083847463505 3544433202",
  C: "4738180703123243",
  D: "0208 082846442202",
  E: "48080242 0535",
  F: "480802 0535",
  G: "47381807031232434525",
  H: "0208 4248 0545",
  I: "1232 2228 1838",
  J: "4843321203",
  K: "0208 480542",
  L: "080242",
  M: "0208254842",
  N: "02084248",
  O: "123243473818070312",
  P: "0208 083847463505",
  Q: "123243473818070312 2442",
  R: "0208 083847463505 2542",
  S: "473818070615354443321203",
  T: "0848 2822",
  U: "080312324348",
  V: "082248",
  W: "0812253248",
  X: "0248 0842",
  Y: "082548 2522",
  Z: "08480242",
  a: "16364542 441403123243",
  b: "0802 0516364543321203",
  c: "4536160503123243",
  d: "4842 4536160503123243",
  e: "04444536160503123243",
  f: "38281712 0636",
  g: "4536160503123243 46413010",
  h: "0802 0516364542",
  i: "2622 2728",
  j: "36312010 3738",
  k: "0802 360432",
  l: "18132232",
  m: "0602 05162522 25364542",
  n: "0602 0516364542",
  o: "123243453616050312",
  p: "0600 0516364543321203",
  q: "4640 4536160503123243",
  r: "0602 051636",
  s: "45361605143443321203",
  t: "18132232 0636",
  u: "0603123243 4642",
  v: "062246",
  w: "0612243246",
  x: "0246 0642",
  y: "0622 4610",
  z: "06460242",
  "0": "123243473818070312 1337",
  "1": "172822 1232",
  "2": "07183847460242",
  "3": "0718384746354443321203 1535",
  "4": "32380444",
  "5": "480805354443321203",
  "6": "473818070312324344351504",
  "7": "084812",
  "8": "153546473818070615 1504031232434435",
  "9": "031232434738180706153546",
  ".": "2223",
  ",": "2312",
  ":": "2223 2526",
  ";": "2312 2526",
  "-": "1535",
  _: "0242",
  "/": "0248",
  "\\": "0842",
  "(": "38272332",
  ")": "18272312",
  "[": "38181232",
  "]": "18383212",
  "%": "0248 0718 3243",
  "+": "1535 2327",
  "=": "0444 0646",
  "*": "2327 1634 1436",
  "#": "1218 3238 0646 0444",
  '"': "1816 3836",
  "'": "2826",
  "|": "2028",
  "<": "470543",
  ">": "074503",
  "&": "4216172837360403122244",
  $: "45361605143443321203 2127",
  "{": "38282615242232",
  "}": "18282635242212",
  "~": "04153445",
  "^": "162836",
  "@": "4312030718384744342524344544",
  "!": "2824 2223",
  "?": "07183847462524 2223",
  " ": "",
};

/** Drawn for characters that the font has not: an empty box. */
const unknown = "0208484202";
const baseline = 2;
const capital = 8;
/** From one glyph to the next, in units. */
const advance = 5.6;

/** Pixels a unit, for capitals of so many pixels. */
const scaleOf = (capitalHeight: number): number => capitalHeight / (capital - baseline);

/** The width of a text in pixels, with capitals of so many pixels. */
export const textWidth = (text: string, capitalHeight: number): number => Array.from(text).length * advance * scaleOf(capitalHeight);

/** Draws a text with its left end at `x` and its baseline at `y`. */
export function drawText(canvas: Canvas, text: string, x: number, y: number, capitalHeight: number, colour: Colour): void {
  const scale = scaleOf(capitalHeight);
  const thickness = Math.max(1, capitalHeight / 8);
  for (const [place, character] of Array.from(text).entries()) {
    const left = x + place * advance * scale;
    for (const stroke of (glyphs[character] ?? unknown).split(" ")) {
      const points = [...stroke.matchAll(/(\d)(\d)/g)].map(([, unitX, unitY]) => ({
        x: left + Number(unitX) * scale,
        y: y - (Number(unitY) - baseline) * scale,
      }));
      canvas.polyline(points, colour, thickness);
    }
  }
}

/** As much of a text as fits into so many pixels, with ".." at the end where it was cut. */
export function fitText(text: string, width: number, capitalHeight: number): string {
  if (textWidth(text, capitalHeight) <= width) return text;
  const fits = Math.max(0, Math.floor(width / (advance * scaleOf(capitalHeight))) - 2);
  return `${Array.from(text).slice(0, fits).join("")}..`;
}
