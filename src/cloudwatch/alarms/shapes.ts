/** The shapes of alarms, under AWS's names. */
import { boolean, double, integer, list, map, required, type Infer, string, structure, timestamp, enumeration } from "../../lib/schema.ts";
import { alarmStates, comparisons, type ComparisonOperator } from "../../model/alarm.ts";
import { units } from "../../model/metric.ts";
import { dimensionShape, metricDataQueryShape } from "../shapes.ts";
import { tagListShape } from "../tags.ts";

/** No ASCII control characters. */
// oxlint-disable-next-line no-control-regex -- AWS's own rule is about them
const namePattern = /^[^\x00-\x1f\x7f]+$/;
export const alarmName = () => string({ length: [1, 255], pattern: namePattern });
export const alarmNames = () => list(alarmName(), [undefined, 100]);
const description = () => string({ length: [undefined, 1024] });
const actions = () => list(string({ length: [1, 1024] }), [undefined, 5]);
/** Operators on bands stand last: they are known and refused with a reason. */
export const bandOperators = ["LessThanLowerOrGreaterThanUpperThreshold", "LessThanLowerThreshold", "GreaterThanUpperThreshold"] as const;
const operators = [...(Object.keys(comparisons) as ComparisonOperator[]), ...bandOperators] as const;
const statistics = ["SampleCount", "Average", "Sum", "Minimum", "Maximum"] as const;
export const stateValue = () => enumeration(alarmStates);
export const alarmTypes = () => list(enumeration(["CompositeAlarm", "MetricAlarm", "LogAlarm"]));

/** Parts that this service does not have: they are read so that they can be refused by name. */
const union = () => map(string(), string());
const actionConfigurationShape = structure("ActionConfiguration", {
  AlarmTagsPropagation: structure("AlarmTagsPropagation", {
    Enabled: boolean(),
    IncludedTagKeys: list(string()),
    ExcludedTagKeys: list(string()),
  }),
});
const warmUpShape = structure("WarmUpConfiguration", {
  WarmUpPeriodDurationInMinutes: integer(),
  OnlyStartEvaluatingAfterWarmUpPeriodEnds: boolean(),
});

const settings = {
  ActionsEnabled: boolean(),
  OKActions: actions(),
  AlarmActions: actions(),
  InsufficientDataActions: actions(),
};
const condition = {
  MetricName: string({ length: [1, 255] }),
  Namespace: string({ length: [1, 255], pattern: /^[^:].*$/ }),
  Statistic: enumeration(statistics),
  ExtendedStatistic: string(),
  Dimensions: list(dimensionShape),
  Period: integer([1, undefined]),
  Unit: enumeration(units),
  DatapointsToAlarm: integer([1, undefined]),
  Threshold: double(),
  TreatMissingData: string({ length: [1, 255] }),
  EvaluateLowSampleCountPercentile: string({ length: [1, 255] }),
  Metrics: list(metricDataQueryShape),
  ThresholdMetricId: string({ length: [1, 255] }),
  EvaluationWindow: union(),
  WarmUpConfiguration: warmUpShape,
  EvaluationCriteria: union(),
  EvaluationInterval: integer(),
  ActionConfiguration: actionConfigurationShape,
};

export const putMetricAlarmInput = structure("PutMetricAlarmInput", {
  AlarmName: required(alarmName()),
  AlarmDescription: description(),
  ...settings,
  ...condition,
  EvaluationPeriods: required(integer([1, undefined])),
  ComparisonOperator: required(enumeration(operators)),
  Tags: tagListShape,
});
export type PutMetricAlarmInput = Infer<typeof putMetricAlarmInput>;

export const putCompositeAlarmInput = structure("PutCompositeAlarmInput", {
  AlarmName: required(alarmName()),
  AlarmRule: required(string({ length: [1, 10_240] })),
  AlarmDescription: description(),
  ...settings,
  Tags: tagListShape,
  ActionsSuppressor: string({ length: [1, 1600] }),
  ActionsSuppressorWaitPeriod: integer([0, undefined]),
  ActionsSuppressorExtensionPeriod: integer([0, undefined]),
  ActionConfiguration: actionConfigurationShape,
});
export type PutCompositeAlarmInput = Infer<typeof putCompositeAlarmInput>;

const told = {
  AlarmName: string(),
  AlarmArn: string(),
  AlarmDescription: string(),
  AlarmConfigurationUpdatedTimestamp: timestamp(),
  ...settings,
  StateValue: string(),
  StateReason: string(),
  StateReasonData: string(),
  StateUpdatedTimestamp: timestamp(),
  StateTransitionedTimestamp: timestamp(),
};

export const metricAlarmShape = structure("MetricAlarm", {
  ...told,
  ...condition,
  EvaluationPeriods: integer(),
  ComparisonOperator: string(),
  EvaluationState: string(),
});
export type WireMetricAlarm = Infer<typeof metricAlarmShape>;

export const compositeAlarmShape = structure("CompositeAlarm", {
  ...told,
  AlarmRule: string(),
  ActionsSuppressedBy: string(),
  ActionsSuppressedReason: string(),
  ActionsSuppressor: string(),
  ActionsSuppressorWaitPeriod: integer(),
  ActionsSuppressorExtensionPeriod: integer(),
  ActionConfiguration: actionConfigurationShape,
});
export type WireCompositeAlarm = Infer<typeof compositeAlarmShape>;

/** Alarms over logs: there are none here, the list of them is always empty. */
export const logAlarmShape = structure("LogAlarm", {
  ...told,
  ScheduledQueryConfiguration: structure("ScheduledQueryConfiguration", {
    QueryString: string(),
    ScheduledQueryRoleARN: string(),
    ScheduleConfiguration: structure("ScheduleConfiguration", {
      ScheduleExpression: string(),
      StartTimeOffset: integer(),
      EndTimeOffset: integer(),
    }),
    AggregationExpression: string(),
    LogGroupIdentifiers: list(string()),
    QueryARN: string(),
    Tags: tagListShape,
  }),
  QueryResultsToEvaluate: integer(),
  QueryResultsToAlarm: integer(),
  Threshold: double(),
  ComparisonOperator: string(),
  TreatMissingData: string(),
  EvaluationState: string(),
  ActionLogLineCount: integer(),
  ActionLogLineRoleArn: string(),
  WarmUpConfiguration: warmUpShape,
  ActionConfiguration: actionConfigurationShape,
});
