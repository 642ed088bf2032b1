/** The drawn part of a heat map: one row a line, one column a period; colour says how many. */
import { type KeyboardEvent, type ReactNode, useId, useLayoutEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { palettes, thresholdColours } from "./colours.ts";
import type { Columns } from "./columns.ts";
import { dateIn, timeAxis } from "./drawing.ts";
import { formatTime, type Zone, zoneName } from "./format.ts";
import { cellsAt, cellWords, highestCount, strengthOf } from "./heat-cells.ts";
import { pageColours } from "./page-colours.ts";
import { keyTarget } from "./point-keys.ts";

export interface HeatMapProps {
  readonly title: string;
  readonly columns: Columns;
  readonly zone: Zone;
  readonly height: number;
  /** Graphs with the same key share their crosshair. */
  readonly syncKey: string | undefined;
  /** What the time axis shows, epoch seconds. */
  readonly window: readonly [from: number, to: number];
  readonly mode: "light" | "dark";
  readonly onZoom: (from: number, to: number) => void;
  readonly onResetZoom: (() => void) | undefined;
}

export default function HeatMap(props: HeatMapProps): ReactNode {
  const { columns, zone, height, syncKey, window, mode } = props;
  const host = useRef<HTMLDivElement>(null);
  const popup = useRef<HTMLDivElement>(null);
  const spoken = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const byKeyboard = useRef<number>(undefined);
  const latest = useRef(props);
  latest.current = props;
  const hintId = useId();
  const rows = columns.lines.length;

  useLayoutEffect(() => {
    const element = host.current;
    if (!element) return undefined;
    const make = (width: number): void => {
      const now = latest.current;
      plot.current = new uPlot(
        optionsOf(() => latest.current, width, {
          setCursor: [(u) => tell(u, latest.current, popup.current, byKeyboard.current !== undefined)],
          setSelect: [(u) => zoomBySelection(u, latest.current)],
        }),
        [now.columns.times as number[], now.columns.times.map(() => null)],
        element,
      );
    };
    const observer = new ResizeObserver(() => {
      const width = Math.floor(element.clientWidth);
      if (width <= 0) return;
      if (!plot.current) make(width);
      else if (plot.current.width !== width) plot.current.setSize({ width, height: latest.current.height });
    });
    observer.observe(element);
    if (element.clientWidth > 0) make(Math.floor(element.clientWidth));
    return () => {
      observer.disconnect();
      plot.current?.destroy();
      plot.current = undefined;
    };
  }, [rows, zone, height, syncKey, mode]);

  useLayoutEffect(() => {
    const u = plot.current;
    u?.batch(() => {
      u.setData([columns.times as number[], columns.times.map(() => null)], false);
      u.setScale("x", { min: window[0], max: window[1] });
    });
  }, [columns, window[0], window[1]]);

  const goTo = (index: number): void => {
    const time = columns.times[index];
    if (!plot.current || time === undefined) return;
    byKeyboard.current = index;
    plot.current.setCursor({ left: plot.current.valToPos(time, "x"), top: 20 });
    globalThis.setTimeout(() => {
      if (spoken.current && byKeyboard.current === index) spoken.current.textContent = spokenCells(latest.current, index);
    }, 150);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    const target = keyTarget(event.key, byKeyboard.current ?? plot.current?.cursor.idx ?? undefined, columns.times, window);
    if (target !== undefined) goTo(target);
    else if (event.key === "Escape" && props.onResetZoom) props.onResetZoom();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      className="graph-plot"
      tabIndex={0}
      role="application"
      aria-label={`${props.title} graph`}
      aria-describedby={hintId}
      onKeyDown={onKeyDown}
      onBlur={() => {
        byKeyboard.current = undefined;
        plot.current?.setCursor({ left: -10, top: -10 });
      }}
      onPointerMove={() => {
        byKeyboard.current = undefined;
      }}
    >
      <div ref={host} className="graph-canvas" style={{ height }} />
      <div ref={popup} className="graph-popup" role="tooltip" hidden />
      <div ref={spoken} className="visually-hidden" aria-live="polite" />
      <div id={hintId} className="visually-hidden">
        Arrow keys move along the periods, Home and End to the ends, Page up and Page down by ten. Escape resets the zoom.
      </div>
    </div>
  );
}

/** What the colours mean: from one request to the most that a cell holds. */
export function HeatLegend({ columns, mode }: { readonly columns: Columns; readonly mode: "light" | "dark" }): ReactNode {
  const highest = highestCount(columns);
  const steps = [1, highest ** 0.25, highest ** 0.5, highest ** 0.75, highest];
  return (
    <div className="heat-legend">
      <span>1 request</span>
      {steps.map((count, place) => (
        <span
          key={place}
          className="heat-legend-step"
          style={{ backgroundColor: palettes[mode][0], opacity: strengthOf(count, highest) }}
          aria-hidden="true"
        />
      ))}
      <span>{highest.toLocaleString("en-US")} requests in a cell</span>
    </div>
  );
}

function optionsOf(props: () => HeatMapProps, width: number, hooks: uPlot.Hooks.Arrays): uPlot.Options {
  const { columns, zone, height, syncKey, window } = props();
  const rows = columns.lines.length;
  const colours = pageColours();
  const font = '12px "Open Sans", "Helvetica Neue", Roboto, Arial, sans-serif';
  return {
    width,
    height,
    padding: [14, 24, 0, 0],
    legend: { show: false },
    tzDate: (second) => dateIn(zone, second),
    scales: { x: { time: true, auto: false, min: window[0], max: window[1] }, y: { auto: false, range: [0, rows] } },
    axes: [
      timeAxis(zone, colours, font),
      {
        stroke: colours.text,
        font,
        size: 82,
        grid: { show: false },
        ticks: { show: false },
        splits: () => columns.lines.map((_, row) => row + 0.5),
        // Every second row where there is no room for all.
        values: (u) => {
          const step = Math.max(1, Math.ceil((rows * 14 * uPlot.pxRatio) / Math.max(1, u.bbox.height)));
          return columns.lines.map(({ label }, row) => ((rows - 1 - row) % step === 0 ? label : ""));
        },
      },
    ],
    series: [{}, { show: true, points: { show: false } }],
    cursor: {
      y: false,
      drag: { x: true, y: false, setScale: false, dist: 4 },
      points: { show: false },
      ...(syncKey !== undefined && { sync: { key: syncKey, setSeries: false } }),
    },
    hooks: { ...hooks, drawClear: [(u) => drawCells(u, props())], draw: [(u) => drawLimit(u, props())] },
  };
}

function drawCells(u: uPlot, { columns, mode }: HeatMapProps): void {
  const { ctx } = u;
  const { left, top, width, height } = u.bbox;
  const highest = highestCount(columns);
  const rowHeight = height / columns.lines.length;
  const [from, to] = [u.scales["x"]?.min ?? 0, u.scales["x"]?.max ?? 0];
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, top, width, height);
  ctx.clip();
  ctx.fillStyle = palettes[mode][0];
  const half = columns.periodSeconds / 2;
  for (const [index, time] of columns.times.entries()) {
    if (time + half < from || time - half > to) continue;
    const x = u.valToPos(time - half, "x", true);
    const cellWidth = Math.max(1, u.valToPos(time + half, "x", true) - x);
    for (const [row, { values }] of columns.lines.entries()) {
      const strength = strengthOf(values[index] ?? 0, highest);
      if (strength === 0) continue;
      ctx.globalAlpha = strength;
      ctx.fillRect(x, top + height - (row + 1) * rowHeight, cellWidth, rowHeight);
    }
  }
  ctx.restore();
}

