/** Where expressions meet the store: every series of a call is selected in one go. */
import type { Unit } from "../../model/metric.ts";
import type { MetricStore } from "../../store/metric-store.ts";
import { type MetricRequest, select, type SelectedSeries } from "../select.ts";
import { parseStatistic, type Statistic } from "../statistics.ts";
import type { QueryMessage } from "./query.ts";
import type { SeriesOrigin, TimeSeries } from "./values.ts";

/** The range of a call, epoch seconds. */
export interface Range {
  /** Inclusive. */
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  readonly now: number;
}

export interface SeriesRequest {
  /** The statistic's name must be one that query/statistics knows. */
  readonly origin: SeriesOrigin;
  readonly unit?: Unit;
  readonly label?: string;
}

export interface FetchedSeries {
  readonly series: TimeSeries;
  readonly messages: readonly QueryMessage[];
}

/** One entry for each request, in their order. */
export async function fetchSeries(store: MetricStore, requests: readonly SeriesRequest[], range: Range): Promise<FetchedSeries[]> {
  const selected = await select(
    store,
    requests.map((request) => metricRequest(request, range)),
    { now: range.now },
  );
  return requests.map((request, i) => fetched(request, selected[i] as SelectedSeries));
}

function metricRequest({ origin, unit }: SeriesRequest, { from, to }: Range): MetricRequest {
  const { namespace, metricName, dimensions, periodSeconds } = origin;
  // Checked when the query was read.
  const statistic = parseStatistic(origin.statistic) as Statistic;
  return { namespace, metricName, dimensions, ...(unit !== undefined && { unit }), statistic, periodSeconds, from, to };
}

function fetched({ origin, label }: SeriesRequest, { timestamps, values, multipleUnits }: SelectedSeries): FetchedSeries {
  const series: TimeSeries = { kind: "series", timestamps, values, origin, ...(label !== undefined && { label }) };
  if (!multipleUnits) return { series, messages: [] };
  return { series, messages: [{ code: "MultipleUnits", value: `Multiple units returned: '[${multipleUnits.join(", ")}]'` }] };
}
