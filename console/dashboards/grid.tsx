/** The grid of a dashboard: 24 columns; while editing, widgets are moved by their title and resized at the corner, or by keyboard. */
import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef } from "react";
import { gridColumns, type Place, placeOf, rowsOf, type Widget } from "./dashboard-body.ts";

/** Height of a row, pixels; the gap between widgets is part of it. */
const rowPx = 56;

interface GridProps {
  readonly widgets: readonly Widget[];
  readonly editing: boolean;
  /** `before` is all widgets as they stood when the move began: what a widget passes over comes back. */
  readonly onPut: (index: number, place: Place, before: readonly Widget[]) => void;
  readonly children: (widget: Widget, index: number, heightPx: number) => ReactNode;
}

export function Grid({ widgets, editing, onPut, children }: GridProps): ReactNode {
  const grid = useRef<HTMLDivElement>(null);
  const grip = useRef<{
    readonly index: number;
    readonly kind: "move" | "size";
    readonly x: number;
    readonly y: number;
    readonly from: Place;
  }>(undefined);

  const began = useRef<readonly Widget[]>(widgets);

  const start = (index: number, kind: "move" | "size", widget: Widget) => (event: PointerEvent<HTMLElement>) => {
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    began.current = widgets;
    grip.current = { index, kind, x: event.clientX, y: event.clientY, from: placeOf(widget) };
  };
  const drag = (event: PointerEvent<HTMLElement>): void => {
    const held = grip.current;
    if (!held || !grid.current) return;
    const columns = Math.round((event.clientX - held.x) / (grid.current.clientWidth / gridColumns));
    const rows = Math.round((event.clientY - held.y) / rowPx);
    onPut(held.index, shifted(held.from, held.kind, columns, rows), began.current);
  };
  const end = (): void => {
    grip.current = undefined;
  };
  const onKey = (index: number, kind: "move" | "size", widget: Widget) => (event: KeyboardEvent<HTMLElement>) => {
    const steps: Readonly<Record<string, readonly [number, number]>> = {
      ArrowLeft: [-1, 0],
      ArrowRight: [1, 0],
      ArrowUp: [0, -1],
      ArrowDown: [0, 1],
    };
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    onPut(index, shifted(placeOf(widget), kind, step[0], step[1]), began.current);
  };
  const handle = (index: number, kind: "move" | "size", widget: Widget): ReactNode => (
    <button
      type="button"
      className={`grid-handle grid-handle-${kind}`}
      aria-label={`${kind === "move" ? "Move" : "Resize"} ${titleOf(widget)} with the arrow keys`}
      onPointerDown={start(index, kind, widget)}
      onPointerMove={drag}
      onPointerUp={end}
      onFocus={() => {
        began.current = widgets;
      }}
      onKeyDown={onKey(index, kind, widget)}
    />
  );
  return (
    <div ref={grid} className="dashboard-grid" style={{ gridTemplateRows: `repeat(${rowsOf(widgets)}, ${rowPx}px)` }}>
      {widgets.map((widget, index) => {
        const { x, y, width, height } = placeOf(widget);
        return (
          <div
            // Widgets have no id in CloudWatch's JSON; their order in the body is their identity.
            key={`widget-${String(index)}`}
            className={editing ? "dashboard-widget dashboard-widget-editing" : "dashboard-widget"}
            style={{ gridColumn: `${x + 1} / span ${width}`, gridRow: `${y + 1} / span ${height}` }}
          >
            {editing && handle(index, "move", widget)}
            {children(widget, index, height * rowPx)}
            {editing && handle(index, "size", widget)}
          </div>
        );
      })}
    </div>
  );
}

function shifted(from: Place, kind: "move" | "size", columns: number, rows: number): Place {
  return kind === "move"
    ? { ...from, x: from.x + columns, y: from.y + rows }
    : { ...from, width: Math.min(from.width + columns, gridColumns - from.x), height: from.height + rows };
}

/** A widget's name for people. */
export function titleOf(widget: Widget): string {
  const title = widget.properties["title"];
  return typeof title === "string" && title !== "" ? title : `${widget.type} widget`;
}
