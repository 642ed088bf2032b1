/**
 * Operations of CloudWatch that this service does not have, with what they are about: clients get this reason instead of the
 * answer to a name that nobody knows.
 */
import { ApiError } from "../aws/api-error.ts";
import { type Operation, operation } from "../aws/operation.ts";
import { structure } from "../lib/schema.ts";
import type { CloudWatchContext } from "./context.ts";

const subjects = {
  "Anomaly detection": ["DeleteAnomalyDetector", "DescribeAnomalyDetectors", "PutAnomalyDetector"],
  "Contributor Insights": [
    "DeleteInsightRules",
    "DescribeInsightRules",
    "DisableInsightRules",
    "EnableInsightRules",
    "GetInsightRuleReport",
    "ListManagedInsightRules",
    "PutInsightRule",
    "PutManagedInsightRules",
  ],
  "Metric streams": [
    "DeleteMetricStream",
    "GetMetricStream",
    "ListMetricStreams",
    "PutMetricStream",
    "StartMetricStreams",
    "StopMetricStreams",
  ],
  "Alarms over logs": ["PutLogAlarm"],
  "Muting of alarms": ["DeleteAlarmMuteRule", "GetAlarmMuteRule", "ListAlarmMuteRules", "PutAlarmMuteRule"],
  Datasets: ["AssociateDatasetKmsKey", "DisassociateDatasetKmsKey", "GetDataset"],
  "OpenTelemetry enrichment": ["GetOTelEnrichment", "StartOTelEnrichment", "StopOTelEnrichment", "UpdateOTelEnrichment"],
  "Configuration of metrics by resource": [
    "CreateResourceMetricsConfiguration",
    "DeleteResourceMetricsConfiguration",
    "GetResourceMetricsConfiguration",
    "UpdateResourceMetricsConfiguration",
  ],
} as const;

const notServed = (name: string, subject: string): Operation<CloudWatchContext> =>
  operation<CloudWatchContext>()({
    name,
    access: "viewer",
    input: structure(`${name}Input`, {}),
    output: structure(`${name}Output`, {}),
    handle() {
      throw new ApiError({
        code: "UnsupportedOperationException",
        status: 400,
        message: `${name} is not available: ${subject} is no part of this service.`,
      });
    },
  });

export const operationsNotServed: readonly Operation<CloudWatchContext>[] = Object.entries(subjects).flatMap(([subject, names]) =>
  names.map((name) => notServed(name, subject)),
);
