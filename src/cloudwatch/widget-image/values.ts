/** The newest value of each series without a time axis: numbers, bars, a pie, a gauge, a table. */
import type { Canvas, Colour } from "./canvas.ts";
import { drawText, fitText, textWidth } from "./stroke-font.ts";
import { valueText } from "./ticks.ts";
import type { Axis, Widget } from "./widget.ts";

export interface NewestValue {
  readonly label: string;
  readonly colour: Colour;
  /** Undefined where the series has no datapoint. */
  readonly value: number | undefined;
}

export interface ValueTheme {
  readonly ink: Colour;
  readonly faint: Colour;
  readonly grid: Colour;
}

type DrawValues = (canvas: Canvas, theme: ValueTheme, values: readonly NewestValue[], top: number, axis: Axis) => void;

const textSize = 7;
const margin = 12;

/** By the widget's view. */
export const valueViews: Readonly<Record<Exclude<Widget["view"], "timeSeries">, DrawValues>> = {
  singleValue: drawNumbers,
  bar: drawBars,
  pie: drawPie,
  gauge: drawGauges,
  table: drawTable,
};

const textOf = (value: number | undefined): string => (value === undefined ? "--" : valueText(value));

function drawNumbers(canvas: Canvas, { ink }: ValueTheme, values: readonly NewestValue[], top: number): void {
  for (const { value, label, colour, x, y, width, height } of inCells(canvas, values, top)) {
    const big = Math.min(28, height / 3);
    const text = textOf(value);
    const middle = y + height / 2;
    drawText(canvas, text, x + margin, middle, Math.min(big, (big * (width - 24)) / Math.max(1, textWidth(text, big))), colour);
    drawText(canvas, fitText(label, width - 24, textSize), x + margin, middle + 16, textSize, ink);
  }
}

/** One bar a series, from the axis's lower end (0 where it has none) to its value. */
function drawBars(canvas: Canvas, { ink, faint, grid }: ValueTheme, values: readonly NewestValue[], top: number, axis: Axis): void {
  if (values.length === 0) return;
  const known = values.flatMap(({ value }) => value ?? []);
  const least = axis.min ?? Math.min(0, ...known);
  const most = Math.max(axis.max ?? Math.max(0, ...known), least + Number.EPSILON);
  const labelWidth = Math.min(canvas.width / 3, Math.max(...values.map(({ label }) => textWidth(label, textSize))) + 8);
  const left = margin + labelWidth;
  const right = canvas.width - margin - 48;
  const rowHeight = (canvas.height - top - margin) / values.length;
  const at = (value: number): number => left + (Math.min(Math.max((value - least) / (most - least), 0), 1) || 0) * (right - left);
  for (const [row, { label, value, colour }] of values.entries()) {
    const y = top + row * rowHeight;
    const thickness = Math.min(28, rowHeight * 0.6);
    const middle = y + rowHeight / 2;
    drawText(canvas, fitText(label, labelWidth - 8, textSize), margin, middle + textSize / 2, textSize, ink);
    if (value !== undefined) {
      const [from, to] = [at(Math.max(least, Math.min(0, most))), at(value)];
      canvas.fillRectangle(Math.min(from, to), middle - thickness / 2, Math.max(from, to), middle + thickness / 2, colour);
    }
    drawText(canvas, textOf(value), right + 6, middle + textSize / 2, textSize, faint);
  }
  canvas.line({ x: left, y: top }, { x: left, y: canvas.height - margin }, grid);
}

/** Shares of the sum, clockwise from the top; values of 0 and below have none. */
function drawPie(canvas: Canvas, { ink, faint }: ValueTheme, values: readonly NewestValue[], top: number): void {
  const total = values.reduce((sum, { value }) => sum + Math.max(0, value ?? 0), 0);
  const legendWidth = Math.min(canvas.width / 2, 220);
  const radius = Math.max(8, Math.min((canvas.width - legendWidth) / 2, (canvas.height - top) / 2) - margin);
  const centre = { x: margin + radius, y: top + (canvas.height - top) / 2 };
  let from = 0;
  const legendLeft = centre.x + radius + 2 * margin;
  for (const [row, { label, value, colour }] of values.entries()) {
    const share = total > 0 ? Math.max(0, value ?? 0) / total : 0;
    drawRing(canvas, centre, 0, radius, from, from + share, colour);
    from += share;
    const y = centre.y - (values.length * 16) / 2 + row * 16;
    if (y < top || y + 12 > canvas.height) continue;
    canvas.fillRectangle(legendLeft, y, legendLeft + 10, y + 8, colour);
    const text = `${label} ${textOf(value)} (${Math.round(share * 1000) / 10}%)`;
    drawText(canvas, fitText(text, canvas.width - legendLeft - 22, textSize), legendLeft + 14, y + 8, textSize, ink);
  }
  if (total <= 0) drawText(canvas, "No data available", centre.x - radius, centre.y, textSize, faint);
}

