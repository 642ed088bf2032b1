/** What a function of metric math is: how many arguments it takes and what it does with them. */
import { MathFault } from "../fault.ts";
import { type Element, type Grid, gridLength, isArray, type MathValue, maximumGridPoints, type TimeSeries } from "../values.ts";

/** One call of a function. */
export interface MathCall {
  readonly name: string;
  readonly arguments: readonly MathValue[];
  /** Position of the function's name. */
  readonly at: number;
  readonly grid: Grid;
  /** The series of all metrics of the call whose id contains the text. */
  metrics(idContains: string): readonly TimeSeries[];
  /** What this call of SEARCH has found. */
  search(): readonly TimeSeries[];
}

export interface MathFunction {
  /** Least and most arguments. */
  readonly arity: readonly [least: number, most: number];
  evaluate(call: MathCall): MathValue;
}

/** A fault of the call, naming the function and its position. */
export const callFault = (call: MathCall, message: string): MathFault => new MathFault(`${call.name} ${message}`, call.at);

/** The argument as a series; throws where it is none. */
export function seriesArgument(call: MathCall, index: number): TimeSeries {
  const value = call.arguments[index];
  if (typeof value === "object" && !isArray(value)) return value;
  throw callFault(call, `needs a time series as argument ${index + 1}`);
}

/** The argument as an array; a single series counts as an array of one. */
export function arrayArgument(call: MathCall, index: number): readonly Element[] {
  const value = call.arguments[index];
  if (value !== undefined && isArray(value)) return value;
  if (typeof value === "object") return [value];
  throw callFault(call, `needs an array of time series as argument ${index + 1}`);
}

/** The argument as a number; throws where it is none. */
export function numberArgument(call: MathCall, index: number): number {
  const value = call.arguments[index];
  if (typeof value === "number") return value;
  throw callFault(call, `needs a number as argument ${index + 1}`);
}

/** The argument as one of the given words. */
export function wordArgument<const W extends readonly string[]>(call: MathCall, index: number, words: W): W[number] {
  const value = call.arguments[index];
  if (typeof value === "string" && words.includes(value)) return value;
  throw callFault(call, `needs ${words.join(" or ")} as argument ${index + 1}`);
}

/** Applies `each` to the first argument: a series, or every series of an array. */
export function eachSeries(call: MathCall, each: (series: TimeSeries) => TimeSeries): MathValue {
  const value = call.arguments[0];
  if (value !== undefined && isArray(value)) {
    return value.map((element) => {
      if (typeof element === "number") throw callFault(call, "needs time series, not numbers, in its array");
      return each(element);
    });
  }
  return each(seriesArgument(call, 0));
}

/** Throws where a series without gaps over the range would be larger than any answer may be. */
export function checkGrid(call: MathCall): Grid {
  const length = gridLength(call.grid);
  if (length > maximumGridPoints) {
    throw callFault(
      call,
      `would make ${length} datapoints, more than the ${maximumGridPoints} of one call; use a longer period or a shorter range,`,
    );
  }
  return call.grid;
}
