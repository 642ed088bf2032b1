/** METRICS and SEARCH: where the series of an expression come from that it does not name one by one. */
import { callFault, type MathFunction } from "./math-function.ts";

export const sources: Readonly<Record<string, MathFunction>> = {
  METRICS: {
    arity: [0, 1],
    evaluate(call) {
      const text = call.arguments[0] ?? "";
      if (typeof text !== "string") throw callFault(call, "needs a text in quotation marks");
      return call.metrics(text);
    },
  },
  /** The texts were read when the expression was planned (metric-math/plan); what was found is handed in. */
  SEARCH: { arity: [2, 3], evaluate: (call) => call.search() },
};