/** Half a ring from the axis's lower end to its upper one, filled up to the value. */
function drawGauges(canvas: Canvas, { ink, faint, grid }: ValueTheme, values: readonly NewestValue[], top: number, axis: Axis): void {
  const [least, most] = [axis.min ?? 0, axis.max ?? 100];
  for (const { label, value, colour, x, y, width, height } of inCells(canvas, values, top)) {
    const radius = Math.max(8, Math.min(width / 2 - margin, height - 44));
    const centre = { x: x + width / 2, y: y + (height + radius) / 2 - 8 };
    const share = value === undefined ? 0 : Math.min(1, Math.max(0, (value - least) / (most - least)));
    drawRing(canvas, centre, radius * 0.7, radius, -0.25, 0.25, grid);
    drawRing(canvas, centre, radius * 0.7, radius, -0.25, -0.25 + share / 2, colour);
    const text = textOf(value);
    const big = Math.min(20, radius / 3);
    drawText(canvas, text, centre.x - textWidth(text, big) / 2, centre.y, big, ink);
    const ends = [textOf(least), textOf(most)] as const;
    drawText(canvas, ends[0], centre.x - radius, centre.y + 14, textSize, faint);
    drawText(canvas, ends[1], centre.x + radius - textWidth(ends[1], textSize), centre.y + 14, textSize, faint);
    const fitted = fitText(label, width - 24, textSize);
    drawText(canvas, fitted, centre.x - textWidth(fitted, textSize) / 2, centre.y + 26, textSize, ink);
  }
}

function drawTable(canvas: Canvas, { ink, grid }: ValueTheme, values: readonly NewestValue[], top: number): void {
  const rowHeight = 20;
  for (const [row, { label, value, colour }] of values.entries()) {
    const bottom = top + (row + 1) * rowHeight;
    if (bottom > canvas.height) return;
    const text = textOf(value);
    canvas.fillRectangle(margin, bottom - 13, margin + 8, bottom - 5, colour);
    drawText(
      canvas,
      fitText(label, canvas.width - 4 * margin - textWidth(text, textSize), textSize),
      margin + 14,
      bottom - 6,
      textSize,
      ink,
    );
    drawText(canvas, text, canvas.width - margin - textWidth(text, textSize), bottom - 6, textSize, ink);
    canvas.line({ x: margin, y: bottom }, { x: canvas.width - margin, y: bottom }, grid);
  }
}

/** Places for values side by side, as square as may be. */
function inCells(canvas: Canvas, values: readonly NewestValue[], top: number) {
  const columns = Math.max(1, Math.ceil(Math.sqrt(values.length)));
  const rows = Math.max(1, Math.ceil(values.length / columns));
  const [width, height] = [canvas.width / columns, (canvas.height - top) / rows];
  return values.map((value, i) => ({ ...value, x: (i % columns) * width, y: top + Math.floor(i / columns) * height, width, height }));
}

/** Points looked at within a pixel, each way. */
const finer = 4;

/** A part of a ring (or of a disc, where the inner radius is 0), clockwise; turns are counted from the top, 1 is once around. */
function drawRing(
  canvas: Canvas,
  centre: { readonly x: number; readonly y: number },
  inner: number,
  outer: number,
  from: number,
  to: number,
  colour: Colour,
): void {
  if (to <= from) return;
  for (let y = Math.floor(centre.y - outer); y <= Math.ceil(centre.y + outer); y++) {
    for (let x = Math.floor(centre.x - outer); x <= Math.ceil(centre.x + outer); x++) {
      let inside = 0;
      for (let part = 0; part < finer * finer; part++) {
        const dx = x + ((part % finer) + 0.5) / finer - centre.x;
        const dy = y + (Math.floor(part / finer) + 0.5) / finer - centre.y;
        const distance = Math.hypot(dx, dy);
        if (distance > outer || distance < inner) continue;
        const turn = Math.atan2(dx, -dy) / (2 * Math.PI);
        if ((turn - from + 2) % 1 < to - from) inside++;
      }
      canvas.blend(x, y, colour, inside / (finer * finer));
    }
  }
}
