/** What may be asked for in one call: metrics and expressions, each under an id that expressions can name. */
import type { Dimension, Unit } from "../../model/metric.ts";
import type { TimeSeries } from "./values.ts";

export interface MetricQuery {
  readonly id: string;
  readonly namespace: string;
  readonly metricName: string;
  /** Sorted by name. */
  readonly dimensions: readonly Dimension[];
  /** Absent: whatever unit there is. */
  readonly unit?: Unit;
  /** A statistic as AWS writes it, e.g. "Sum" or "p99". */
  readonly statistic: string;
  readonly periodSeconds: number;
  /** What the metric is called where an expression gives it on in an array. */
  readonly label?: string;
}

export interface ExpressionQuery {
  readonly id: string;
  /** Metric math or a Metrics Insights query. */
  readonly expression: string;
  /** What a single series of it is called where another expression gives it on in an array; absent: the id. */
  readonly label?: string;
  /** For SEARCH without a period, Metrics Insights, and expressions over nothing that has a period. */
  readonly periodSeconds?: number;
}

export type Query = MetricQuery | ExpressionQuery;

export const isExpression = (query: Query): query is ExpressionQuery => "expression" in query;

export interface QueryMessage {
  readonly code: string;
  readonly value: string;
}

export interface QueryResult {
  readonly id: string;
  /** One, or as many as the array has that the expression gave. */
  readonly series: readonly TimeSeries[];
  /** Whether the expression gave an array: its series then carry labels of their own. */
  readonly isArray: boolean;
  readonly periodSeconds: number;
  readonly messages: readonly QueryMessage[];
}

/** An expression that cannot be answered; `id` is the query's. */
export class ExpressionFault extends Error {
  readonly id: string;

  constructor(id: string, message: string) {
    super(message);
    this.name = "ExpressionFault";
    this.id = id;
  }
}
