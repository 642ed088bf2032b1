/**
 * Metric math's operators over scalars, series and arrays. A point that one of two series lacks counts as 0; a point whose
 * result is no finite number (a division by zero) is dropped.
 */
import type { BinaryOperator } from "./ast.ts";
import { MathFault } from "./fault.ts";
import { type Element, isArray, mapValues, type MathValue, type TimeSeries, unionTimestamps, valuesAt, withValues } from "./values.ts";

const truth = (condition: boolean): number => (condition ? 1 : 0);

const operations: Readonly<Record<BinaryOperator, (left: number, right: number) => number>> = {
  "+": (left, right) => left + right,
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  "/": (left, right) => left / right,
  "^": (left, right) => left ** right,
  "==": (left, right) => truth(left === right),
  "!=": (left, right) => truth(left !== right),
  "<=": (left, right) => truth(left <= right),
  ">=": (left, right) => truth(left >= right),
  "<": (left, right) => truth(left < right),
  ">": (left, right) => truth(left > right),
  AND: (left, right) => truth(left !== 0 && right !== 0),
  OR: (left, right) => truth(left !== 0 || right !== 0),
};

/** `left operator right`. Throws a MathFault for strings and for arrays of different lengths. */
export function applyOperator(operator: BinaryOperator, left: MathValue, right: MathValue, at: number): MathValue {
  const operation = operations[operator];
  if (typeof left === "string" || typeof right === "string") throw new MathFault(`Operator ${operator} does not take strings`, at);
  return zip(operator, left, right, at, (a, b) => combine(operation, a, b));
}

/** Applies `each` to elements, pairing arrays element by element and everything else with every element. */
function zip(
  operator: string,
  left: Element | readonly Element[],
  right: Element | readonly Element[],
  at: number,
  each: (left: Element, right: Element) => Element,
): MathValue {
  if (isArray(left) && isArray(right)) {
    if (left.length !== right.length) {
      throw new MathFault(`Operator ${operator} needs arrays of equal length, not ${left.length} and ${right.length},`, at);
    }
    return left.map((element, i) => each(element, right[i] as Element));
  }
  if (isArray(left)) return left.map((element) => each(element, right as Element));
  if (isArray(right)) return right.map((element) => each(left, element));
  return each(left, right);
}

function combine(operation: (left: number, right: number) => number, left: Element, right: Element): Element {
  if (typeof left === "number" && typeof right === "number") {
    return Number.isNaN(left) || Number.isNaN(right) ? Number.NaN : operation(left, right);
  }
  if (typeof right === "number") return scalarSide(left as TimeSeries, right, (value) => operation(value, right));
  if (typeof left === "number") return scalarSide(right, left, (value) => operation(left, value));
  const timestamps = unionTimestamps([left.timestamps, right.timestamps]);
  const leftValues = valuesAt(left, timestamps, 0);
  const rightValues = valuesAt(right, timestamps, 0);
  const values = new Float64Array(timestamps.length);
  for (let i = 0; i < values.length; i++) values[i] = operation(leftValues[i] as number, rightValues[i] as number);
  return withValues(undefined, timestamps, values);
}

/** A scalar without a value leaves no point. */
const scalarSide = (series: TimeSeries, scalar: number, operation: (value: number) => number): TimeSeries =>
  mapValues(series, Number.isNaN(scalar) ? () => Number.NaN : operation);

/** `-value`. */
export function negate(value: MathValue, at: number): MathValue {
  if (typeof value === "string") throw new MathFault("Operator - does not take strings", at);
  if (isArray(value)) return value.map((element) => negateElement(element));
  return negateElement(value);
}

const negateElement = (element: Element): Element => (typeof element === "number" ? -element : mapValues(element, (value) => -value));
