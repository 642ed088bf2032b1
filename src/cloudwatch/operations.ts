/** The CloudWatch API: its operations, one line each. What an operation does stands in the folder beside. */
import type { Operation, Service } from "../aws/operation.ts";
import type { CloudWatchContext } from "./context.ts";
import { getMetricData } from "./operations/get-metric-data.ts";
import { getMetricStatistics } from "./operations/get-metric-statistics.ts";
import { listMetrics } from "./operations/list-metrics.ts";
import { putMetricData } from "./operations/put-metric-data.ts";

export type { CloudWatchContext } from "./context.ts";

const table = [getMetricData, getMetricStatistics, listMetrics, putMetricData] as readonly Operation<CloudWatchContext>[];

/** The service, under the names and protocols that CloudWatch's clients use. */
export function createCloudWatchService(context: CloudWatchContext): Service<CloudWatchContext> {
  return {
    signingName: "monitoring",
    actionPrefix: "cloudwatch",
    internalErrorCode: "InternalServiceFault",
    targetPrefix: "GraniteServiceVersion20100801",
    jsonVersion: "1.0",
    queryVersion: "2010-08-01",
    errorNamespace: "com.amazonaws.cloudwatch.v2010_08_01",
    xmlNamespace: "http://monitoring.amazonaws.com/doc/2010-08-01/",
    operations: new Map(table.map((operation) => [operation.name, operation])),
    context,
  };
}
