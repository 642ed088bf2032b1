/** Changes to the rows of an explored graph. Pure. */
import { expandRows, type MetricRow, type MetricWidget, type Renderer } from "../graph/widget.ts";

export interface ListedMetric {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[];
}

/** One text for a metric: the same whatever the order of its dimensions. */
export function metricKey(metric: ListedMetric): string {
  const dimensions = (metric.Dimensions ?? []).map(({ Name, Value }) => `${Name}=${Value}`).sort();
  return [metric.Namespace, metric.MetricName, ...dimensions].join("\u0000");
}

/** Keys of the metrics that a graph shows. */
export function shownKeys(widget: MetricWidget): ReadonlySet<string> {
  return new Set(
    expandRows(widget.metrics ?? []).flatMap(({ metric }) =>
      metric
        ? [
            metricKey({
              Namespace: metric.namespace,
              MetricName: metric.metricName,
              Dimensions: metric.dimensions.map(({ name, value }) => ({ Name: name, Value: value })),
            }),
          ]
        : [],
    ),
  );
}

/** The rows with shorthands written out, so that one can be taken out without changing the next. */
function wholeRows(widget: MetricWidget): MetricRow[] {
  return expandRows(widget.metrics ?? []).map(({ metric, renderer }) => {
    const options = Object.keys(renderer).length > 0 ? [renderer] : [];
    return metric
      ? [metric.namespace, metric.metricName, ...metric.dimensions.flatMap(({ name, value }) => [name, value]), ...options]
      : options;
  });
}

/** Adds a metric, or takes it out where it is shown. */
export function toggleMetric(widget: MetricWidget, metric: ListedMetric): MetricWidget {
  const key = metricKey(metric);
  const rows = wholeRows(widget);
  const kept = rows.filter((row) => !shownKeys({ ...widget, metrics: [row] }).has(key));
  if (kept.length < rows.length) return { ...widget, metrics: kept };
  const label = (metric.Dimensions ?? []).map(({ Value }) => Value).join(" ") || metric.MetricName;
  const row: MetricRow = [
    metric.Namespace,
    metric.MetricName,
    ...(metric.Dimensions ?? []).flatMap(({ Name, Value }) => [Name, Value]),
    { id: freshId(widget, "m"), label: `${metric.MetricName} ${label}` },
  ];
  return { ...widget, metrics: [...rows, row] };
}

/** Adds a row that is an expression. */
export function addExpression(widget: MetricWidget, expression: string): MetricWidget {
  const id = freshId(widget, expression.trim().toUpperCase().startsWith("SELECT") ? "q" : "e");
  return { ...widget, metrics: [...wholeRows(widget), [{ id, expression: expression.trim() }]] };
}

/** Changes what a row says beside its metric; members that become undefined are left out. */
export function changeRow(
  widget: MetricWidget,
  index: number,
  changes: { readonly [K in keyof Renderer]?: Renderer[K] | undefined },
): MetricWidget {
  const rows = wholeRows(widget).map((row, place) => {
    if (place !== index) return row;
    const last = row.at(-1);
    const before = typeof last === "object" ? last : {};
    const after = Object.fromEntries(Object.entries({ ...before, ...changes }).filter(([, value]) => value !== undefined)) as Renderer;
    return [...row.filter((entry) => typeof entry === "string"), after];
  });
  return { ...widget, metrics: rows };
}

export function removeRow(widget: MetricWidget, index: number): MetricWidget {
  return { ...widget, metrics: wholeRows(widget).filter((_, place) => place !== index) };
}

function freshId(widget: MetricWidget, letter: string): string {
  const taken = new Set(expandRows(widget.metrics ?? []).map(({ renderer }) => renderer.id));
  let number = 1;
  while (taken.has(letter + String(number))) number++;
  return letter + String(number);
}
