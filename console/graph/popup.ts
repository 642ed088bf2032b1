/** The pop-up over a graph: built by hand and by text content alone, since it follows the pointer. */
import { type Columns, orderAt } from "./columns.ts";
import { formatTime, formatValue, type Zone, zoneName } from "./format.ts";
import { eventsWithin, type GraphEvent } from "./graph-events.ts";
import type { LineStyle } from "./drawing.ts";

/** With more lines than this those without a value are counted in one last item. */
const collapseBeyond = 10;

export interface PopupContent {
  readonly columns: Columns;
  readonly styles: readonly LineStyle[];
  readonly hidden: ReadonlySet<string>;
  readonly unit: string;
  readonly zone: Zone;
  readonly events: readonly GraphEvent[];
}

export interface PopupItem {
  readonly color: string;
  readonly label: string;
  readonly value: string;
  readonly lineId: string;
}

/** Time and items of a point, ordered highest first, absent values last. */
export function popupItems(
  content: PopupContent,
  index: number,
): { readonly time: string; readonly items: PopupItem[]; readonly more: number } {
  const { columns, styles, hidden, unit, zone } = content;
  const time = columns.times[index] ?? 0;
  const shown = orderAt(columns, index).filter(({ line }) => !hidden.has(line.id));
  const kept = shown.length > collapseBeyond ? shown.filter(({ value }) => value !== null) : shown;
  return {
    time: `${formatTime(time, zone, columns.periodSeconds < 60)} ${zoneName(zone, time)}`,
    items: kept.map(({ line, value }) => ({
      color: styles[columns.lines.indexOf(line)]?.color ?? "",
      label: line.label,
      value: formatValue(value, unit),
      lineId: line.id,
    })),
    more: shown.length - kept.length,
  };
}

/** Writes a point into the pop-up's element. `nearestLineId` is shown in bold, `events` under the lines. */
export function fillPopup(
  element: HTMLElement,
  content: PopupContent,
  index: number,
  nearestLineId: string | undefined,
  events: readonly GraphEvent[] = eventsAt(content, index),
): void {
  const { time, items, more } = popupItems(content, index);
  const list = document.createElement("ul");
  for (const item of items) {
    const row = document.createElement("li");
    const swatch = document.createElement("span");
    swatch.className = "graph-swatch";
    swatch.style.backgroundColor = item.color;
    const label = document.createElement("span");
    label.className = "graph-popup-label";
    label.textContent = item.label;
    const value = document.createElement("span");
    value.className = "graph-popup-value";
    value.textContent = item.value;
    row.append(swatch, label, value);
    row.classList.toggle("graph-popup-nearest", item.lineId === nearestLineId && items.length > 1);
    list.append(row);
  }
  const head = document.createElement("div");
  head.className = "graph-popup-time";
  head.textContent = time;
  const notes: HTMLElement[] = [];
  if (more > 0) notes.push(note(`+ ${more} without data`));
  for (const { at, label } of events) notes.push(note(`${formatTime(at, content.zone, true)} ${label}`));
  element.replaceChildren(head, list, ...notes);
}

function note(text: string): HTMLElement {
  const element = document.createElement("div");
  element.className = "graph-popup-note";
  element.textContent = text;
  return element;
}

/** Events within a point's period. */
export function eventsAt({ columns, events }: PopupContent, index: number): readonly GraphEvent[] {
  return eventsWithin(events, columns.times[index] ?? 0, columns.periodSeconds);
}

/** What a screen reader is told of a point. */
export function spokenPoint(content: PopupContent, index: number): string {
  const { time, items } = popupItems(content, index);
  const values = items.map(({ label, value }) => `${label} ${value === "–" ? "no data" : value}`);
  return `${time}: ${[...values, ...eventsAt(content, index).map(({ label }) => label)].join(", ")}`;
}
