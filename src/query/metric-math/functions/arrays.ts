/** FIRST, LAST, SLICE, SORT, REMOVE_EMPTY, METRIC_COUNT: arrays of series as wholes. */
import { type Element, emptySeries, type TimeSeries } from "../values.ts";
import { reduceSeries } from "./aggregates.ts";
import { arrayArgument, callFault, type MathCall, type MathFunction, numberArgument, wordArgument } from "./math-function.ts";

function sortKey(by: string, element: Element): number {
  return typeof element === "number" ? element : reduceSeries(by, element);
}

/** Series without any datapoint come last in both directions; equals keep their order. */
function sorted(call: MathCall): Element[] {
  const by = wordArgument(call, 1, ["AVG", "MIN", "MAX", "SUM"]);
  const direction = wordArgument(call, 2, ["ASC", "DESC"]) === "ASC" ? 1 : -1;
  const keyed = arrayArgument(call, 0).map((element) => ({ element, key: sortKey(by, element) }));
  keyed.sort((a, b) => {
    if (Number.isNaN(a.key) || Number.isNaN(b.key)) return Number(Number.isNaN(a.key)) - Number(Number.isNaN(b.key));
    return (a.key - b.key) * direction;
  });
  return keyed.map(({ element }) => element);
}

function wholeNumber(call: MathCall, index: number): number {
  const value = numberArgument(call, index);
  if (!Number.isInteger(value) || value < 0) throw callFault(call, `needs a whole number from 0 on as argument ${index + 1}`);
  return value;
}

const isEmpty = (element: Element): boolean => typeof element !== "number" && element.values.length === 0;
const pick = (element: Element | undefined): number | TimeSeries => element ?? emptySeries;

export const arrays: Readonly<Record<string, MathFunction>> = {
  FIRST: { arity: [1, 1], evaluate: (call) => pick(arrayArgument(call, 0)[0]) },
  LAST: { arity: [1, 1], evaluate: (call) => pick(arrayArgument(call, 0).at(-1)) },
  SLICE: {
    arity: [2, 3],
    evaluate(call) {
      const end = call.arguments.length > 2 ? wholeNumber(call, 2) : undefined;
      return arrayArgument(call, 0).slice(wholeNumber(call, 1), end);
    },
  },
  SORT: {
    arity: [3, 4],
    evaluate(call) {
      const limit = call.arguments.length > 3 ? wholeNumber(call, 3) : undefined;
      return sorted(call).slice(0, limit);
    },
  },
  REMOVE_EMPTY: { arity: [1, 1], evaluate: (call) => arrayArgument(call, 0).filter((element) => !isEmpty(element)) },
  METRIC_COUNT: { arity: [1, 1], evaluate: (call) => arrayArgument(call, 0).length },
};
