/** The whole range under a zoomed graph, with the shown window marked: the window can be dragged and resized. */
import { type KeyboardEvent, type PointerEvent, type ReactNode, useLayoutEffect, useRef } from "react";
import uPlot from "uplot";
import type { Columns } from "./columns.ts";
import type { LineStyle } from "./drawing.ts";
import { type Grip, moveWindow } from "./zoom-window.ts";

interface MiniMapProps {
  readonly columns: Columns;
  readonly styles: readonly LineStyle[];
  readonly hidden: ReadonlySet<string>;
  /** The whole range, epoch seconds. */
  readonly whole: readonly [number, number];
  readonly window: readonly [number, number];
  readonly onChange: (from: number, to: number) => void;
}

const heightPx = 40;

export function MiniMap({ columns, styles, hidden, whole, window, onChange }: MiniMapProps): ReactNode {
  const host = useRef<HTMLDivElement>(null);
  const grip = useRef<{ readonly kind: Grip; readonly x: number; readonly from: number; readonly to: number }>(undefined);

  useLayoutEffect(() => {
    const element = host.current;
    if (!element || element.clientWidth === 0) return undefined;
    const u = new uPlot(
      {
        width: element.clientWidth,
        height: heightPx,
        padding: [2, 0, 2, 0],
        legend: { show: false },
        cursor: { show: false },
        scales: { x: { time: true, auto: false, min: whole[0], max: whole[1] } },
        axes: [{ show: false }, { show: false }],
        series: [
          {},
          ...columns.lines.map((line, place) => ({
            stroke: styles[place]?.color ?? "#888888",
            width: 1,
            show: !hidden.has(line.id),
            points: { show: false },
          })),
        ],
      },
      [columns.times as number[], ...columns.lines.map(({ values }) => values as (number | null)[])],
      element,
    );
    const observer = new ResizeObserver(() => element.clientWidth > 0 && u.setSize({ width: element.clientWidth, height: heightPx }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      u.destroy();
    };
  }, [columns, styles, hidden, whole[0], whole[1]]);

  const span = whole[1] - whole[0] || 1;
  const percent = (time: number): number => ((time - whole[0]) / span) * 100;
  const move = (kind: Grip, from: number, to: number, seconds: number): void => {
    const [nextFrom, nextTo] = moveWindow(kind, [from, to], seconds, whole, columns.periodSeconds);
    onChange(nextFrom, nextTo);
  };
  const onDown = (kind: Grip) => (event: PointerEvent<HTMLElement>) => {
    event.stopPropagation();
    event.currentTarget.setPointerCapture(event.pointerId);
    grip.current = { kind, x: event.clientX, from: window[0], to: window[1] };
  };
  const onMove = (event: PointerEvent<HTMLElement>): void => {
    const start = grip.current;
    if (!start || !host.current) return;
    move(start.kind, start.from, start.to, ((event.clientX - start.x) / host.current.clientWidth) * span);
  };
  const onUp = (): void => {
    grip.current = undefined;
  };
  const onKey = (kind: Grip) => (event: KeyboardEvent<HTMLElement>) => {
    const step = event.key === "ArrowLeft" ? -columns.periodSeconds : event.key === "ArrowRight" ? columns.periodSeconds : 0;
    if (step === 0) return;
    event.preventDefault();
    event.stopPropagation();
    move(kind, window[0], window[1], step);
  };
  const handle = (kind: "from" | "to", label: string, value: number): ReactNode => (
    <span
      className={`mini-map-handle mini-map-handle-${kind}`}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={whole[0]}
      aria-valuemax={whole[1]}
      aria-valuenow={Math.round(value)}
      aria-valuetext={new Date(value * 1000).toISOString()}
      onPointerDown={onDown(kind)}
      onPointerMove={onMove}
      onPointerUp={onUp}
      onKeyDown={onKey(kind)}
    />
  );
  return (
    <div className="mini-map" role="group" aria-label="Mini-map">
      <div ref={host} className="mini-map-canvas" />
      <div
        className="mini-map-window"
        style={{ left: `${percent(window[0])}%`, width: `${percent(window[1]) - percent(window[0])}%` }}
        onPointerDown={onDown("both")}
        onPointerMove={onMove}
        onPointerUp={onUp}
      >
        {handle("from", "Start of the zoomed window", window[0])}
        {handle("to", "End of the zoomed window", window[1])}
      </div>
    </div>
  );
}
