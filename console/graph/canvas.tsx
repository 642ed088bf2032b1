/** The drawn part of a graph: one uPlot instance with pop-up, shared crosshair, drag to zoom and keyboard. */
import { type KeyboardEvent, type ReactNode, useId, useLayoutEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { dataOf, type Drawing, optionsOf } from "./drawing.ts";
import { keyTarget } from "./point-keys.ts";
import { eventsAt, fillPopup, spokenPoint } from "./popup.ts";

export interface CanvasProps extends Drawing {
  readonly title: string;
  /** What the time axis shows, epoch seconds. */
  readonly window: readonly [from: number, to: number];
  /** Light or dark; another one draws anew, since a canvas keeps its colours. */
  readonly mode: string;
  readonly onZoom: ((from: number, to: number) => void) | undefined;
  readonly onResetZoom: (() => void) | undefined;
  /** A point was chosen by click or Enter. */
  readonly onChoose: ((index: number) => void) | undefined;
}

export function Canvas(props: CanvasProps): ReactNode {
  const { columns, styles, hidden, stacked, zone, bounds, unit, thresholds, syncKey, height, window, mode, events } = props;
  const host = useRef<HTMLDivElement>(null);
  const popup = useRef<HTMLDivElement>(null);
  const spoken = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const byKeyboard = useRef<number>(undefined);
  const latest = useRef(props);
  latest.current = props;
  const hintId = useId();

  // Whatever changes how an instance is built makes a new one; new data and a new window do not.
  const structure = JSON.stringify([
    columns.lines.map(({ id, label }) => [id, label]),
    styles,
    [...hidden],
    stacked,
    zone,
    bounds,
    unit,
    thresholds,
    syncKey,
    height,
    mode,
    events,
  ]);

  useLayoutEffect(() => {
    const element = host.current;
    if (!element) return undefined;
    const make = (width: number): void => {
      const now = latest.current;
      plot.current = new uPlot(
        optionsOf(now, width, now.window, {
          setCursor: [(u) => followCursor(u, latest.current, popup.current, byKeyboard.current)],
          setSelect: [(u) => zoomBySelection(u, latest.current)],
          ready: [(u) => u.over.addEventListener("click", () => u.cursor.idx != null && latest.current.onChoose?.(u.cursor.idx))],
        }),
        dataOf(now.columns, now.stacked, now.hidden),
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
    const hide = popup.current;
    return () => {
      observer.disconnect();
      plot.current?.destroy();
      plot.current = undefined;
      if (hide) hide.hidden = true;
    };
  }, [structure]);

  useLayoutEffect(() => {
    const u = plot.current;
    if (!u) return;
    u.batch(() => {
      u.setData(dataOf(columns, stacked, hidden), false);
      u.setScale("x", { min: window[0], max: window[1] });
    });
  }, [columns, stacked, hidden, window[0], window[1]]);

  const speak = (index: number): void => {
    globalThis.setTimeout(() => {
      if (spoken.current && byKeyboard.current === index) spoken.current.textContent = spokenPoint(latest.current, index);
    }, 150);
  };
  const goTo = (index: number): void => {
    const u = plot.current;
    const time = columns.times[index];
    if (!u || time === undefined) return;
    byKeyboard.current = index;
    u.setCursor({ left: u.valToPos(time, "x"), top: u.over.clientHeight / 3 });
    speak(index);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    const target = keyTarget(event.key, byKeyboard.current ?? plot.current?.cursor.idx ?? undefined, columns.times, window);
    if (target !== undefined) goTo(target);
    else if (event.key === "Enter" && byKeyboard.current !== undefined) props.onChoose?.(byKeyboard.current);
    else if (event.key === "Escape" && props.onResetZoom) props.onResetZoom();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const leave = (): void => {
    byKeyboard.current = undefined;
    plot.current?.setCursor({ left: -10, top: -10 });
  };

  return (
    <div
      className="graph-plot"
      tabIndex={0}
      role="application"
      aria-label={`${props.title} graph`}
      aria-describedby={hintId}
      data-points={columns.times.length}
      onKeyDown={onKeyDown}
      onBlur={leave}
      onPointerMove={() => {
        byKeyboard.current = undefined;
      }}
    >
      <div ref={host} className="graph-canvas" style={{ height }} />
      <div ref={popup} className="graph-popup" role="tooltip" hidden />
      <div ref={spoken} className="visually-hidden" aria-live="polite" />
      <div id={hintId} className="visually-hidden">
        Arrow keys move along the points, Home and End to the ends, Page up and Page down by ten. Enter chooses a point. Escape resets the
        zoom.
      </div>
    </div>
  );
}

/** From this close to a mark the pop-up names it. */
const markReachPx = 6;

/** Only where the pointer (or the keyboard) is does the pop-up stand; the other graphs of the group show the line alone. */
function followCursor(u: uPlot, props: CanvasProps, popup: HTMLElement | null, byKeyboard: number | undefined): void {
  if (!popup) return;
  const { left = -1, top = -1, idx, event } = u.cursor;
  if (left < 0 || idx == null || (event == null && byKeyboard === undefined)) {
    popup.hidden = true;
    return;
  }
  const within = eventsAt(props, idx);
  // Marks may stand closer than points: those under the pointer are told too.
  const close = byKeyboard !== undefined ? [] : props.events.filter(({ at }) => Math.abs(u.valToPos(at, "x") - left) <= markReachPx);
  fillPopup(popup, props, idx, byKeyboard === undefined ? nearestLine(u, props, idx, top) : undefined, [...new Set([...within, ...close])]);
  popup.hidden = false;
  const offset = u.bbox.left / uPlot.pxRatio;
  const onLeftHalf = left < u.over.clientWidth / 2;
  popup.style.left = onLeftHalf ? `${offset + left + 14}px` : "auto";
  popup.style.right = onLeftHalf ? "auto" : `${u.width - offset - left + 14}px`;
  popup.style.top = "6px";
}

function nearestLine(u: uPlot, { columns, hidden }: CanvasProps, index: number, top: number): string | undefined {
  let nearest: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  columns.lines.forEach((line, place) => {
    const value = u.data[place + 1]?.[index];
    if (value == null || hidden.has(line.id)) return;
    const distance = Math.abs(u.valToPos(value, "y") - top);
    if (distance < least) [nearest, least] = [line.id, distance];
  });
  return nearest;
}

function zoomBySelection(u: uPlot, props: CanvasProps): void {
  const { left, width } = u.select;
  if (width <= 0) return;
  const span = [u.posToVal(left, "x"), u.posToVal(left + width, "x")] as const;
  u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  // The group repeats the drag in every graph; only the dragged one has the pointer's event.
  if (u.cursor.event != null && width >= 4) props.onZoom?.(span[0], span[1]);
}
