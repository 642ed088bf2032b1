/**
 * CloudWatch's statistics: their grammar (CloudWatch User Guide, "CloudWatch statistics definitions") and how each comes
 * from statistic sets. Pure.
 */
import { type Distribution, distributionOf, quantile, quantileOf, trimByFraction, trimByValue, type Trimmed } from "../model/quantiles.ts";
import type { StatisticSet } from "../model/statistic-set.ts";
import type { Columns } from "../store/metric-store.ts";

export const simpleStatistics = ["SampleCount", "Sum", "Average", "Minimum", "Maximum"] as const;
export type SimpleStatistic = (typeof simpleStatistics)[number];

/** Trimmed mean, count and sum, winsorized mean, percentile rank. */
export type RangeStatistic = "TM" | "TC" | "TS" | "WM" | "PR";

export type Statistic =
  | { readonly kind: SimpleStatistic; readonly text: string }
  /** `fraction` 0–1. */
  | { readonly kind: "percentile"; readonly fraction: number; readonly text: string }
  /** Bounds are fractions 0–1 by rank, or values: lower exclusive, upper inclusive, ±Infinity where a side is open. */
  | {
      readonly kind: RangeStatistic;
      readonly by: "fraction" | "value";
      readonly lower: number;
      readonly upper: number;
      readonly text: string;
    };

/** A column of values at the starts (epoch seconds) of their buckets, ascending. */
export interface Values {
  readonly timestamps: Float64Array;
  readonly values: Float64Array;
}

const number = String.raw`\d+(?:\.\d{1,10})?`;
const onePercentage = new RegExp(`^(p|tm|tc|ts|wm)(${number})$`);
const range = new RegExp(`^(TM|TC|TS|WM|PR)\\((-?${number})?(%)?:(-?${number})?(%)?\\)$`);
const ofLowerCase = { tm: "TM", tc: "TC", ts: "TS", wm: "WM" } as const;

/** Reads a statistic's name; undefined where it is none. */
export function parseStatistic(text: string): Statistic | undefined {
  const simple = simpleStatistics.find((name) => name === text);
  if (simple) return { kind: simple, text };
  if (text === "IQM") return { kind: "TM", by: "fraction", lower: 0.25, upper: 0.75, text };
  const single = onePercentage.exec(text);
  if (single) return parsePercentage(single[1] as "p" | keyof typeof ofLowerCase, Number(single[2]), text);
  const bounds = range.exec(text);
  return bounds ? parseRange(bounds, text) : undefined;
}

/** Whether the statistic needs more than the four numbers of a set. */
export function needsSpread(statistic: Statistic): boolean {
  return !(simpleStatistics as readonly string[]).includes(statistic.kind);
}

/** The statistic of one set; undefined where it cannot be told or no value is in its range. */
export function statisticOf(statistic: Statistic, set: StatisticSet): number | undefined {
  switch (statistic.kind) {
    case "SampleCount":
      return set.sampleCount;
    case "Sum":
      return set.sum;
    case "Average":
      return set.sum / set.sampleCount;
    case "Minimum":
      return set.minimum;
    case "Maximum":
      return set.maximum;
    default:
      return spreadStatistic(statistic, set);
  }
}

/** The statistic of each bucket that has it. */
export function evaluateStatistic(statistic: Statistic, columns: Columns): Values {
  switch (statistic.kind) {
    case "SampleCount":
      return { timestamps: columns.starts, values: columns.sampleCounts };
    case "Sum":
      return { timestamps: columns.starts, values: columns.sums };
    case "Minimum":
      return { timestamps: columns.starts, values: columns.minimums };
    case "Maximum":
      return { timestamps: columns.starts, values: columns.maximums };
    case "Average":
      return { timestamps: columns.starts, values: columns.sums.map((sum, i) => sum / (columns.sampleCounts[i] as number)) };
    default:
      return evaluateSpread(statistic, columns);
  }
}

