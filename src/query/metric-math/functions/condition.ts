/**
 * IF(condition, then[, otherwise]). A scalar condition chooses one side whole. A series chooses point by point, at its own
 * points: true takes `then`, 0 where that has no point; false takes `otherwise` and drops the point where there is none.
 */
import { type Element, emptySeries, isArray, type MathValue, type TimeSeries, withValues } from "../values.ts";
import { callFault, type MathCall, type MathFunction } from "./math-function.ts";

/** A side's values at the condition's points; NaN where it has none. */
function sideAt(side: Element | undefined, condition: TimeSeries): Float64Array | number {
  if (side === undefined) return Number.NaN;
  if (typeof side === "number") return side;
  return lookUp(side, condition.timestamps);
}

function lookUp(series: TimeSeries, timestamps: Float64Array): Float64Array {
  if (timestamps.length === 0) return timestamps;
  const values = new Float64Array(timestamps.length).fill(Number.NaN);
  let at = 0;
  for (let i = 0; i < timestamps.length; i++) {
    while (at < series.timestamps.length && (series.timestamps[at] as number) < (timestamps[i] as number)) at++;
    if (series.timestamps[at] === timestamps[i]) values[i] = series.values[at] as number;
  }
  return values;
}

function choose(condition: Element, then: Element, otherwise: Element | undefined): Element {
  if (typeof condition === "number") {
    if (Number.isNaN(condition)) return emptySeries;
    return condition !== 0 ? then : (otherwise ?? emptySeries);
  }
  const thenValues = sideAt(then, condition);
  const otherwiseValues = sideAt(otherwise, condition);
  const values = condition.values.map((truth, i) => {
    const side = truth !== 0 ? thenValues : otherwiseValues;
    const value = typeof side === "number" ? side : (side[i] as number);
    return truth !== 0 && Number.isNaN(value) ? 0 : value;
  });
  return withValues(originOf(then), condition.timestamps, values);
}

const originOf = (element: Element): TimeSeries | undefined => (typeof element === "number" ? undefined : element);

/** The i-th element of an array; anything else stands for each of its elements. */
function elementOf(call: MathCall, index: number, i: number): Element | undefined {
  const value = call.arguments[index];
  if (typeof value === "string") throw callFault(call, `needs a number or time series as argument ${index + 1}`);
  return value !== undefined && isArray(value) ? value[i] : value;
}

function evaluate(call: MathCall): MathValue {
  const lengths = new Set(call.arguments.filter(isArray).map((array) => array.length));
  if (lengths.size > 1) throw callFault(call, "needs arrays of equal length");
  const one = (i: number): Element =>
    choose(elementOf(call, 0, i) ?? emptySeries, elementOf(call, 1, i) ?? emptySeries, elementOf(call, 2, i));
  const [length] = lengths;
  return length === undefined ? one(0) : Array.from({ length }, (_, i) => one(i));
}

export const condition: Readonly<Record<string, MathFunction>> = { IF: { arity: [2, 3], evaluate } };
