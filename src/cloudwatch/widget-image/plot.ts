/** The plot: lines and stacked areas, gaps where a period has no datapoint, annotations behind and above them. */
import { unionTimestamps, valuesAt, type TimeSeries } from "../../query/metric-math/values.ts";
import { type Canvas, type Colour, colourFrom, type Point } from "./canvas.ts";
import type { Scale } from "./scale.ts";
import { drawText, fitText } from "./stroke-font.ts";
import type { Line, Moment } from "./widget.ts";

export interface Curve {
  readonly series: TimeSeries;
  readonly periodSeconds: number;
  readonly colour: Colour;
}

const lineThickness = 1.6;
const areaOpacity = 0.45;
const bandOpacity = 0.15;
const thresholdColour: Colour = [214, 39, 40];

/** The points of a series in runs without gaps. */
export function runsOf({ timestamps, values }: TimeSeries, periodSeconds: number): { at: number; value: number }[][] {
  const runs: { at: number; value: number }[][] = [];
  let run: { at: number; value: number }[] = [];
  for (let i = 0; i < values.length; i++) {
    const at = timestamps[i] as number;
    if (run.length > 0 && at - (timestamps[i - 1] as number) > periodSeconds * 1.5) {
      runs.push(run);
      run = [];
    }
    run.push({ at, value: values[i] as number });
  }
  if (run.length > 0) runs.push(run);
  return runs;
}

export function drawCurve(canvas: Canvas, { series, periodSeconds, colour }: Curve, time: Scale, value: Scale): void {
  for (const run of runsOf(series, periodSeconds)) {
    canvas.polyline(
      run.map((point) => ({ x: time.at(point.at), y: value.at(point.value) })),
      colour,
      lineThickness,
    );
  }
}

/** The series with all below it added, a missing point counting as 0. */
export function stacked(curves: readonly Curve[]): Curve[] {
  const timestamps = unionTimestamps(curves.map(({ series }) => series.timestamps));
  let below = new Float64Array(timestamps.length);
  return curves.map((curve) => {
    const own = valuesAt(curve.series, timestamps, 0);
    below = below.map((sum, i) => sum + (own[i] as number));
    return { ...curve, series: { kind: "series", timestamps, values: below } };
  });
}

/** Stacked curves as areas, each down to the one below it. */
export function drawAreas(canvas: Canvas, curves: readonly Curve[], time: Scale, value: Scale): void {
  for (const [i, curve] of curves.entries()) {
    const under = curves[i - 1]?.series.values;
    const { timestamps, values } = curve.series;
    for (let j = 1; j < values.length; j++) {
      if ((timestamps[j] as number) - (timestamps[j - 1] as number) > curve.periodSeconds * 1.5) continue;
      const from = { x: time.at(timestamps[j - 1] as number), y: value.at(values[j - 1] as number) };
      const to = { x: time.at(timestamps[j] as number), y: value.at(values[j] as number) };
      fillBetween(canvas, from, to, value.at(under?.[j - 1] ?? 0), value.at(under?.[j] ?? 0), curve.colour);
    }
    drawCurve(canvas, curve, time, value);
  }
}

function fillBetween(canvas: Canvas, from: Point, to: Point, fromBelow: number, toBelow: number, colour: Colour): void {
  for (let x = Math.round(from.x); x < Math.round(to.x); x++) {
    const share = (x + 0.5 - from.x) / (to.x - from.x);
    canvas.fillColumn(x, from.y + (to.y - from.y) * share, fromBelow + (toBelow - fromBelow) * share, colour, areaOpacity);
  }
}

const colourOf = (text: string | undefined): Colour => (text === undefined ? undefined : colourFrom(text)) ?? thresholdColour;

/** One value across the plot, or the band between two. */
export function drawHorizontal(canvas: Canvas, annotation: Line | readonly Line[], time: Scale, value: Scale): void {
  const lines = (Array.isArray(annotation) ? annotation : [annotation]) as readonly Line[];
  const [first, second] = lines;
  if (!first || first.visible === false) return;
  const colour = colourOf(first.color);
  const [left, right] = [time.at(time.minimum), time.at(time.maximum)];
  const y = value.at(first.value);
  if (second) canvas.fillRectangle(left, value.at(second.value), right, y, colour, bandOpacity);
  if (first.fill === "above") canvas.fillRectangle(left, value.at(value.maximum), right, y, colour, bandOpacity);
  if (first.fill === "below") canvas.fillRectangle(left, y, right, value.at(value.minimum), colour, bandOpacity);
  for (const line of lines) {
    canvas.line({ x: left, y: value.at(line.value) }, { x: right, y: value.at(line.value) }, colour, 1.2);
    if (line.label !== undefined) drawText(canvas, fitText(line.label, right - left - 8, 7), left + 4, value.at(line.value) - 4, 7, colour);
  }
}

/** One moment from top to bottom, or the band between two. */
export function drawVertical(canvas: Canvas, annotation: Moment | readonly Moment[], time: Scale, value: Scale): void {
  const moments = (Array.isArray(annotation) ? annotation : [annotation]) as readonly Moment[];
  const [first, second] = moments;
  if (!first || first.visible === false) return;
  const colour = colourOf(first.color);
  const xOf = (moment: Moment): number => time.at(Date.parse(moment.value) / 1000);
  const [top, bottom] = [value.at(value.maximum), value.at(value.minimum)];
  const x = xOf(first);
  if (!Number.isFinite(x)) return;
  if (second) canvas.fillRectangle(x, top, xOf(second), bottom, colour, bandOpacity);
  if (first.fill === "before") canvas.fillRectangle(time.at(time.minimum), top, x, bottom, colour, bandOpacity);
  if (first.fill === "after") canvas.fillRectangle(x, top, time.at(time.maximum), bottom, colour, bandOpacity);
  for (const moment of moments) {
    canvas.line({ x: xOf(moment), y: top }, { x: xOf(moment), y: bottom }, colour, 1.2);
    if (moment.label !== undefined) drawText(canvas, moment.label, xOf(moment) + 4, top + 12, 7, colour);
  }
}
