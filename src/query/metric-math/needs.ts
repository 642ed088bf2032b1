/** What an expression needs before it can be computed: other queries by their ids, and searches. */
import { type CallNode, type MathNode, walk } from "./ast.ts";
import { MathFault } from "./fault.ts";

/** One call of SEARCH whose texts have been taken out of the expression. */
export interface SearchCall {
  readonly call: CallNode;
  /** What is between the first quotation marks. */
  readonly text: string;
  readonly statistic: string;
  /** Absent: the query's own period. */
  readonly periodSeconds?: number;
}

export interface Needs {
  /** Ids that the expression names, each once, in their order. */
  readonly identifiers: readonly string[];
  /** Texts of the METRICS calls; "" is every metric. */
  readonly metrics: readonly string[];
  readonly searches: readonly SearchCall[];
}

export function needsOf(node: MathNode): Needs {
  const identifiers = new Set<string>();
  const metrics: string[] = [];
  const searches: SearchCall[] = [];
  walk(node, (part) => {
    if (part.kind === "identifier") identifiers.add(part.name);
    if (part.kind !== "call") return;
    if (part.name === "SEARCH") searches.push(searchCall(part));
    if (part.name === "METRICS") metrics.push(literalText(part, 0, ""));
  });
  return { identifiers: [...identifiers], metrics, searches };
}

function searchCall(call: CallNode): SearchCall {
  const period = call.arguments[2];
  if (period && (period.kind !== "number" || !Number.isInteger(period.value) || period.value <= 0)) {
    throw new MathFault("SEARCH needs a period in whole seconds as argument 3", period.at);
  }
  return {
    call,
    text: literalText(call, 0),
    statistic: literalText(call, 1),
    ...(period && { periodSeconds: period.value }),
  };
}

function literalText(call: CallNode, index: number, absent?: string): string {
  const argument = call.arguments[index];
  if (!argument && absent !== undefined) return absent;
  if (argument?.kind !== "string")
    throw new MathFault(`${call.name} needs a text in quotation marks as argument ${index + 1}`, argument?.at ?? call.at);
  return argument.value;
}
