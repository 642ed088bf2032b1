/** Alarms as the CloudWatch API tells them, as far as the console reads them. Times are epoch seconds. */
import type { MetricDataQuery } from "../graph/metric-queries.ts";

export interface MetricAlarm {
  readonly AlarmName: string;
  readonly AlarmArn: string;
  readonly AlarmDescription?: string;
  readonly StateValue: "OK" | "ALARM" | "INSUFFICIENT_DATA";
  readonly StateReason?: string;
  readonly StateUpdatedTimestamp?: number;
  readonly ActionsEnabled?: boolean;
  readonly AlarmActions?: readonly string[];
  readonly OKActions?: readonly string[];
  readonly InsufficientDataActions?: readonly string[];
  readonly Namespace?: string;
  readonly MetricName?: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[];
  readonly Statistic?: string;
  readonly ExtendedStatistic?: string;
  readonly Period?: number;
  readonly Unit?: string;
  readonly EvaluationPeriods?: number;
  readonly DatapointsToAlarm?: number;
  readonly Threshold?: number;
  readonly ComparisonOperator?: string;
  readonly TreatMissingData?: string;
  readonly EvaluateLowSampleCountPercentile?: string;
  readonly Metrics?: readonly (Omit<MetricDataQuery, "ReturnData"> & { readonly ReturnData?: boolean })[];
  /** Composite alarms only. */
  readonly AlarmRule?: string;
  readonly ActionsSuppressor?: string;
  readonly ActionsSuppressorWaitPeriod?: number;
  readonly ActionsSuppressorExtensionPeriod?: number;
}

export interface AlarmHistoryItem {
  readonly Timestamp: number;
  readonly HistoryItemType: string;
  readonly HistorySummary: string;
  readonly HistoryData?: string;
}
