/** DIFF, DIFF_TIME, RATE, RUNNING_SUM: from one point of a series to the next. */
import { type TimeSeries, withValues } from "../values.ts";
import { eachSeries, type MathFunction } from "./math-function.ts";

/** A series without its first point, each value made of the change of value and the seconds since the point before. */
function steps(series: TimeSeries, step: (change: number, seconds: number) => number): TimeSeries {
  const { timestamps, values } = series;
  const length = Math.max(0, values.length - 1);
  const stepped = new Float64Array(length);
  for (let i = 0; i < length; i++) {
    stepped[i] = step((values[i + 1] as number) - (values[i] as number), (timestamps[i + 1] as number) - (timestamps[i] as number));
  }
  return withValues(series, timestamps.slice(1), stepped);
}

const stepwise = (step: (change: number, seconds: number) => number): MathFunction => ({
  arity: [1, 1],
  evaluate: (call) => eachSeries(call, (series) => steps(series, step)),
});

function runningSum(series: TimeSeries): TimeSeries {
  const sums = new Float64Array(series.values.length);
  let total = 0;
  for (let i = 0; i < sums.length; i++) sums[i] = total += series.values[i] as number;
  return withValues(series, series.timestamps, sums);
}

export const changes: Readonly<Record<string, MathFunction>> = {
  DIFF: stepwise((change) => change),
  DIFF_TIME: stepwise((_, seconds) => seconds),
  RATE: stepwise((change, seconds) => change / seconds),
  RUNNING_SUM: { arity: [1, 1], evaluate: (call) => eachSeries(call, runningSum) },
};
