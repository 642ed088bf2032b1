/** Where expressions meet the store: every series of a call is selected in one go. */
import type { Unit } from "../../model/metric.ts";
import type { MetricStore } from "../../store/metric-store.ts";
import { type MetricRequest, select } from "../select.ts";
import { parseStatistic } from "../statistics.ts";
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
  readonly origin: SeriesOrigin;
  readonly unit?: Unit;
}

export interface FetchedSeries {
  readonly series: TimeSeries;
  readonly messages: readonly QueryMessage[];
}
