/** Alarms and data of the benches of alarms: 10,000 alarms over 2,000 series, five statistics, half on one minute, half on five. */
import type { MetricAlarm } from "../../src/model/alarm.ts";
import type { MetricPoint } from "../../src/model/metric.ts";
import { setOfValue } from "../../src/model/statistic-set.ts";

export const seriesWanted = 2000;
export const alarmsWanted = 10_000;
export const threshold = 5;
export const evaluationPeriods = 3;
const namespace = "Bench";
const metricName = "Errors";

/** CloudWatch's statistics and the functions of Prometheus that say the same. */
export const statistics = [
  ["Sum", "sum_over_time"],
  ["Average", "avg_over_time"],
  ["Maximum", "max_over_time"],
  ["Minimum", "min_over_time"],
  ["SampleCount", "count_over_time"],
] as const;

export const storeName = (i: number): string => `cks-${i % seriesWanted}`;
export const periodOf = (i: number): number => (i % 2 === 0 ? 60 : 300);
export const statisticOf = (i: number) => statistics[Math.floor(i / seriesWanted) % statistics.length] as (typeof statistics)[number];

/** What a series holds in a minute: some pass the threshold, others every quarter of an hour. */
export const valueAt = (series: number, second: number): number => (series + Math.floor(second / 900)) % 7;

export function alarmOf(i: number, periodSeconds = periodOf(i)): MetricAlarm {
  return {
    type: "metric",
    name: `alarm ${i}`,
    actionsEnabled: true,
    actions: { OK: [], ALARM: [], INSUFFICIENT_DATA: [] },
    configurationUpdatedAt: 0,
    metric: {
      namespace,
      metricName,
      dimensions: [{ name: "Store", value: storeName(i) }],
      statistic: statisticOf(i)[0],
      periodSeconds,
    },
    periodSeconds,
    evaluationPeriods,
    comparisonOperator: "GreaterThanThreshold",
    threshold,
  };
}

/** One minute's points of all series. */
export const pointsAt = (second: number): MetricPoint[] =>
  Array.from({ length: seriesWanted }, (_, i) => ({
    series: { namespace, metricName, dimensions: [{ name: "Store", value: storeName(i) }], unit: "Count" as const },
    second,
    set: setOfValue(valueAt(i, second), 1),
    resolution: 1 as const,
  }));
