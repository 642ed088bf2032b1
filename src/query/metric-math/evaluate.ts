/** Computes a metric math expression that has been read, over series that have been fetched. Pure. */
import type { CallNode, MathNode } from "./ast.ts";
import { applyOperator, negate } from "./arithmetic.ts";
import { MathFault } from "./fault.ts";
import type { MathCall } from "./functions/math-function.ts";
import { functionsNotServed, mathFunctions } from "./functions.ts";
import { type Element, type Grid, isArray, type MathValue, type TimeSeries } from "./values.ts";

/** What an expression stands on. */
export interface MathEnvironment {
  readonly grid: Grid;
  /** The value of another query of the call; undefined: there is no such id. */
  identifier(name: string): MathValue | undefined;
  /** The series of all metrics of the call whose id contains the text. */
  metrics(idContains: string): readonly TimeSeries[];
  /** What a SEARCH of this expression has found. */
  search(call: CallNode): readonly TimeSeries[];
}

/** The value of an expression; may be a scalar or a string still. Throws a MathFault that names the position. */
export function evaluate(node: MathNode, environment: MathEnvironment): MathValue {
  switch (node.kind) {
    case "number":
    case "string":
      return node.value;
    case "identifier": {
      const value = environment.identifier(node.name);
      if (value === undefined) throw new MathFault(`Unknown identifier ${node.name}`, node.at);
      return value;
    }
    case "array":
      return node.items.flatMap((item) => elements(evaluate(item, environment), item.at));
    case "negate":
      return negate(evaluate(node.operand, environment), node.at);
    case "binary":
      return applyOperator(node.operator, evaluate(node.left, environment), evaluate(node.right, environment), node.at);
    default:
      return evaluateCall(node, environment);
  }
}

/** An array inside an array is laid flat. */
function elements(value: MathValue, at: number): readonly Element[] {
  if (typeof value === "string") throw new MathFault("An array holds time series and numbers, no strings,", at);
  return isArray(value) ? value : [value];
}

function evaluateCall(node: CallNode, environment: MathEnvironment): MathValue {
  const definition = mathFunctions.get(node.name);
  if (!definition) throw unknownFunction(node);
  const [least, most] = definition.arity;
  if (node.arguments.length < least || node.arguments.length > most) {
    const wanted = least === most ? `${least}` : `${least} to ${most}`;
    throw new MathFault(`${node.name} takes ${wanted} argument${most === 1 ? "" : "s"}, not ${node.arguments.length},`, node.at);
  }
  const call: MathCall = {
    name: node.name,
    arguments: node.arguments.map((argument) => evaluate(argument, environment)),
    at: node.at,
    grid: environment.grid,
    metrics: (idContains) => environment.metrics(idContains),
    search: () => environment.search(node),
  };
  return definition.evaluate(call);
}

function unknownFunction({ name, at }: CallNode): MathFault {
  const reason = Object.hasOwn(functionsNotServed, name) ? functionsNotServed[name] : undefined;
  if (reason !== undefined) return new MathFault(`${name} cannot be used: ${reason};`, at);
  const upper = name.toUpperCase();
  return new MathFault(mathFunctions.has(upper) ? `Unknown function ${name} (did you mean ${upper}?)` : `Unknown function ${name}`, at);
}
