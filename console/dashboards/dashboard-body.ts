/**
 * A dashboard's body: CloudWatch's own JSON on a grid of 24 columns. Everything that is not understood here is kept as it
 * came, so that a body goes to and from AWS unchanged.
 */
import type { MetricWidget } from "../graph/widget.ts";

export const gridColumns = 24;

export interface Widget {
  readonly type: string;
  readonly x?: number;
  readonly y?: number;
  readonly width?: number;
  readonly height?: number;
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface DashboardBody {
  readonly start?: string;
  readonly end?: string;
  readonly periodOverride?: "auto" | "inherit";
  readonly widgets: readonly Widget[];
  readonly [member: string]: unknown;
}

/** A widget's place in cells. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Reads a body; throws a sentence where it is no dashboard. */
export function readBody(text: string): DashboardBody {
  const value: unknown = JSON.parse(text);
  if (typeof value !== "object" || value === null || !Array.isArray((value as { widgets?: unknown }).widgets)) {
    throw new Error("The dashboard's body has no list of widgets.");
  }
  return value as DashboardBody;
}

/** Where a widget stands; CloudWatch's defaults where it does not say, columns within the grid. */
export function placeOf(widget: Widget): Place {
  const width = Math.min(Math.max(Math.round(widget.width ?? 6), 1), gridColumns);
  return {
    width,
    height: Math.min(Math.max(Math.round(widget.height ?? 6), 1), 1000),
    x: Math.min(Math.max(Math.round(widget.x ?? 0), 0), gridColumns - width),
    y: Math.max(Math.round(widget.y ?? 0), 0),
  };
}

/** The first row below every widget. */
export function rowsOf(widgets: readonly Widget[]): number {
  return Math.max(0, ...widgets.map((widget) => placeOf(widget).y + placeOf(widget).height));
}

/** New metric widgets below what is there, from left to right, each of the given size. */
export function addBelow(body: DashboardBody, metrics: readonly MetricWidget[], width = 12, height = 6): DashboardBody {
  const top = rowsOf(body.widgets);
  const across = Math.max(1, Math.floor(gridColumns / width));
  const added = metrics.map((properties, index) => ({
    type: "metric",
    x: (index % across) * width,
    y: top + Math.floor(index / across) * height,
    width,
    height,
    properties: properties as unknown as Readonly<Record<string, unknown>>,
  }));
  return { ...body, widgets: [...body.widgets, ...added] };
}

/**
 * Puts one widget somewhere; those it would cover move down below it, and so on. All others keep their place.
 */
export function putWidget(widgets: readonly Widget[], index: number, place: Place): Widget[] {
  const width = Math.min(Math.max(place.width, 1), gridColumns);
  const put: Place = {
    width,
    height: Math.min(Math.max(place.height, 1), 1000),
    x: Math.min(Math.max(place.x, 0), gridColumns - width),
    y: Math.max(place.y, 0),
  };
  const places = widgets.map((widget, other) => (other === index ? put : placeOf(widget)));
  const settled = [index];
  const rest = places
    .map((_, other) => other)
    .filter((other) => other !== index)
    .sort((a, b) => (places[a]?.y ?? 0) - (places[b]?.y ?? 0));
  for (const other of rest) {
    let moved = places[other] ?? put;
    for (let hit = firstHit(moved, settled, places); hit; hit = firstHit(moved, settled, places))
      moved = { ...moved, y: hit.y + hit.height };
    places[other] = moved;
    settled.push(other);
  }
  return widgets.map((widget, other) => ({ ...widget, ...places[other] }));
}

function firstHit(place: Place, settled: readonly number[], places: readonly Place[]): Place | undefined {
  for (const index of settled) {
    const other = places[index];
    if (other && overlaps(place, other)) return other;
  }
  return undefined;
}

function overlaps(a: Place, b: Place): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** Why a name cannot be a dashboard's; undefined when it can. */
export function nameProblem(name: string): string | undefined {
  if (name === "") return "Enter a name.";
  if (name.length > 255) return "A name has at most 255 characters.";
  return /^[A-Za-z0-9_-]+$/.test(name) ? undefined : "Use letters, digits, dash (-) and underscore (_) only.";
}

/** The Markdown of a text widget. */
export function markdownOf({ properties }: Widget): string {
  const text = properties["markdown"];
  return typeof text === "string" ? text : "";
}
