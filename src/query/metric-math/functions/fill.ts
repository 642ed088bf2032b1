/** FILL: values for the periods that have none: a number, another series' value, the last value (REPEAT) or a line (LINEAR). */
import { type Grid, gridTimestamps, isArray, isSeries, type TimeSeries, valuesAt, withValues } from "../values.ts";
import { callFault, checkGrid, eachSeries, type MathCall, type MathFunction } from "./math-function.ts";

/** Fills the NaNs of a column in place. */
type Filler = (values: Float64Array) => void;

/** Nothing to repeat before the first point: those periods stay empty. */
const repeat: Filler = (values) => {
  for (let i = 1; i < values.length; i++) if (Number.isNaN(values[i])) values[i] = values[i - 1] as number;
};

/** Between two points; before the first and after the last one nothing. */
const linear: Filler = (values) => {
  let before = -1;
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i])) continue;
    if (before >= 0) {
      const step = ((values[i] as number) - (values[before] as number)) / (i - before);
      for (let gap = before + 1; gap < i; gap++) values[gap] = (values[before] as number) + step * (gap - before);
    }
    before = i;
  }
};

const constant =
  (value: number): Filler =>
  (values) => {
    for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i])) values[i] = value;
  };

const from =
  (filling: Float64Array): Filler =>
  (values) => {
    for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i])) values[i] = filling[i] as number;
  };

function fillerOf(call: MathCall, timestamps: Float64Array): Filler {
  const filling = call.arguments[1];
  if (typeof filling === "number") return constant(filling);
  if (filling === "REPEAT") return repeat;
  if (filling === "LINEAR") return linear;
  if (filling !== undefined && isSeries(filling)) return from(valuesAt(onGrid(filling, call.grid), timestamps, Number.NaN));
  throw callFault(call, "needs a number, a time series, REPEAT or LINEAR as argument 2");
}

/** Only the points that lie on the grid. */
function onGrid(series: TimeSeries, { from, to, periodSeconds }: Grid): TimeSeries {
  const first = Math.floor(from / periodSeconds) * periodSeconds;
  if (series.timestamps.every((second) => second >= first && second < to && second % periodSeconds === 0)) return series;
  const values = series.values.map((value, i) => {
    const second = series.timestamps[i] as number;
    return second >= first && second < to && second % periodSeconds === 0 ? value : Number.NaN;
  });
  return withValues(series, series.timestamps, values);
}

export const fill: Readonly<Record<string, MathFunction>> = {
  FILL: {
    arity: [2, 2],
    evaluate(call) {
      const timestamps = gridTimestamps(checkGrid(call));
      const filler = fillerOf(call, timestamps);
      const value = call.arguments[0];
      if (value !== undefined && isArray(value) && value.length === 0) return value;
      return eachSeries(call, (series) => {
        const values = valuesAt(onGrid(series, call.grid), timestamps, Number.NaN).slice();
        filler(values);
        return withValues(series, timestamps, values);
      });
    },
  },
};
