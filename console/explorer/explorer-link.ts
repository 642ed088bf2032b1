/** The explorer's address: the graph as widget JSON, and the view's range and period beside it. */
import type { MetricWidget } from "../graph/widget.ts";
import { type ViewState, writeViewState } from "../url-state.ts";

/** An address of the explorer that shows a graph. */
export function explorerAddress(widget: MetricWidget, state: ViewState): string {
  const parameters = writeViewState(state);
  parameters.set("graph", JSON.stringify(widget));
  return `/explorer?${parameters}`;
}

/** An address of the form that writes an alarm on what a graph shows. */
export function createAlarmAddress(widget: MetricWidget): string {
  return `/alarms/create?${new URLSearchParams({ graph: JSON.stringify(widget) })}`;
}

/** The graph in a query string: undefined where there is none, a sentence where it cannot be read. */
export function graphOf(query: string): MetricWidget | string | undefined {
  const text = new URLSearchParams(query).get("graph");
  return text === null ? undefined : parseGraph(text);
}

/** Reads a metric widget from JSON; a sentence with the place where it cannot. */
export function parseGraph(text: string): MetricWidget | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return error instanceof Error ? `This is not JSON: ${error.message}` : "This is not JSON.";
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return "A graph is a JSON object.";
  const graph = value as { readonly metrics?: unknown; readonly region?: unknown };
  if (graph.metrics !== undefined && !(Array.isArray(graph.metrics) && graph.metrics.every(isRow))) {
    return "/metrics has to be an array of arrays of strings, each with an optional object as last element.";
  }
  if (graph.region !== undefined && typeof graph.region !== "string") return "/region has to be a string.";
  return value as MetricWidget;
}

function isRow(row: unknown): boolean {
  return (
    Array.isArray(row) &&
    row.length > 0 &&
    row.every((entry, place) => typeof entry === "string" || (place === row.length - 1 && typeof entry === "object" && entry !== null))
  );
}
