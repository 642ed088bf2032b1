/**
 * GetMetricData: up to 500 metrics and expressions over one range, in columns. The walk: read and check the queries, answer
 * them (metric-data/answer), turn the columns into the asked-for order, cut them into pages.
 */
import { operation } from "../../aws/operation.ts";
import { enumeration, type Infer, integer, list, string, structure, timestamp } from "../../lib/schema.ts";
import type { Query } from "../../query/metric-math/query.ts";
import type { CloudWatchContext } from "../context.ts";
import { Faults } from "../faults.ts";
import { offsetMinutes } from "../labels/dynamic-label.ts";
import { answer, type AnsweredSeries } from "../metric-data/answer.ts";
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

/** Turns columns around; series that share their timestamps share them afterwards. */
function descending(): (column: Float64Array) => Float64Array {
  const turned = new Map<Float64Array, Float64Array>();
  return (column) => {
    let other = turned.get(column);
    if (!other) turned.set(column, (other = column.toReversed()));
    return other;
  };
}

const resultOf = ({ id, label, series, messages }: AnsweredSeries, inOrder: (column: Float64Array) => Float64Array): FullResult => ({
  Id: id,
  Label: label,
  Timestamps: inOrder(series.timestamps),
  Values: inOrder(series.values),
  StatusCode: "Complete",
  ...(messages.length > 0 && { Messages: messages.map(({ code, value }) => ({ Code: code, Value: value })) }),
});

/** Queries of other accounts, of which there are none here, are answered as CloudWatch answers accounts that are not linked. */
const forbidden = ({ Id = "", Label }: MetricDataQuery): FullResult => ({
  Id,
  Label: Label ?? Id,
  Timestamps: new Float64Array(0),
  Values: new Float64Array(0),
  StatusCode: "Forbidden",
});

/** Results in the order of their queries, those of other accounts put in. */
function withForeign(
  wire: readonly MetricDataQuery[],
  foreign: readonly MetricDataQuery[],
  results: readonly FullResult[],
): readonly FullResult[] {
  if (foreign.length === 0) return results;
  return wire.flatMap((query) => (foreign.includes(query) ? [forbidden(query)] : results.filter(({ Id }) => Id === query.Id)));
}

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
    const returned = wire.filter(({ ReturnData }) => ReturnData !== false);
    const foreign = returned.filter(({ AccountId }) => AccountId !== undefined && AccountId !== context.installation.accountId);
    const answered = await answer(context, {
      wire,
      queries,
      wanted: wire.flatMap((query, i) => (returned.includes(query) && !foreign.includes(query) ? [(queries[i] as Query).id] : [])),
      from: Math.floor(request.StartTime ?? 0),
      to: Math.floor(request.EndTime ?? 0),
      offsetMinutes: offsetMinutes(request.LabelOptions?.Timezone ?? "+0000") ?? 0,
    });
    const inOrder = request.ScanBy === "TimestampAscending" ? (column: Float64Array) => column : descending();
    const results = withForeign(
      wire,
      foreign,
      answered.map((one) => resultOf(one, inOrder)),
    );
    const { page, next } = pageOf(results, request.NextToken, request.MaxDatapoints ?? maximumDatapoints);
    return { MetricDataResults: page, ...(next !== undefined && { NextToken: next }), Messages: [] };
  },
});
