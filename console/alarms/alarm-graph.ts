/** What an alarm watches, as a graph with its threshold; and its condition in words. */
import { durationLabel } from "../graph/time-range.ts";
import type { MetricRow, MetricWidget } from "../graph/widget.ts";
import type { MetricAlarm } from "./alarm-shapes.ts";

const operators: Readonly<Record<string, string>> = {
  GreaterThanThreshold: ">",
  GreaterThanOrEqualToThreshold: "≥",
  LessThanThreshold: "<",
  LessThanOrEqualToThreshold: "≤",
};

/** E.g. "XksProxyLatency > 200 for 1 datapoint within 5 minutes"; a composite alarm's rule. */
export function conditionOf(alarm: MetricAlarm): string {
  if (alarm.AlarmRule !== undefined) return alarm.AlarmRule;
  const period = periodOf(alarm);
  const evaluated = alarm.EvaluationPeriods ?? 1;
  const needed = alarm.DatapointsToAlarm ?? evaluated;
  const subject = alarm.MetricName ?? alarm.Metrics?.find(({ ReturnData }) => ReturnData !== false)?.Label ?? "expression";
  return `${subject} ${operators[alarm.ComparisonOperator ?? ""] ?? alarm.ComparisonOperator ?? ""} ${alarm.Threshold ?? ""} for ${needed} datapoint${needed === 1 ? "" : "s"} within ${durationLabel(period * evaluated)}`;
}

/** Seconds of an alarm's period. */
export function periodOf(alarm: MetricAlarm): number {
  const returned = alarm.Metrics?.find(({ ReturnData }) => ReturnData !== false);
  return alarm.Period ?? returned?.Period ?? alarm.Metrics?.find(({ MetricStat }) => MetricStat)?.MetricStat?.Period ?? 60;
}

/** An axis that shows an alarm's threshold, however far from the data it lies. */
export function withThreshold(axis: MetricWidget["yAxis"], threshold: number | undefined): Pick<MetricWidget, "yAxis"> {
  if (threshold === undefined) return axis ? { yAxis: axis } : {};
  const { min = threshold, max = threshold } = axis?.left ?? {};
  return { yAxis: { ...axis, left: { ...axis?.left, min: Math.min(min, threshold), max: Math.max(max, threshold) } } };
}

/** The graph of a metric alarm; undefined for a composite one. */
export function alarmGraph(alarm: MetricAlarm, region: string): MetricWidget | undefined {
  const rows: readonly MetricRow[] =
    alarm.MetricName === undefined
      ? (alarm.Metrics ?? []).map((query): MetricRow => {
          const options = {
            id: query.Id,
            ...(query.Label !== undefined && { label: query.Label }),
            ...(query.ReturnData === false && { visible: false }),
          };
          if (query.Expression !== undefined) return [{ ...options, expression: query.Expression }];
          const metric = query.MetricStat?.Metric;
          return [
            metric?.Namespace ?? "",
            metric?.MetricName ?? "",
            ...(metric?.Dimensions ?? []).flatMap(({ Name, Value }) => [Name, Value]),
            { ...options, stat: query.MetricStat?.Stat ?? "Average" },
          ];
        })
      : [
          [
            alarm.Namespace ?? "",
            alarm.MetricName,
            ...(alarm.Dimensions ?? []).flatMap(({ Name, Value }) => [Name, Value]),
            { id: "m1", stat: alarm.Statistic ?? alarm.ExtendedStatistic ?? "Average" },
          ],
        ];
  if (rows.length === 0) return undefined;
  return {
    title: alarm.AlarmName,
    region,
    view: "timeSeries",
    stacked: false,
    period: periodOf(alarm),
    metrics: rows,
    ...withThreshold(undefined, alarm.Threshold),
    ...(alarm.Threshold !== undefined && {
      annotations: { horizontal: [{ value: alarm.Threshold, label: `Threshold ${alarm.Threshold}` }] },
    }),
  };
}
