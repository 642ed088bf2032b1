/** Metrics as CloudWatch knows them: series, datapoints, batches. */
import type { StatisticSet } from "./statistic-set.ts";

export interface Dimension {
  readonly name: string;
  readonly value: string;
}

/** AWS's StandardUnit values in AWS's order. */
export const units = [
  "Seconds",
  "Microseconds",
  "Milliseconds",
  "Bytes",
  "Kilobytes",
  "Megabytes",
  "Gigabytes",
  "Terabytes",
  "Bits",
  "Kilobits",
  "Megabits",
  "Gigabits",
  "Terabits",
  "Percent",
  "Count",
  "Bytes/Second",
  "Kilobytes/Second",
  "Megabytes/Second",
  "Gigabytes/Second",
  "Terabytes/Second",
  "Bits/Second",
  "Kilobits/Second",
  "Megabits/Second",
  "Gigabits/Second",
  "Terabits/Second",
  "Count/Second",
  "None",
] as const;
export type Unit = (typeof units)[number];

/** What tells one stored series from another. A metric of CloudWatch is a series without its unit. */
export interface Series {
  readonly namespace: string;
  readonly metricName: string;
  /** Sorted by name, names unique. */
  readonly dimensions: readonly Dimension[];
  readonly unit: Unit;
}

/** One value of one series. */
export interface Datapoint {
  readonly series: Series;
  readonly value: number;
}

/** Facts of one second of one series, ready to be merged. */
export interface MetricPoint {
  readonly series: Series;
  /** Epoch second. */
  readonly second: number;
  readonly set: StatisticSet;
  /** 1: visible at one second; 60 (StorageResolution 60): visible at the minute only. */
  readonly resolution: 1 | 60;
}

/** The canonical text of a series, usable as a map key. */
export function seriesKey(series: Series): string {
  let key = `${series.namespace}\u0000${series.metricName}\u0000${series.unit}`;
  for (const { name, value } of series.dimensions) key += `\u0000${name}\u0001${value}`;
  return key;
}
