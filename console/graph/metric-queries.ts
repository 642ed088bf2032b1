/** From a widget's definition to the queries of GetMetricData, and of several widgets to one call. */
import { expandRows, type MetricWidget } from "./widget.ts";

export interface MetricDataQuery {
  readonly Id: string;
  readonly Label?: string;
  readonly ReturnData: boolean;
  readonly Expression?: string;
  readonly Period?: number;
  readonly MetricStat?: {
    readonly Metric: {
      readonly Namespace: string;
      readonly MetricName: string;
      readonly Dimensions: readonly { readonly Name: string; readonly Value: string }[];
    };
    readonly Period: number;
    readonly Stat: string;
  };
}

/** One result of GetMetricData, as JSON carries it: epoch seconds. */
export interface MetricDataResult {
  readonly Id: string;
  readonly Label?: string;
  readonly Timestamps?: readonly number[];
  readonly Values?: readonly (number | string)[];
  readonly StatusCode?: string;
  readonly Messages?: readonly { readonly Code?: string; readonly Value?: string }[];
}

/**
 * The queries of one widget.
 * @param periodSeconds replaces the widget's own period and that of its rows.
 */
export function queriesOf(widget: MetricWidget, periodSeconds?: number): MetricDataQuery[] {
  const rows = expandRows(widget.metrics ?? []);
  const taken = new Set(rows.map(({ renderer }) => renderer.id).filter((id) => id !== undefined));
  let next = 0;
  const freshId = (): string => {
    let id = `row${next++}`;
    while (taken.has(id)) id = `row${next++}`;
    return id;
  };
  return rows.flatMap(({ metric, renderer }): MetricDataQuery[] => {
    const period = periodSeconds ?? renderer.period ?? widget.period ?? 300;
    const shared = {
      Id: renderer.id ?? freshId(),
      ReturnData: renderer.visible !== false,
      ...(renderer.label !== undefined && renderer.label !== "" && { Label: renderer.label }),
    };
    if (renderer.expression !== undefined) return [{ ...shared, Expression: renderer.expression, Period: period }];
    if (!metric) return [];
    return [
      {
        ...shared,
        MetricStat: {
          Metric: {
            Namespace: metric.namespace,
            MetricName: metric.metricName,
            Dimensions: metric.dimensions.map(({ name, value }) => ({ Name: name, Value: value })),
          },
          Period: period,
          Stat: renderer.stat ?? widget.stat ?? "Average",
        },
      },
    ];
  });
}

/** The queries of several widgets as those of one call, their ids kept apart by a prefix. */
export function combine(widgets: readonly (readonly MetricDataQuery[])[]): MetricDataQuery[] {
  return widgets.flatMap((queries, place) => {
    const ids = new Set(queries.map(({ Id }) => Id));
    return queries.map((query) => ({
      ...query,
      Id: prefixOf(place) + query.Id,
      ...(query.Expression !== undefined && { Expression: renameIds(query.Expression, ids, prefixOf(place)) }),
    }));
  });
}

/** Gives each widget its results back, under their own ids. */
export function splitResults(results: readonly MetricDataResult[], widgetCount: number): MetricDataResult[][] {
  const parts = Array.from({ length: widgetCount }, (): MetricDataResult[] => []);
  for (const result of results) {
    const match = /^w(\d+)_(.*)$/s.exec(result.Id);
    parts[Number(match?.[1])]?.push({ ...result, Id: match?.[2] ?? result.Id });
  }
  return parts;
}

function prefixOf(place: number): string {
  return `w${place}_`;
}

/** Puts a prefix before each of `ids` that stands in an expression outside of quotes. */
export function renameIds(expression: string, ids: ReadonlySet<string>, prefix: string): string {
  return expression.replace(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[A-Za-z_]\w*/g, (word) => (ids.has(word) ? prefix + word : word));
}