function evaluateSpread(statistic: Statistic, columns: Columns): Values {
  const { starts } = columns;
  const timestamps = new Float64Array(starts.length);
  const values = new Float64Array(starts.length);
  let length = 0;
  for (let i = 0; i < starts.length; i++) {
    const value = statisticOf(statistic, setAt(columns, i));
    if (value === undefined) continue;
    timestamps[length] = starts[i] as number;
    values[length++] = value;
  }
  return { timestamps: timestamps.subarray(0, length), values: values.subarray(0, length) };
}

function setAt(columns: Columns, i: number): StatisticSet {
  return {
    sampleCount: columns.sampleCounts[i] as number,
    sum: columns.sums[i] as number,
    minimum: columns.minimums[i] as number,
    maximum: columns.maximums[i] as number,
    spread: columns.spreads?.[i],
  };
}

type SpreadStatistic = Exclude<Statistic, { readonly kind: SimpleStatistic }>;
type RangedStatistic = Extract<Statistic, { readonly kind: RangeStatistic }>;

function spreadStatistic(statistic: Statistic, set: StatisticSet): number | undefined {
  const asked = statistic as SpreadStatistic;
  if (asked.kind === "percentile") return quantileOf(set, asked.fraction);
  const distribution = distributionOf(set);
  if (!distribution) return undefined;
  const { kind, by, lower, upper } = asked;
  const part = by === "fraction" ? trimByFraction(distribution, lower, upper) : trimByValue(distribution, lower, upper);
  const whole = part.count === distribution.total;
  switch (kind) {
    case "TC":
      return part.count;
    case "PR":
      return (100 * part.count) / distribution.total;
    case "TS":
      return part.count === 0 ? undefined : whole ? set.sum : part.sum;
    case "TM":
      return part.count === 0 ? undefined : (whole ? set.sum : part.sum) / part.count;
    case "WM":
      return whole ? set.sum / set.sampleCount : winsorizedMean(distribution, asked, part);
    default:
      return undefined;
  }
}

/** The mean where values outside are put on the bound they passed. */
function winsorizedMean(distribution: Distribution, { by, lower, upper }: RangedStatistic, part: Trimmed): number | undefined {
  const [low, high] = by === "value" ? [lower, upper] : [quantile(distribution, lower), quantile(distribution, upper)];
  if (part.count === 0 && low === high) return low;
  let sum = 0;
  for (let i = 0; i < distribution.values.length; i++) {
    sum += Math.min(Math.max(distribution.values[i] as number, low), high) * (distribution.counts[i] as number);
  }
  return sum / distribution.total;
}

function parsePercentage(name: "p" | keyof typeof ofLowerCase, percent: number, text: string): Statistic | undefined {
  if (percent > 100) return undefined;
  if (name === "p") return { kind: "percentile", fraction: percent / 100, text };
  return { kind: ofLowerCase[name], by: "fraction", lower: 0, upper: percent / 100, text };
}

/** Both bounds are percentages or both are values; one of them may be missing, but not both. PR takes values only. */
function parseRange(match: RegExpExecArray, text: string): Statistic | undefined {
  const [, name, low, lowPercent, high, highPercent] = match;
  const kind = name as RangeStatistic;
  if (low === undefined && high === undefined) return undefined;
  if ((low === undefined && lowPercent) || (high === undefined && highPercent)) return undefined;
  const percent = Boolean(lowPercent ?? highPercent);
  if ((low !== undefined && Boolean(lowPercent) !== percent) || (high !== undefined && Boolean(highPercent) !== percent)) return undefined;
  const lower = low === undefined ? undefined : Number(low);
  const upper = high === undefined ? undefined : Number(high);
  if (lower !== undefined && upper !== undefined && lower >= upper) return undefined;
  if (!percent) return { kind, by: "value", lower: lower ?? Number.NEGATIVE_INFINITY, upper: upper ?? Number.POSITIVE_INFINITY, text };
  if (kind === "PR" || (lower ?? 0) < 0 || (upper ?? 100) > 100) return undefined;
  return { kind, by: "fraction", lower: (lower ?? 0) / 100, upper: (upper ?? 100) / 100, text };
}
