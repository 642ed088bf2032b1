/** AVG, MAX, MIN, SUM, STDDEV, DATAPOINT_COUNT: of one series a scalar over the range, of an array a series point by point. */
import { type Element, isArray, type TimeSeries, unionTimestamps, valuesAt, withValues } from "../values.ts";
import { callFault, type MathFunction } from "./math-function.ts";

/** Reduces the first `count` numbers (at least one) that `elements` elements (all points of a series, or all series) have. */
type Reduce = (values: Float64Array, count: number, elements: number) => number;

const sum = (values: Float64Array, count: number): number => {
  let total = 0;
  for (let i = 0; i < count; i++) total += values[i] as number;
  return total;
};
/** A series that lacks the point counts as 0. */
const average: Reduce = (values, count, elements) => sum(values, count) / elements;

const maximum: Reduce = (values, count) => {
  let most = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < count; i++) most = Math.max(most, values[i] as number);
  return most;
};
const minimum: Reduce = (values, count) => {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < count; i++) least = Math.min(least, values[i] as number);
  return least;
};
/** Of the population. */
const standardDeviation: Reduce = (values, count) => {
  const mean = sum(values, count) / count;
  let squares = 0;
  for (let i = 0; i < count; i++) squares += ((values[i] as number) - mean) ** 2;
  return Math.sqrt(squares / count);
};

const reductions: Readonly<Record<string, Reduce>> = {
  AVG: average,
  MAX: maximum,
  MIN: minimum,
  SUM: sum,
  STDDEV: standardDeviation,
  DATAPOINT_COUNT: (_, count) => count,
};

/** One of the reductions over a whole series; NaN (for DATAPOINT_COUNT 0) where it has no points. SORT orders by these. */
export function reduceSeries(name: string, { values }: TimeSeries): number {
  if (values.length === 0) return name === "DATAPOINT_COUNT" ? 0 : Number.NaN;
  return (reductions[name] as Reduce)(values, values.length, values.length);
}

/** Point by point over several series; a scalar among them takes part in every point. */
function reduceAcross(reduce: Reduce, elements: readonly Element[]): Element {
  const series = elements.filter((element) => typeof element !== "number");
  if (series.length === 0) {
    const scalars = Float64Array.from(elements as readonly number[]).filter((value) => !Number.isNaN(value));
    if (elements.length > 0) return scalars.length === 0 ? Number.NaN : reduce(scalars, scalars.length, scalars.length);
  }
  const timestamps = unionTimestamps(series.map((one) => one.timestamps));
  const columns = elements.map((element) =>
    typeof element === "number" ? new Float64Array(timestamps.length).fill(element) : valuesAt(element, timestamps, Number.NaN),
  );
  const values = new Float64Array(timestamps.length);
  const point = new Float64Array(columns.length);
  for (let i = 0; i < values.length; i++) {
    let count = 0;
    for (const column of columns) {
      const value = column[i] as number;
      if (!Number.isNaN(value)) point[count++] = value;
    }
    values[i] = reduce(point, count, columns.length);
  }
  return withValues(undefined, timestamps, values);
}

export const aggregates: Readonly<Record<string, MathFunction>> = Object.fromEntries(
  Object.entries(reductions).map(([name, reduce]): [string, MathFunction] => [
    name,
    {
      arity: [1, 1],
      evaluate(call) {
        const value = call.arguments[0];
        if (value === undefined || typeof value === "string") throw callFault(call, "needs time series");
        if (isArray(value)) return reduceAcross(reduce, value);
        return typeof value === "number" ? reduceAcross(reduce, [value]) : reduceSeries(name, value);
      },
    },
  ]),
);
