/** Alarms as they are kept: what they watch, when they fire, what they tell, and their state (CloudWatch API Reference). */
import type { Dimension, Unit } from "./metric.ts";

/** In AWS's order, which its messages show. */
export const alarmStates = ["INSUFFICIENT_DATA", "ALARM", "OK"] as const;
export type AlarmState = (typeof alarmStates)[number];

/** Each operator and how AWS's reasons put it. */
export const comparisons = {
  GreaterThanOrEqualToThreshold: "greater than or equal to",
  GreaterThanThreshold: "greater than",
  LessThanThreshold: "less than",
  LessThanOrEqualToThreshold: "less than or equal to",
} as const;
export type ComparisonOperator = keyof typeof comparisons;

export const missingDataTreatments = ["breaching", "notBreaching", "ignore", "missing"] as const;
export type MissingDataTreatment = (typeof missingDataTreatments)[number];

/** One metric, statistic and period. */
export interface AlarmMetric {
  readonly namespace: string;
  readonly metricName: string;
  /** Sorted by name. */
  readonly dimensions: readonly Dimension[];
  readonly unit?: Unit;
  /** As AWS writes it: "Average", "p99". */
  readonly statistic: string;
  readonly periodSeconds: number;
}

/** One entry of an alarm's list of metrics and expressions: exactly one of `metric` and `expression` is there. */
export interface AlarmQuery {
  readonly id: string;
  readonly metric?: AlarmMetric;
  /** Metric math or a Metrics Insights query. */
  readonly expression?: string;
  /** Of an expression. */
  readonly periodSeconds?: number;
  readonly label?: string;
  /** True for the one entry whose values are compared with the threshold. */
  readonly returnData: boolean;
}

interface AnyAlarm {
  readonly name: string;
  readonly description?: string;
  readonly actionsEnabled: boolean;
  /** Action ARNs by the state that is entered. */
  readonly actions: Readonly<Record<AlarmState, readonly string[]>>;
  /** Epoch ms. */
  readonly configurationUpdatedAt: number;
}

/** How an alarm decides on its datapoints. */
export interface AlarmRule {
  readonly comparisonOperator: ComparisonOperator;
  readonly threshold: number;
  /** N: how many periods are looked at. */
  readonly evaluationPeriods: number;
  /** M: how many of them must breach; N where absent. */
  readonly datapointsToAlarm?: number;
  /** "missing" where absent. */
  readonly treatMissingData?: MissingDataTreatment;
  /** "evaluate" where absent. */
  readonly evaluateLowSampleCountPercentile?: "evaluate" | "ignore";
}

export interface MetricAlarm extends AnyAlarm, AlarmRule {
  readonly type: "metric";
  /** Exactly one of `metric` and `queries` is there. */
  readonly metric?: AlarmMetric;
  readonly queries?: readonly AlarmQuery[];
  /** Width of one datapoint, seconds. */
  readonly periodSeconds: number;
}

export interface CompositeAlarm extends AnyAlarm {
  readonly type: "composite";
  /** E.g. `ALARM("a") AND NOT OK(b)`. */
  readonly rule: string;
  /** While this alarm (name or ARN) is in ALARM, actions wait. */
  readonly suppressor?: { readonly alarm: string; readonly waitSeconds: number; readonly extensionSeconds: number };
}

export type Alarm = MetricAlarm | CompositeAlarm;

export const evaluationStates = ["PARTIAL_DATA", "EVALUATION_ERROR", "EVALUATION_FAILURE"] as const;
export type EvaluationState = (typeof evaluationStates)[number];

/** Why a composite alarm's actions have not run (yet). */
export interface Suppression {
  readonly by: "WaitPeriod" | "ExtensionPeriod" | "Alarm";
  readonly reason: string;
  /** Epoch ms at which the period ends; absent while the suppressor is in ALARM. */
  readonly until?: number;
  /** The state whose actions wait, and the one that it followed; absent where none do. */
  readonly waiting?: { readonly state: AlarmState; readonly before: AlarmState };
}

/** The state of an alarm, known by the alarm's name. */
export interface AlarmStatus {
  readonly state: AlarmState;
  readonly reason: string;
  /** A JSON text. */
  readonly reasonData?: string;
  readonly evaluationState?: EvaluationState;
  /** Epoch ms of the last change of state, reason or evaluation state. */
  readonly updatedAt: number;
  /** Epoch ms of the last change of state. */
  readonly transitionedAt: number;
  readonly suppression?: Suppression;
}

export const historyItemTypes = ["ConfigurationUpdate", "StateUpdate", "Action"] as const;
export type HistoryItemType = (typeof historyItemTypes)[number];

/** One entry of an alarm's history. */
export interface AlarmHistoryItem {
  readonly alarmName: string;
  readonly alarmType: Alarm["type"];
  /** Epoch ms. */
  readonly at: number;
  readonly type: HistoryItemType;
  readonly summary: string;
  /** A JSON text. */
  readonly data: string;
}

/** `arn:aws:cloudwatch:<region>:<account>:alarm:<name>`. */
export const alarmArn = ({ region, accountId }: { readonly region: string; readonly accountId: string }, name: string): string =>
  `arn:aws:cloudwatch:${region}:${accountId}:alarm:${name}`;

/** The name in an alarm's ARN; text that is no such ARN is a name itself. */
export const alarmNameOf = (nameOrArn: string): string => /^arn:[^:]*:cloudwatch:[^:]*:\d*:alarm:(.+)$/s.exec(nameOrArn)?.[1] ?? nameOrArn;
