/** ABS, CEIL, FLOOR, LOG, LOG10: each value by itself. A result that is no finite number drops the point. */
import { isArray, mapValues, type MathValue } from "../values.ts";
import { callFault, type MathCall, type MathFunction } from "./math-function.ts";

function each(call: MathCall, change: (value: number) => number): MathValue {
  const value = call.arguments[0];
  if (value === undefined || typeof value === "string") throw callFault(call, "needs time series or a number");
  if (isArray(value)) return value.map((element) => (typeof element === "number" ? change(element) : mapValues(element, change)));
  return typeof value === "number" ? change(value) : mapValues(value, change);
}

const of = (change: (value: number) => number): MathFunction => ({ arity: [1, 1], evaluate: (call) => each(call, change) });

export const pointwise: Readonly<Record<string, MathFunction>> = {
  ABS: of(Math.abs),
  CEIL: of(Math.ceil),
  FLOOR: of(Math.floor),
  LOG: of(Math.log),
  LOG10: of(Math.log10),
};
