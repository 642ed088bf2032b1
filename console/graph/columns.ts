/** GetMetricData's arrays as columns on one time axis: what the canvas, the table, the pop-up and CSV read. */
import type { MetricDataResult } from "./metric-queries.ts";

export interface Line {
  /** Unique within its graph. */
  readonly id: string;
  /** Id of the query the line came from. */
  readonly queryId: string;
  readonly label: string;
  /** One for each time of the columns; null where there is no datapoint. */
  readonly values: readonly (number | null)[];
}

export interface Columns {
  /** Starts of the periods, epoch seconds, ascending, every period of the range. */
  readonly times: readonly number[];
  readonly periodSeconds: number;
  readonly lines: readonly Line[];
  /** What the server said about single results, e.g. of a failed one. */
  readonly messages: readonly string[];
}

/** Pages of GetMetricData's results put together: the same Id and Label on a later page goes on where it stopped. */
export function joinPages(pages: readonly (readonly MetricDataResult[])[]): MetricDataResult[] {
  const joined = new Map<string, MetricDataResult>();
  for (const page of pages) {
    const seen = new Map<string, number>();
    for (const result of page) {
      const name = `${result.Id}\u0000${result.Label ?? ""}`;
      const occurrence = seen.get(name) ?? 0;
      seen.set(name, occurrence + 1);
      const key = `${name}\u0000${occurrence}`;
      const before = joined.get(key);
      joined.set(
        key,
        before
          ? {
              ...result,
              Timestamps: [...(before.Timestamps ?? []), ...(result.Timestamps ?? [])],
              Values: [...(before.Values ?? []), ...(result.Values ?? [])],
            }
          : result,
      );
    }
  }
  return [...joined.values()];
}

/**
 * Puts results on every period start from `from` (inclusive) to `to` (exclusive), epoch seconds. Datapoints may come in
 * any order; those off the grid go into the period that holds them; a missing one is null, never 0.
 */
export function alignResults(results: readonly MetricDataResult[], from: number, to: number, periodSeconds: number): Columns {
  const count = Math.max(0, Math.ceil((to - from) / periodSeconds));
  const times = Array.from({ length: count }, (_, index) => from + index * periodSeconds);
  const messages: string[] = [];
  const lines = results.map((result, place): Line => {
    const values = times.map((): number | null => null);
    result.Timestamps?.forEach((second, index) => {
      const slot = Math.floor((second - from) / periodSeconds);
      const value = Number(result.Values?.[index]);
      if (slot >= 0 && slot < count && Number.isFinite(value)) values[slot] = value;
    });
    for (const message of result.Messages ?? []) messages.push(message.Value ?? message.Code ?? "");
    if (result.StatusCode === "InternalError" || result.StatusCode === "Forbidden") messages.push(`${result.Id}: ${result.StatusCode}`);
    return { id: `${result.Id}:${place}`, queryId: result.Id, label: result.Label ?? result.Id, values };
  });
  return { times, periodSeconds, lines, messages };
}

/** Before the id of a line that shows the period before, and after its label. */
export const previousPrefix = "previous:";
const previousSuffix = ", previous";

/** The lines of now with those of the period before beside them, point by point. */
export function withPrevious(now: Columns, before: Columns): Columns {
  const length = now.times.length;
  const earlier = before.lines.map((line) => ({
    ...line,
    id: previousPrefix + line.id,
    label: line.label + previousSuffix,
    values: Array.from({ length }, (_, index) => line.values[index] ?? null),
  }));
  return { ...now, lines: [...now.lines, ...earlier] };
}

/** The label of a line without what says that it is the period before. */
export function labelNow({ id, label }: Pick<Line, "id" | "label">): string {
  return id.startsWith(previousPrefix) ? label.slice(0, -previousSuffix.length) : label;
}

/** Without the lines that have no datapoint at all. */
export function withData(columns: Columns): Columns {
  return { ...columns, lines: columns.lines.filter(({ values }) => values.some((value) => value !== null)) };
}

/** Lines and their values at one time, highest first, those without a value last (in the graph's order). */
export function orderAt(columns: Columns, index: number): { readonly line: Line; readonly value: number | null }[] {
  return columns.lines
    .map((line) => ({ line, value: line.values[index] ?? null }))
    .sort((a, b) => (a.value === null || b.value === null ? Number(a.value === null) - Number(b.value === null) : b.value - a.value));
}

/** The newest value of a line. */
export function lastValue(line: Line): number | null {
  return line.values.findLast((value) => value !== null) ?? null;
}
