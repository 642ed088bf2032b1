/** The functions of metric math, one line each; a function is one entry here and a few lines in the folder beside. */
import { aggregates } from "./functions/aggregates.ts";
import { arrays } from "./functions/arrays.ts";
import { changes } from "./functions/changes.ts";
import { condition } from "./functions/condition.ts";
import { fill } from "./functions/fill.ts";
import { pointwise } from "./functions/pointwise.ts";
import { sources } from "./functions/sources.ts";
import { times } from "./functions/times.ts";
import type { MathFunction } from "./functions/math-function.ts";

export const mathFunctions: ReadonlyMap<string, MathFunction> = new Map(
  [aggregates, arrays, changes, condition, fill, pointwise, sources, times].flatMap((group) => Object.entries(group)),
);

/**
 * Functions that CloudWatch has and that need what this service has not: models of anomalies, Contributor Insights, service
 * quotas, other services' data. They are answered with this reason instead of as unknown.
 */
export const functionsNotServed: Readonly<Record<string, string>> = {
  ANOMALY_DETECTION_BAND: "anomaly detection models are not available in this service",
  INSIGHT_RULE_METRIC: "Contributor Insights rules are not available in this service",
  SERVICE_QUOTA: "service quotas are not available in this service",
  DB_PERF_INSIGHTS: "Performance Insights is not available in this service",
  LAMBDA: "Lambda data sources are not available in this service",
};
