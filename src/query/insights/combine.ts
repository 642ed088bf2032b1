/**
 * Puts the series of a group together: a query's function aggregates observations, so averages are weighted by sample counts.
 * Works on simple statistics of the single series, period by period. Pure.
 */
import { type TimeSeries, unionTimestamps, valuesAt, withValues } from "../metric-math/values.ts";
import type { InsightsFunction, InsightsQuery } from "./parse.ts";

/** The statistics of single series from which a function is put together. */
const partsOfFunction = {
  AVG: ["Sum", "SampleCount"],
  COUNT: ["SampleCount"],
  MAX: ["Maximum"],
  MIN: ["Minimum"],
  SUM: ["Sum"],
} as const satisfies Readonly<Record<InsightsFunction, readonly string[]>>;

export type Part = (typeof partsOfFunction)[InsightsFunction][number];

/** All statistics that a query needs of each series. */
export function partsOf({ function: selected, orderBy }: InsightsQuery): Part[] {
  const parts = new Set<Part>(partsOfFunction[selected]);
  if (orderBy) for (const part of partsOfFunction[orderBy.function]) parts.add(part);
  return [...parts];
}

/** The series of one group, by statistic. */
export type GroupParts = ReadonlyMap<Part, readonly TimeSeries[]>;

const folds: Readonly<Record<Part, (left: number, right: number) => number>> = {
  Sum: (left, right) => left + right,
  SampleCount: (left, right) => left + right,
  Maximum: Math.max,
  Minimum: Math.min,
};

/** One statistic of several series together, at every time that any of them has. */
function foldPart(part: Part, series: readonly TimeSeries[]): TimeSeries {
  const fold = folds[part];
  const timestamps = unionTimestamps(series.map((one) => one.timestamps));
  const values = new Float64Array(timestamps.length).fill(Number.NaN);
  for (const one of series) {
    const column = valuesAt(one, timestamps, Number.NaN);
    for (let i = 0; i < values.length; i++) {
      const value = column[i] as number;
      if (Number.isNaN(value)) continue;
      values[i] = Number.isNaN(values[i]) ? value : fold(values[i] as number, value);
    }
  }
  return withValues(undefined, timestamps, values);
}

const folded = (parts: GroupParts, part: Part): TimeSeries => foldPart(part, parts.get(part) ?? []);

/** The function's value in each period. */
export function combineGroup(selected: InsightsFunction, parts: GroupParts): TimeSeries {
  const [first] = partsOfFunction[selected];
  const whole = folded(parts, first);
  if (selected !== "AVG") return whole;
  const counts = valuesAt(folded(parts, "SampleCount"), whole.timestamps, Number.NaN);
  return withValues(
    undefined,
    whole.timestamps,
    whole.values.map((sum, i) => sum / (counts[i] as number)),
  );
}

/** The function's value over the whole range, by which groups are ordered; NaN without data. */
export function overRange(selected: InsightsFunction, parts: GroupParts): number {
  const total = (part: Part): number => {
    const { values } = folded(parts, part);
    return values.length === 0 ? Number.NaN : values.reduce((left, right) => folds[part](left, right));
  };
  const [first] = partsOfFunction[selected];
  return selected === "AVG" ? total("Sum") / total("SampleCount") : total(first);
}