/** The line below the last row: what lies above it has timed out. */
function drawLimit(u: uPlot, { columns, mode }: HeatMapProps): void {
  const { ctx } = u;
  const y = u.valToPos(columns.lines.length - 1, "y", true);
  ctx.save();
  ctx.strokeStyle = thresholdColours[mode];
  ctx.lineWidth = 1.5 * uPlot.pxRatio;
  ctx.setLineDash([6 * uPlot.pxRatio, 4 * uPlot.pxRatio]);
  ctx.beginPath();
  ctx.moveTo(u.bbox.left, y);
  ctx.lineTo(u.bbox.left + u.bbox.width, y);
  ctx.stroke();
  ctx.restore();
}

/** The pop-up stands only where the pointer or the keyboard is; elsewhere the shared crosshair shows alone. */
function tell(u: uPlot, { columns, zone }: HeatMapProps, popup: HTMLElement | null, byKeyboard: boolean): void {
  if (!popup) return;
  const { left = -1, top = -1, idx, event } = u.cursor;
  if (left < 0 || idx == null || (event == null && !byKeyboard)) {
    popup.hidden = true;
    return;
  }
  const time = columns.times[idx] ?? 0;
  const pointed = byKeyboard ? undefined : columns.lines[Math.floor(u.posToVal(top, "y"))]?.label;
  const head = document.createElement("div");
  head.className = "graph-popup-time";
  head.textContent = `${formatTime(time, zone, columns.periodSeconds < 60)} ${zoneName(zone, time)}`;
  const list = document.createElement("ul");
  for (const cell of cellsAt(columns, idx)) {
    const row = document.createElement("li");
    row.classList.toggle("graph-popup-nearest", cell.label === pointed);
    const label = document.createElement("span");
    label.className = "graph-popup-label";
    label.textContent = cell.label;
    const value = document.createElement("span");
    value.className = "graph-popup-value";
    value.textContent = cellWords(cell);
    row.append(label, value);
    list.append(row);
  }
  if (list.childElementCount === 0) list.textContent = "No requests";
  popup.replaceChildren(head, list);
  popup.hidden = false;
  const offset = u.bbox.left / uPlot.pxRatio;
  const onLeftHalf = left < u.over.clientWidth / 2;
  popup.style.left = onLeftHalf ? `${offset + left + 14}px` : "auto";
  popup.style.right = onLeftHalf ? "auto" : `${u.width - offset - left + 14}px`;
  popup.style.top = "6px";
}

function spokenCells({ columns, zone }: HeatMapProps, index: number): string {
  const time = columns.times[index] ?? 0;
  const cells = cellsAt(columns, index).map((cell) => `${cell.label} ${cellWords(cell)}`);
  return `${formatTime(time, zone)} ${zoneName(zone, time)}: ${cells.join(", ") || "no requests"}`;
}

function zoomBySelection(u: uPlot, { onZoom }: HeatMapProps): void {
  const { left, width } = u.select;
  if (width <= 0) return;
  const [from, to] = [u.posToVal(left, "x"), u.posToVal(left + width, "x")];
  u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  // The group repeats the drag in every graph; only the dragged one has the pointer's event.
  if (u.cursor.event != null && width >= 4) onZoom(from, to);
}
