/** Wire queries of one range answered: run by query/metric-math, each series with its label. */
import { ExpressionFault, isExpression, type Query, type QueryMessage, type QueryResult } from "../../query/metric-math/query.ts";
import { runQueries } from "../../query/metric-math/run-queries.ts";
import type { TimeSeries } from "../../query/metric-math/values.ts";
import { type CloudWatchContext, nowSeconds } from "../context.ts";
import { validationError } from "../errors.ts";
import { labelsOf } from "../labels.ts";
import type { MetricDataQuery } from "../shapes.ts";

/** One series of the answer. */
export interface AnsweredSeries {
  readonly id: string;
  readonly label: string;
  readonly series: TimeSeries;
  readonly periodSeconds: number;
  readonly messages: readonly QueryMessage[];
}

export interface Question {
  /** As the client sent them, checked. */
  readonly wire: readonly MetricDataQuery[];
  /** The same, read by read-queries. */
  readonly queries: readonly Query[];
  /** Ids of those whose results are wanted. */
  readonly wanted: readonly string[];
  /** Epoch seconds, whole. */
  readonly from: number;
  readonly to: number;
  /** Minutes east of UTC in which labels tell times. */
  readonly offsetMinutes: number;
}

/** All series of the wanted queries, in their order. Throws the ValidationError of an expression that is wrong. */
export async function answer(context: CloudWatchContext, question: Question): Promise<AnsweredSeries[]> {
  const results = await run(context, question);
  const byId = new Map(question.wire.map((wire, i) => [wire.Id, { label: wire.Label, query: question.queries[i] as Query }]));
  const labels = labelsOf(
    results.map((result) => {
      const { label, query } = byId.get(result.id) as { label: string | undefined; query: Query };
      return { result, label, isExpression: isExpression(query) };
    }),
    { now: nowSeconds(context), offsetMinutes: question.offsetMinutes, ...context.installation },
  );
  return results.flatMap(({ id, series, periodSeconds, messages }, i) =>
    series.map((one, j) => ({ id, label: labels[i]?.[j] ?? id, series: one, periodSeconds, messages })),
  );
}

async function run(context: CloudWatchContext, { queries, wanted, from, to }: Question): Promise<QueryResult[]> {
  try {
    return await runQueries(context.metrics, queries, wanted, { from, to, now: nowSeconds(context) });
  } catch (error) {
    if (error instanceof ExpressionFault) throw validationError(`Error in expression '${error.id}': ${error.message}\n`);
    throw error;
  }
}
