/** Options of the uPlot instance behind a graph: what is drawn and how, apart from React. */
import uPlot from "uplot";
import type { Columns } from "./columns.ts";
import { formatTick, type Zone } from "./format.ts";
import { pageColours } from "./page-colours.ts";
import type { GraphEvent } from "./graph-events.ts";
import { drawEvents, drawThresholds } from "./marks.ts";
import { axisRange, type Threshold } from "./thresholds.ts";
import type { AxisBounds } from "./widget.ts";

export interface LineStyle {
  readonly color: string;
  readonly dash: readonly number[];
}

export interface Drawing {
  readonly columns: Columns;
  readonly styles: readonly LineStyle[];
  /** Ids of lines that are not drawn. */
  readonly hidden: ReadonlySet<string>;
  readonly stacked: boolean;
  readonly zone: Zone;
  readonly bounds: AxisBounds | undefined;
  readonly unit: string;
  readonly thresholds: readonly Threshold[];
  readonly thresholdColour: string;
  /** What happened to the key store, marked on the time axis. */
  readonly events: readonly GraphEvent[];
  /** Graphs with the same key share their crosshair. */
  readonly syncKey: string | undefined;
  readonly height: number;
}

/** uPlot's data of columns; stacked lines are added up from the first on, gaps counting as 0 within the sum. */
export function dataOf(columns: Columns, stacked: boolean, hidden: ReadonlySet<string>): uPlot.AlignedData {
  if (!stacked) return [columns.times as number[], ...columns.lines.map(({ values }) => values as (number | null)[])];
  const sums = columns.times.map(() => 0);
  const lines = columns.lines.map(({ id, values }) =>
    hidden.has(id)
      ? values.map(() => null)
      : values.map((value, index) => {
          sums[index] = (sums[index] ?? 0) + (value ?? 0);
          return value === null ? null : (sums[index] ?? 0);
        }),
  );
  return [columns.times as number[], ...lines];
}

/** The axis below a graph, its ticks in a zone. */
export function timeAxis(zone: Zone, colours: { readonly text: string; readonly grid: string }, font: string): uPlot.Axis {
  return {
    stroke: colours.text,
    font,
    grid: { show: false },
    ticks: { stroke: colours.grid, width: 1, size: 5 },
    space: 64,
    size: 30,
    values: (_, splits, _axis, _space, increment) => splits.map((second) => timeTick(dateIn(zone, second), increment)),
  };
}

/** A moment whose local members (hours, minutes …) are those of the zone. */
export function dateIn(zone: Zone, second: number): Date {
  return zone === "utc" ? uPlot.tzDate(new Date(second * 1000), "Etc/UTC") : new Date(second * 1000);
}

/** Options of an instance for a drawing. Interaction (cursor, selection) comes from the caller as hooks. */
export function optionsOf(drawing: Drawing, width: number, window: readonly [number, number], hooks: uPlot.Hooks.Arrays): uPlot.Options {
  const colours = pageColours();
  const font = '12px "Open Sans", "Helvetica Neue", Roboto, Arial, sans-serif';
  return {
    width,
    height: drawing.height,
    padding: [14, 24, 0, 0],
    legend: { show: false },
    tzDate: (second) => dateIn(drawing.zone, second),
    scales: {
      x: { time: true, auto: false, min: window[0], max: window[1] },
      y: { range: (_, low, high) => axisRange(low, high, drawing.bounds, drawing.thresholds) },
    },
    axes: [
      timeAxis(drawing.zone, colours, font),
      {
        stroke: colours.text,
        font,
        size: 52,
        grid: { stroke: colours.grid, width: 1 },
        ticks: { show: false },
        values: (_, splits) =>
          splits.map((value) => (drawing.bounds?.max !== undefined && value > drawing.bounds.max ? "" : formatTick(value, drawing.unit))),
      },
    ],
    series: [
      {},
      ...drawing.columns.lines.map((line, place): uPlot.Series => {
        const style = drawing.styles[place];
        return {
          label: line.label,
          show: !drawing.hidden.has(line.id),
          stroke: style?.color ?? colours.text,
          width: 1.75,
          dash: [...(style?.dash ?? [])],
          ...(drawing.stacked && { fill: `${style?.color ?? "#888888"}33` }),
          spanGaps: false,
          points: { show: () => true, size: 5, fill: style?.color ?? colours.text, filter: lonePoints },
        };
      }),
    ],
    cursor: {
      y: false,
      drag: { x: true, y: false, setScale: false, dist: dragFromPx, click: (_, event) => swallowDrag(event) },
      bind: {
        mousedown: (_, target, handle) => (event) => {
          pressedAt.set(target, event.clientX);
          return handle(event);
        },
      },
      points: { size: 7, width: 2 },
      ...(drawing.syncKey !== undefined && { sync: { key: drawing.syncKey, setSeries: false } }),
    },
    hooks: { ...hooks, draw: [(u) => drawThresholds(u, drawing), (u) => drawEvents(u, drawing), ...(hooks.draw ?? [])] },
  };
}

/** A shorter drag is a click. */
const dragFromPx = 4;

/** Where the pointer was pressed, per plot. */
const pressedAt = new WeakMap<EventTarget, number>();

/** The click at the end of a drag is none; uPlot itself would swallow it after one pixel. */
function swallowDrag(event: MouseEvent): void {
  const from = event.target ? pressedAt.get(event.target) : undefined;
  if (from !== undefined && Math.abs(event.clientX - from) >= dragFromPx) event.stopImmediatePropagation();
}

/** A tick of the time axis: hours and minutes, the date where a day begins, seconds where ticks are that close. */
function timeTick(date: Date, incrementSeconds: number): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  const day = `${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  if (incrementSeconds >= 86_400) return day;
  const time = `${two(date.getHours())}:${two(date.getMinutes())}${incrementSeconds < 60 ? `:${two(date.getSeconds())}` : ""}`;
  return date.getHours() === 0 && date.getMinutes() === 0 && incrementSeconds >= 60 ? day : time;
}

/** Points whose neighbours are both absent: a line alone would not show them. */
function lonePoints(u: uPlot, seriesIndex: number): number[] {
  const values = u.data[seriesIndex] as (number | null)[] | undefined;
  const lone: number[] = [];
  values?.forEach((value, index) => {
    if (value !== null && (values[index - 1] ?? null) === null && (values[index + 1] ?? null) === null) lone.push(index);
  });
  return lone;
}
