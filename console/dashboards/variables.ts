/**
 * A dashboard's variables, in CloudWatch's own form: a property variable sets one property (the Region, a statistic, a dimension)
 * in every metric widget; a pattern variable replaces a text wherever widgets hold it. The body itself is kept unchanged.
 */
import { expandRows, type MetricRow, type MetricWidget, type Renderer } from "../graph/widget.ts";
import type { DashboardBody, Widget } from "./dashboard-body.ts";

export interface DashboardVariable {
  readonly type: "property" | "pattern";
  readonly id: string;
  readonly inputType: "input" | "radio" | "select";
  /** What a property variable sets: "region", "stat", "period" or a dimension's name. */
  readonly property?: string;
  /** What a pattern variable replaces. */
  readonly pattern?: string;
  readonly label?: string;
  readonly defaultValue?: string;
  readonly visible?: boolean;
  /** A search, whose results' dimension `populateFrom` gives the values. */
  readonly search?: string;
  readonly populateFrom?: string;
  readonly values?: readonly { readonly value: string; readonly label?: string }[];
}

/** A search's "all of them", which leaves the widgets as they are. */
export const noneChosen = "__FIRST";

/** The variables of a body; entries that are none are left out. */
export function variablesOf(body: DashboardBody): readonly DashboardVariable[] {
  const list = body["variables"];
  if (!Array.isArray(list)) return [];
  return list.filter((entry: unknown): entry is DashboardVariable => {
    if (typeof entry !== "object" || entry === null) return false;
    const { type, id, inputType, property, pattern } = entry as Partial<Record<string, unknown>>;
    const names = type === "property" ? property : type === "pattern" ? pattern : undefined;
    return typeof id === "string" && typeof names === "string" && names !== "" && ["input", "radio", "select"].includes(String(inputType));
  });
}

/** What each variable stands at: chosen, else its default, else the first of its values; undefined leaves the widgets as they are. */
export function valueOf(
  variable: DashboardVariable,
  chosen: Readonly<Record<string, string>>,
  found: readonly string[] = [],
): string | undefined {
  const first = variable.values?.[0]?.value ?? found[0];
  const value = chosen[variable.id] ?? variable.defaultValue;
  return value === undefined || value === "" || value === noneChosen ? (chosen[variable.id] === "" ? undefined : first) : value;
}

/** The widget as the variables make it. */
export function withVariables(
  widget: Widget,
  variables: readonly { readonly variable: DashboardVariable; readonly value: string | undefined }[],
): Widget {
  let properties = widget.properties;
  for (const { variable, value } of variables) {
    if (value === undefined) continue;
    if (variable.type === "pattern") properties = replaced(properties, variable.pattern ?? "", value) as Widget["properties"];
    else if (widget.type === "metric") {
      properties = withProperty(properties as unknown as MetricWidget, variable.property ?? "", value) as unknown as Widget["properties"];
    }
  }
  return properties === widget.properties ? widget : { ...widget, properties };
}

/** Every text within a value with a text replaced; names of members stay. */
function replaced(value: unknown, pattern: string, by: string): unknown {
  if (typeof value === "string") return value.replaceAll(pattern, by);
  if (Array.isArray(value)) return value.map((entry) => replaced(entry, pattern, by));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, replaced(entry, pattern, by)]));
}

function withProperty(widget: MetricWidget, property: string, value: string): MetricWidget {
  if (property === "region") return { ...widget, region: value };
  if (property === "stat") return { ...widget, stat: value, metrics: mapRenderers(widget, (renderer) => ({ ...renderer, stat: value })) };
  if (property === "period") {
    const period = Number(value);
    return Number.isInteger(period) && period > 0
      ? { ...widget, period, metrics: mapRenderers(widget, (renderer) => ({ ...renderer, period })) }
      : widget;
  }
  return { ...widget, metrics: (widget.metrics ?? []).length === 0 ? [] : withDimension(widget, property, value) };
}

function mapRenderers({ metrics = [] }: MetricWidget, change: (renderer: Renderer) => Renderer): readonly MetricRow[] {
  return metrics.map((row) => {
    const hasRenderer = typeof row.at(-1) === "object";
    return row.map((entry): string | Renderer => (typeof entry === "object" && hasRenderer ? change(entry) : entry));
  });
}

/** The dimension's value in plain metrics, and in searches and queries that name it. */
function withDimension({ metrics = [] }: MetricWidget, name: string, value: string): readonly MetricRow[] {
  const quoted = value.replaceAll(/["']/g, "");
  const word = name.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return expandRows(metrics).map(({ metric, renderer }): MetricRow => {
    if (!metric) {
      const expression = renderer.expression?.replaceAll(
        new RegExp(`(["']?\\b${word}["']?\\s*=\\s*)("[^"]*"|'[^']*')`, "g"),
        (_, before: string, text: string) => [before, text[0], quoted, text[0]].join(""),
      );
      return [{ ...renderer, ...(expression !== undefined && { expression }) }];
    }
    return [
      metric.namespace,
      metric.metricName,
      ...metric.dimensions.flatMap((dimension) => [dimension.name, dimension.name === name ? value : dimension.value]),
      ...(Object.keys(renderer).length > 0 ? [renderer] : []),
    ];
  });
}
