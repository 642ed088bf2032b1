/**
 * EPOCH, MINUTE, HOUR, DAY, DATE, MONTH, YEAR: what the clock shows in UTC at each period of the range, whether the series
 * has a point there or not. PERIOD: the series' period. TIME_SERIES: a number at each period.
 */
import { gridTimestamps, type MathValue, withValues } from "../values.ts";
import { callFault, checkGrid, type MathCall, type MathFunction, numberArgument, seriesArgument } from "./math-function.ts";

function atEachPeriod(call: MathCall, value: (second: number) => number): MathValue {
  const timestamps = gridTimestamps(checkGrid(call));
  return withValues(
    undefined,
    timestamps,
    timestamps.map((second) => value(second)),
  );
}

/** `field` reads a date of that second. */
const clockField = (field: (date: Date) => number): MathFunction => ({
  arity: [1, 1],
  evaluate(call) {
    seriesArgument(call, 0);
    return atEachPeriod(call, (second) => field(new Date(second * 1000)));
  },
});

export const times: Readonly<Record<string, MathFunction>> = {
  EPOCH: clockField((date) => date.getTime() / 1000),
  MINUTE: clockField((date) => date.getUTCMinutes()),
  HOUR: clockField((date) => date.getUTCHours()),
  /** Monday is 1, Sunday 7. */
  DAY: clockField((date) => date.getUTCDay() || 7),
  DATE: clockField((date) => date.getUTCDate()),
  MONTH: clockField((date) => date.getUTCMonth() + 1),
  YEAR: clockField((date) => date.getUTCFullYear()),
  PERIOD: {
    arity: [1, 1],
    evaluate(call) {
      seriesArgument(call, 0);
      return call.grid.periodSeconds;
    },
  },
  TIME_SERIES: {
    arity: [1, 1],
    evaluate(call) {
      const value = numberArgument(call, 0);
      if (!Number.isFinite(value)) throw callFault(call, "needs a number that has a value");
      return atEachPeriod(call, () => value);
    },
  },
};
