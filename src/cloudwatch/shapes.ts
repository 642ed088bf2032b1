/**
 * Shapes that several operations share, under AWS's names. Members whose absence or value CloudWatch answers in its older
 * way (`.member.N.` paths) are optional here without constraints; the operations check them.
 */
import { boolean, column, double, integer, type Infer, list, string, structure, timestamp } from "../lib/schema.ts";

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
