/** A widget as a picture: title, axes, plot, legend; or its newest values. */
import type { AnsweredSeries } from "../metric-data/answer.ts";
import { Canvas, type Colour, colourFrom } from "./canvas.ts";
import { type Curve, drawAreas, drawCurve, drawHorizontal, drawVertical, stacked } from "./plot.ts";
import { boundsFor, linear, type Scale } from "./scale.ts";
import { drawText, fitText, textWidth } from "./stroke-font.ts";
import { timeText, timeTicks, valueText, valueTicks } from "./ticks.ts";
import { valueViews } from "./values.ts";
import type { Line, Widget } from "./widget.ts";

interface Theme {
  readonly background: Colour;
  readonly ink: Colour;
  readonly faint: Colour;
  readonly grid: Colour;
}

const themes: Readonly<Record<Widget["theme"], Theme>> = {
  light: { background: [255, 255, 255], ink: [22, 29, 38], faint: [101, 106, 116], grid: [233, 235, 237] },
  dark: { background: [22, 29, 38], ink: [235, 235, 240], faint: [164, 164, 173], grid: [52, 58, 68] },
};
/** Lines without a colour of their own take these in turn. */
const palette = ["#1f77b4", "#ff7f0e", "#2ca02c", "#9467bd", "#8c564b", "#e377c2", "#7f7f7f", "#bcbd22", "#17becf", "#d62728"];

const titleSize = 10;
const textSize = 7;
const rowHeight = 16;

interface Drawn extends Curve {
  readonly label: string;
  readonly side: "left" | "right";
}

export function drawWidget(widget: Widget, answered: readonly AnsweredSeries[]): Canvas {
  const theme = themes[widget.theme];
  const canvas = new Canvas(widget.width, widget.height, theme.background);
  const curves = answered.map(({ id, label, series, periodSeconds }, i): Drawn => {
    const style = widget.styles.get(id);
    const colour = (style?.color === undefined ? undefined : colourFrom(style.color)) ?? paletteColour(i);
    return { series, periodSeconds, colour, label, side: style?.yAxis ?? "left" };
  });
  let top = 12;
  if (widget.title !== undefined) {
    drawText(canvas, fitText(widget.title, widget.width - 16, titleSize), 8, 8 + titleSize, titleSize, theme.ink);
    top += titleSize + 12;
  }
  if (widget.view === "timeSeries") drawGraph(canvas, theme, widget, curves, top);
  else {
    const values = curves.map(({ series, label, colour }) => ({ label, colour, value: series.values.at(-1) }));
    valueViews[widget.view](canvas, theme, values, top, widget.yAxis.left ?? {});
  }
  return canvas;
}

const paletteColour = (i: number): Colour => colourFrom(palette[i % palette.length] as string) as Colour;

function drawGraph(canvas: Canvas, theme: Theme, widget: Widget, curves: readonly Drawn[], top: number): void {
  const rightAxis = curves.some(({ side }) => side === "right");
  const beside = widget.legend === "right" ? Math.min(200, Math.round(canvas.width / 3)) : 0;
  const left = 48;
  const right = canvas.width - beside - (rightAxis ? 48 : 12);
  const below = widget.legend === "bottom" ? legendRows(curves, canvas.width - 16) * rowHeight : 0;
  const bottom = canvas.height - 24 - below;
  const time = linear(widget.from, widget.to, left, right);
  const shown = widget.stacked ? stackedBySide(curves) : curves;
  const scales = { left: scaleOf(widget, shown, "left", bottom, top + 8), right: scaleOf(widget, shown, "right", bottom, top + 8) };
  drawTimeAxis(canvas, theme, widget, time, top + 8, bottom);
  drawValueAxis(canvas, theme, scales.left, left, right, "left", widget.yAxis.left?.label);
  if (rightAxis) drawValueAxis(canvas, theme, scales.right, left, right, "right", widget.yAxis.right?.label);
  canvas.within(left, top, right + 1, bottom + 1, () => {
    if (widget.stacked) {
      for (const side of ["left", "right"] as const) {
        drawAreas(
          canvas,
          shown.filter((curve) => curve.side === side),
          time,
          scales[side],
        );
      }
    } else for (const curve of shown) drawCurve(canvas, curve, time, scales[curve.side]);
    for (const annotation of widget.horizontal) drawHorizontal(canvas, annotation, time, scales[sideOf(annotation)]);
    for (const annotation of widget.vertical) drawVertical(canvas, annotation, time, scales.left);
  });
  if (!curves.some(({ series }) => series.values.length > 0)) {
    const text = "No data available";
    drawText(canvas, text, (left + right - textWidth(text, titleSize)) / 2, (top + bottom) / 2, titleSize, theme.faint);
  }
  if (widget.legend === "bottom") drawLegend(canvas, theme, curves, 8, canvas.height - below, canvas.width - 16);
  if (widget.legend === "right") drawLegend(canvas, theme, curves, canvas.width - beside + 8, top, beside - 16);
}

