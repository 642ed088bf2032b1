/**
 * GetMetricData: up to 500 metrics and expressions over one range, in columns. The walk: read and check the queries, run them
 * (query/metric-math), label the results, turn them into the asked-for order, cut them into pages.
 */
import { operation } from "../../aws/operation.ts";
import { enumeration, type Infer, integer, list, string, structure, timestamp } from "../../lib/schema.ts";
import { ExpressionFault, isExpression, type Query, type QueryResult } from "../../query/metric-math/query.ts";
import { runQueries } from "../../query/metric-math/run-queries.ts";
import type { TimeSeries } from "../../query/metric-math/values.ts";
import { type CloudWatchContext, nowSeconds } from "../context.ts";
import { validationError } from "../errors.ts";
import { Faults } from "../faults.ts";
import { offsetMinutes } from "../labels/dynamic-label.ts";
import { labelsOf } from "../labels.ts";
import { type FullResult, maximumDatapoints, pageOf } from "../metric-data/paging.ts";
import { readQueries } from "../metric-data/read-queries.ts";
import { messageDataShape, type MetricDataQuery, metricDataQueryShape, metricDataResultShape } from "../shapes.ts";

const input = structure("GetMetricDataInput", {
  MetricDataQueries: list(metricDataQueryShape),
  StartTime: timestamp(),
  EndTime: timestamp(),
  NextToken: string(),
  ScanBy: enumeration(["TimestampDescending", "TimestampAscending"]),
  MaxDatapoints: integer(),
  LabelOptions: structure("LabelOptions", { Timezone: string() }),
});
type Request = Infer<typeof input>;

const output = structure("GetMetricDataOutput", {
  MetricDataResults: list(metricDataResultShape),
  NextToken: string(),
  Messages: list(messageDataShape),
});

/** Everything about the request beside its queries. Times are compared by whole seconds. */
function checkRequest(request: Request, faults: Faults): void {
  const { MetricDataQueries, StartTime, EndTime, MaxDatapoints, LabelOptions } = request;
  if (!MetricDataQueries || MetricDataQueries.length === 0) faults.required("MetricDataQueries");
  if (StartTime === undefined) faults.required("StartTime");
  if (EndTime === undefined) faults.required("EndTime");
  if (StartTime !== undefined && EndTime !== undefined) {
    if (Math.floor(StartTime) === Math.floor(EndTime)) faults.value("The parameter StartTime must not equal parameter EndTime.");
    else if (EndTime < StartTime) faults.value("The parameter EndTime must be greater than StartTime.");
  }
  if (MaxDatapoints !== undefined && (MaxDatapoints < 1 || MaxDatapoints > maximumDatapoints)) {
    faults.value(`The value ${MaxDatapoints} for parameter MaxDatapoints must be between 1 and ${maximumDatapoints}.`);
  }
  if (LabelOptions?.Timezone !== undefined && offsetMinutes(LabelOptions.Timezone) === undefined) {
    faults.value(`The value ${LabelOptions.Timezone} for parameter LabelOptions.Timezone is invalid.`);
  }
}

async function run(
  context: CloudWatchContext,
  request: Request,
  queries: readonly Query[],
  wanted: readonly string[],
): Promise<QueryResult[]> {
  try {
    return await runQueries(context.metrics, queries, wanted, {
      from: Math.floor(request.StartTime ?? 0),
      to: Math.floor(request.EndTime ?? 0),
      now: nowSeconds(context),
    });
  } catch (error) {
    if (error instanceof ExpressionFault) throw validationError(`Error in expression '${error.id}': ${error.message}\n`);
    throw error;
  }
}

function labelled(context: CloudWatchContext, request: Request, asked: readonly Asked[]): FullResult[] {
  const labels = labelsOf(
    asked.map(({ result, label, query }) => ({ result, label, isExpression: isExpression(query) })),
    {
      now: nowSeconds(context),
      offsetMinutes: offsetMinutes(request.LabelOptions?.Timezone ?? "+0000") ?? 0,
      region: context.installation.region,
      accountId: context.installation.accountId,
    },
  );
  const ascending = request.ScanBy === "TimestampAscending";
  return asked.flatMap(({ result }, i) =>
    result.series.map((series, j) => ({
      Id: result.id,
      Label: labels[i]?.[j] ?? result.id,
      ...columns(series, ascending),
      StatusCode: "Complete",
      ...(result.messages.length > 0 && { Messages: result.messages.map(({ code, value }) => ({ Code: code, Value: value })) }),
    })),
  );
}

interface Asked {
  readonly result: QueryResult;
  readonly query: Query;
  readonly label: string | undefined;
}

const columns = ({ timestamps, values }: TimeSeries, ascending: boolean): Pick<FullResult, "Timestamps" | "Values"> =>
  ascending ? { Timestamps: timestamps, Values: values } : { Timestamps: timestamps.toReversed(), Values: values.toReversed() };

/** Queries of other accounts, of which there are none here, are answered as CloudWatch answers accounts that are not linked. */
const forbidden = ({ Id = "", Label }: MetricDataQuery): FullResult => ({
  Id,
  Label: Label ?? Id,
  Timestamps: new Float64Array(0),
  Values: new Float64Array(0),
  StatusCode: "Forbidden",
});

export const getMetricData = operation<CloudWatchContext>()({
  name: "GetMetricData",
  access: "viewer",
  input,
  output,
  async handle(request, { context }) {
    const faults = new Faults();
    checkRequest(request, faults);
    const wire = request.MetricDataQueries ?? [];
    const queries = readQueries(wire, "MetricDataQueries", faults);
    faults.throwValidation();
    const isForeign = ({ AccountId }: MetricDataQuery): boolean => AccountId !== undefined && AccountId !== context.installation.accountId;
    const wanted = wire.flatMap((query, i) => (query.ReturnData === false || isForeign(query) ? [] : [(queries[i] as Query).id]));
    const results = await run(context, request, queries, wanted);
    const byId = new Map(wire.map((query, i) => [query.Id, { query: queries[i] as Query, label: query.Label }]));
    const asked = results.map((result): Asked => ({ result, ...(byId.get(result.id) as { query: Query; label: string | undefined }) }));
    const full = inOrder(wire, labelled(context, request, asked), isForeign);
    const { page, next } = pageOf(full, request.NextToken, request.MaxDatapoints ?? maximumDatapoints);
    return { MetricDataResults: page, ...(next !== undefined && { NextToken: next }), Messages: [] };
  },
});

/** Results in the order of their queries, those of other accounts put in. */
function inOrder(
  queries: readonly MetricDataQuery[],
  results: readonly FullResult[],
  isForeign: (query: MetricDataQuery) => boolean,
): readonly FullResult[] {
  const foreign = queries.filter((query) => isForeign(query) && query.ReturnData !== false);
  if (foreign.length === 0) return results;
  return queries.flatMap((query) => (foreign.includes(query) ? [forbidden(query)] : results.filter(({ Id }) => Id === query.Id)));
}
