/** Alarms as the API tells them. */
import type { AlarmEntry } from "../../alarms/alarm-book.ts";
import {
  type Alarm,
  alarmArn,
  type AlarmMetric,
  type AlarmQuery,
  type AlarmStatus,
  type CompositeAlarm,
  type MetricAlarm,
} from "../../model/alarm.ts";
import { simpleStatistics } from "../../query/statistics.ts";
import type { MetricDataQuery } from "../shapes.ts";
import type { WireCompositeAlarm, WireMetricAlarm } from "./shapes.ts";

/** Whose ARNs are told. */
interface Place {
  readonly region: string;
  readonly accountId: string;
}

/** A metric alarm and its state. */
export function tellMetricAlarm(place: Place, alarm: MetricAlarm, status: AlarmStatus): WireMetricAlarm {
  return {
    ...told(place, alarm, status),
    ...(alarm.metric && tellMetric(alarm.metric)),
    ...(!alarm.metric && { Dimensions: [], Metrics: (alarm.queries ?? []).map(tellQuery) }),
    EvaluationPeriods: alarm.evaluationPeriods,
    ...(alarm.datapointsToAlarm !== undefined && { DatapointsToAlarm: alarm.datapointsToAlarm }),
    Threshold: alarm.threshold,
    ComparisonOperator: alarm.comparisonOperator,
    ...(alarm.treatMissingData && { TreatMissingData: alarm.treatMissingData }),
    ...(alarm.evaluateLowSampleCountPercentile && { EvaluateLowSampleCountPercentile: alarm.evaluateLowSampleCountPercentile }),
    ...(status.evaluationState && { EvaluationState: status.evaluationState }),
  };
}

/** A composite alarm and its state. */
export function tellCompositeAlarm(place: Place, alarm: CompositeAlarm, status: AlarmStatus): WireCompositeAlarm {
  const { suppressor } = alarm;
  return {
    ...told(place, alarm, status),
    AlarmRule: alarm.rule,
    ...(suppressor && {
      ActionsSuppressor: suppressor.alarm,
      ActionsSuppressorWaitPeriod: suppressor.waitSeconds,
      ActionsSuppressorExtensionPeriod: suppressor.extensionSeconds,
    }),
    ...(status.suppression?.waiting && {
      ActionsSuppressedBy: status.suppression.by,
      ActionsSuppressedReason: status.suppression.reason,
    }),
  };
}

/** An alarm's configuration for its history: without its state, with names in camel case. */
export function configurationOf(place: Place, { alarm, status }: AlarmEntry): unknown {
  const wire = alarm.type === "metric" ? tellMetricAlarm(place, alarm, status) : tellCompositeAlarm(place, alarm, status);
  return camelCased(Object.fromEntries(Object.entries(wire).filter(([name]) => !name.startsWith("State"))));
}

function told(place: Place, alarm: Alarm, status: AlarmStatus) {
  return {
    AlarmName: alarm.name,
    AlarmArn: alarmArn(place, alarm.name),
    ...(alarm.description !== undefined && { AlarmDescription: alarm.description }),
    AlarmConfigurationUpdatedTimestamp: alarm.configurationUpdatedAt / 1000,
    ActionsEnabled: alarm.actionsEnabled,
    OKActions: [...alarm.actions.OK],
    AlarmActions: [...alarm.actions.ALARM],
    InsufficientDataActions: [...alarm.actions.INSUFFICIENT_DATA],
    StateValue: status.state,
    StateReason: status.reason,
    ...(status.reasonData !== undefined && { StateReasonData: status.reasonData }),
    StateUpdatedTimestamp: status.updatedAt / 1000,
    StateTransitionedTimestamp: status.transitionedAt / 1000,
  };
}

const tellDimensions = ({ dimensions }: AlarmMetric) => dimensions.map(({ name, value }) => ({ Name: name, Value: value }));

type SimpleStatistic = NonNullable<WireMetricAlarm["Statistic"]>;

function tellMetric(metric: AlarmMetric) {
  const simple = (simpleStatistics as readonly string[]).includes(metric.statistic);
  return {
    MetricName: metric.metricName,
    Namespace: metric.namespace,
    ...(simple ? { Statistic: metric.statistic as SimpleStatistic } : { ExtendedStatistic: metric.statistic }),
    Dimensions: tellDimensions(metric),
    Period: metric.periodSeconds,
    ...(metric.unit && { Unit: metric.unit }),
  };
}

function tellQuery({ id, metric, expression, label, periodSeconds, returnData }: AlarmQuery): MetricDataQuery {
  return {
    Id: id,
    ...(metric && {
      MetricStat: {
        Metric: { Namespace: metric.namespace, MetricName: metric.metricName, Dimensions: tellDimensions(metric) },
        Period: metric.periodSeconds,
        Stat: metric.statistic,
        ...(metric.unit && { Unit: metric.unit }),
      },
    }),
    ...(expression !== undefined && { Expression: expression }),
    ...(label !== undefined && { Label: label }),
    ReturnData: returnData,
    ...(periodSeconds !== undefined && { Period: periodSeconds }),
  };
}

function camelCased(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelCased);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name.charAt(0).toLowerCase() + name.slice(1), camelCased(member)]),
  );
}