const stackedBySide = (curves: readonly Drawn[]): Drawn[] =>
  (["left", "right"] as const).flatMap((side) => stacked(curves.filter((curve) => curve.side === side)) as Drawn[]);

const sideOf = (annotation: Line | readonly Line[]): "left" | "right" =>
  (Array.isArray(annotation) ? (annotation as readonly Line[])[0]?.yAxis : (annotation as Line).yAxis) ?? "left";

function scaleOf(widget: Widget, curves: readonly Drawn[], side: "left" | "right", bottom: number, top: number): Scale {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  const include = (value: number): void => {
    least = Math.min(least, value);
    most = Math.max(most, value);
  };
  for (const curve of curves) if (curve.side === side) for (const value of curve.series.values) include(value);
  if (widget.stacked) include(0);
  for (const annotation of widget.horizontal) {
    if (sideOf(annotation) === side) for (const line of [annotation].flat()) include(line.value);
  }
  return linear(...boundsFor(least, most, widget.yAxis[side] ?? {}), bottom, top);
}

function drawTimeAxis(
  canvas: Canvas,
  { faint, grid }: Theme,
  { from, to, offsetMinutes }: Widget,
  time: Scale,
  top: number,
  bottom: number,
): void {
  const ticks = timeTicks(from, to, (time.at(to) - time.at(from)) / 80, offsetMinutes);
  const spacing = (ticks[1] ?? to) - (ticks[0] ?? from);
  for (const tick of ticks) {
    const x = time.at(tick);
    canvas.line({ x, y: top }, { x, y: bottom }, grid);
    const text = timeText(tick, spacing, offsetMinutes);
    const wide = textWidth(text, textSize);
    drawText(canvas, text, Math.min(x - wide / 2, canvas.width - wide - 2), bottom + 14, textSize, faint);
  }
  canvas.line({ x: time.at(from), y: bottom }, { x: time.at(to), y: bottom }, faint);
}

function drawValueAxis(
  canvas: Canvas,
  { faint, grid }: Theme,
  value: Scale,
  left: number,
  right: number,
  side: "left" | "right",
  label: string | undefined,
): void {
  for (const tick of valueTicks(value.minimum, value.maximum, 5)) {
    const y = value.at(tick);
    const text = valueText(tick);
    if (side === "left") canvas.line({ x: left, y }, { x: right, y }, grid);
    const x = side === "left" ? left - 6 - textWidth(text, textSize) : right + 6;
    drawText(canvas, text, x, y + textSize / 2, textSize, faint);
  }
  if (label === undefined) return;
  const fitted = fitText(label, (right - left) / 2, textSize);
  drawText(
    canvas,
    fitted,
    side === "left" ? 8 : canvas.width - 8 - textWidth(fitted, textSize),
    value.at(value.maximum) - 4,
    textSize,
    faint,
  );
}

const entryWidth = (label: string): number => textWidth(label, textSize) + 26;

/** How many rows a legend needs across so many pixels. */
function legendRows(curves: readonly Drawn[], width: number): number {
  let rows = 0;
  let left = Number.POSITIVE_INFINITY;
  for (const { label } of curves) {
    const wide = Math.min(width, entryWidth(label));
    if (left + wide > width) {
      rows++;
      left = 0;
    }
    left += wide;
  }
  return Math.min(rows, 4);
}

/** Entries side by side as long as they fit, at most as many rows as legendRows tells or the picture holds. */
function drawLegend(canvas: Canvas, { ink }: Theme, curves: readonly Drawn[], x: number, top: number, width: number): void {
  let left = 0;
  let y = top;
  for (const { label, colour } of curves) {
    const wide = Math.min(width, entryWidth(label));
    if (left + wide > width && left > 0) {
      left = 0;
      y += rowHeight;
    }
    if (y + rowHeight > canvas.height) return;
    canvas.fillRectangle(x + left, y + 4, x + left + 10, y + 12, colour);
    drawText(canvas, fitText(label, wide - 20, textSize), x + left + 14, y + 11, textSize, ink);
    left += wide;
  }
}
