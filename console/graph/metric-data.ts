/** Asks GetMetricData for one or several widgets in one call, follows NextToken, and aligns the answer. */
import type { Api } from "../api.ts";
import { alignResults, type Columns, joinPages } from "./columns.ts";
import { combine, type MetricDataQuery, type MetricDataResult, queriesOf, splitResults } from "./metric-queries.ts";
import type { MetricWidget } from "./widget.ts";

interface GetMetricDataOutput {
  readonly MetricDataResults?: readonly MetricDataResult[];
  readonly Messages?: readonly { readonly Code?: string; readonly Value?: string }[];
  readonly NextToken?: string;
}

/**
 * Columns of each widget, in their order. One widget goes out under its own ids; several as one call.
 * @param from epoch second, a multiple of the period, inclusive
 * @param to epoch second, exclusive
 */
export async function readMetricData(
  api: Api,
  widgets: readonly MetricWidget[],
  from: number,
  to: number,
  periodSeconds: number,
  signal?: AbortSignal,
): Promise<Columns[]> {
  const queries = widgets.map((widget) => queriesOf(widget, periodSeconds));
  const together = widgets.length > 1;
  const sent: readonly MetricDataQuery[] = together ? combine(queries) : (queries[0] ?? []);
  if (sent.length === 0) return widgets.map(() => alignResults([], from, to, periodSeconds));
  const pages: (readonly MetricDataResult[])[] = [];
  let token: string | undefined;
  do {
    const page: GetMetricDataOutput = await api.cloudwatch<GetMetricDataOutput>(
      "GetMetricData",
      {
        MetricDataQueries: sent,
        StartTime: from,
        EndTime: to,
        ScanBy: "TimestampAscending",
        ...(token !== undefined && { NextToken: token }),
      },
      signal,
    );
    pages.push(page.MetricDataResults ?? []);
    token = page.NextToken;
  } while (token !== undefined && token !== "");
  const results = joinPages(pages);
  const parts = together ? splitResults(results, widgets.length) : [results];
  return widgets.map((_, place) => alignResults(parts[place] ?? [], from, to, periodSeconds));
}
