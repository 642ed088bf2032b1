/** AVG, MAX, MIN, SUM, STDDEV, DATAPOINT_COUNT: of one series a scalar over the range, of an array a series point by point. */
import { type Element, isArray, placesOf, sameTimestamps, type TimeSeries, unionTimestamps, withValues } from "../values.ts";
import { callFault, type MathFunction } from "./math-function.ts";

/** A series laid over the rows of several. */
interface Laid {
  readonly values: Float64Array;
  /** The row of each value; value i is in row i where absent. */
  readonly rows?: Int32Array;
}

/** How one value after the other is taken in, and what is told at the end; `elements` counts missing values too. */
interface Reduction {
  readonly initial: number;
  readonly step: (total: number, value: number) => number;
  readonly result: (total: number, count: number, elements: number) => number;
}

const reductions = {
  /** A series that lacks a point counts as 0 there. */
  AVG: { initial: 0, step: (total, value) => total + value, result: (total, _, elements) => total / elements },
  SUM: { initial: 0, step: (total, value) => total + value, result: (total) => total },
  MAX: { initial: Number.NEGATIVE_INFINITY, step: (total, value) => (value > total ? value : total), result: (total) => total },
  MIN: { initial: Number.POSITIVE_INFINITY, step: (total, value) => (value < total ? value : total), result: (total) => total },
  DATAPOINT_COUNT: { initial: 0, step: (total) => total, result: (_, count) => count },
} as const satisfies Readonly<Record<string, Reduction>>;

/** Unlike AVG, of those values alone that there are. */
const meanOfPresent: Reduction = { ...reductions.AVG, result: (total, count) => total / count };

/** Over one column: a figure of all its values; NaN without any. */
function reduceColumn({ initial, step, result }: Reduction, column: Float64Array): number {
  let total = initial;
  for (let i = 0; i < column.length; i++) total = step(total, column[i] as number);
  return column.length === 0 ? Number.NaN : result(total, column.length, column.length);
}

/** Row by row, series after series so that it runs along the memory; every row has a value. */
function reduceRows({ initial, step, result }: Reduction, series: readonly Laid[], length: number, elements: number): Float64Array {
  const totals = new Float64Array(length).fill(initial);
  const counts = new Float64Array(length);
  for (const { values, rows } of series) {
    for (let i = 0; i < values.length; i++) {
      const row = rows === undefined ? i : (rows[i] as number);
      totals[row] = step(totals[row] as number, values[i] as number);
      counts[row] = (counts[row] as number) + 1;
    }
  }
  for (let row = 0; row < length; row++) totals[row] = result(totals[row] as number, counts[row] as number, elements);
  return totals;
}

/** How a function of this group works: over the values of one series, and over the rows of several. */
interface Aggregate {
  readonly whole: (values: Float64Array) => number;
  /** `elements` counts those too that have no value. */
  readonly rows: (series: readonly Laid[], length: number, elements: number) => Float64Array;
}

const aggregateOf = (reduction: Reduction): Aggregate => ({
  whole: (values) => reduceColumn(reduction, values),
  rows: (series, length, elements) => reduceRows(reduction, series, length, elements),
});

/** Of the population of those values that there are. */
function deviation(values: Float64Array): number {
  const mean = reduceColumn(reductions.AVG, values);
  return Math.sqrt(
    reduceColumn(
      reductions.AVG,
      values.map((value) => (value - mean) ** 2),
    ),
  );
}

/** The same of each row. */
function deviationOfRows(series: readonly Laid[], length: number, elements: number): Float64Array {
  const means = reduceRows(meanOfPresent, series, length, elements);
  const squares = series.map((laid) => ({
    ...laid,
    values: laid.values.map((value, i) => (value - (means[laid.rows === undefined ? i : (laid.rows[i] as number)] as number)) ** 2),
  }));
  return reduceRows(meanOfPresent, squares, length, elements).map((variance) => Math.sqrt(variance));
}

const aggregateTable: Readonly<Record<string, Aggregate>> = {
  ...Object.fromEntries(Object.entries(reductions).map(([name, reduction]) => [name, aggregateOf(reduction)])),
  STDDEV: {
    whole: deviation,
    rows: deviationOfRows,
  },
};

/** One of the functions over a whole series; NaN (for DATAPOINT_COUNT 0) where it has no points. SORT orders by these. */
export function reduceSeries(name: string, { values }: TimeSeries): number {
  if (values.length === 0 && name === "DATAPOINT_COUNT") return 0;
  return (aggregateTable[name] as Aggregate).whole(values);
}

/** Point by point over several series; a scalar among them takes part in every point. */
function reduceAcross({ whole, rows }: Aggregate, elements: readonly Element[]): Element {
  const series = elements.filter((element) => typeof element !== "number");
  if (series.length === 0 && elements.length > 0) {
    return whole(Float64Array.from(elements as readonly number[]).filter((value) => !Number.isNaN(value)));
  }
  const timestamps = unionTimestamps(series.map((one) => one.timestamps));
  const laid = elements.filter((element) => !Number.isNaN(element)).map((element) => lay(element, timestamps));
  return withValues(undefined, timestamps, rows(laid, timestamps.length, elements.length));
}

/** Lays an element over timestamps that hold all of its own. */
function lay(element: Element, timestamps: Float64Array): Laid {
  if (typeof element === "number") return { values: new Float64Array(timestamps.length).fill(element) };
  if (sameTimestamps(element.timestamps, timestamps)) return { values: element.values };
  return { values: element.values, rows: placesOf(element.timestamps, timestamps) };
}

export const aggregates: Readonly<Record<string, MathFunction>> = Object.fromEntries(
  Object.entries(aggregateTable).map(([name, aggregate]): [string, MathFunction] => [
    name,
    {
      arity: [1, 1],
      evaluate(call) {
        const value = call.arguments[0];
        if (value === undefined || typeof value === "string") throw callFault(call, "needs time series");
        if (isArray(value)) return reduceAcross(aggregate, value);
        return typeof value === "number" ? reduceAcross(aggregate, [value]) : reduceSeries(name, value);
      },
    },
  ]),
);
