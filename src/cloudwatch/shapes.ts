/**
 * Shapes that several operations share, under AWS's names. Members whose absence or value CloudWatch answers in its older
 * way (`.member.N.` paths) are optional here without constraints; the operations check them.
 */
import { boolean, double, integer, type Infer, list, type Schema, string, structure, timestamp } from "../lib/schema.ts";

/** A list of numbers that answers may give as a typed array, so that no datapoint is an object. */
export type Column = readonly number[] | Float64Array;
const column = (member: Schema<number>): Schema<Column> => list(member);

export const dimensionShape = structure("Dimension", { Name: string(), Value: string() });
export const dimensionFilterShape = structure("DimensionFilter", { Name: string(), Value: string() });

export const metricShape = structure("Metric", {
  Namespace: string(),
  MetricName: string(),
  Dimensions: list(dimensionShape),
});

export const metricStatShape = structure("MetricStat", {
  Metric: metricShape,
  Period: integer(),
  Stat: string(),
  Unit: string(),
});

export const metricDataQueryShape = structure("MetricDataQuery", {
  Id: string(),
  MetricStat: metricStatShape,
  Expression: string(),
  Label: string(),
  ReturnData: boolean(),
  Period: integer(),
  AccountId: string(),
});
export type MetricDataQuery = Infer<typeof metricDataQueryShape>;

export const messageDataShape = structure("MessageData", { Code: string(), Value: string() });

export const metricDataResultShape = structure("MetricDataResult", {
  Id: string(),
  Label: string(),
  Timestamps: column(timestamp()),
  Values: column(double()),
  StatusCode: string(),
  Messages: list(messageDataShape),
});
export type MetricDataResult = Infer<typeof metricDataResultShape>;
