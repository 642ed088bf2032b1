/**
 * Reads all expressions of a call and finds out what they stand on: which queries they name (no unknown ones, no circles), at
 * which period each is computed (the longest of whatever goes into it), and what must be searched for.
 */
import { SyntaxFault } from "../grammar/tokenizer.ts";
import { type InsightsQuery, isInsights, parseInsights } from "../insights/parse.ts";
import { parseSearch, type SearchQuery } from "../search.ts";
import { parseStatistic } from "../statistics.ts";
import type { MathNode } from "./ast.ts";
import { MathFault } from "./fault.ts";
import { type Needs, needsOf, type SearchCall } from "./needs.ts";
import { parseMath } from "./parse.ts";
import { ExpressionFault, type ExpressionQuery, isExpression, type MetricQuery, type Query } from "./query.ts";

/** The period of expressions over nothing that has one. */
const defaultPeriodSeconds = 300;
/** Metrics Insights has nothing finer. */
export const shortestInsightsPeriod = 60;

export interface PlannedSearch extends SearchCall {
  readonly query: SearchQuery;
}

export type Step =
  | { readonly kind: "metric"; readonly query: MetricQuery }
  | { readonly kind: "insights"; readonly query: ExpressionQuery; readonly insights: InsightsQuery }
  | {
      readonly kind: "math";
      readonly query: ExpressionQuery;
      readonly node: MathNode;
      readonly needs: Needs;
      readonly searches: readonly PlannedSearch[];
    };

export interface Plan {
  /** By id, in the order of the call. */
  readonly steps: ReadonlyMap<string, Step>;
  /** The period at which a query is computed when it is asked for itself. */
  periodOf(id: string): number;
  /** Ids of the metrics (no expressions) whose id contains the text. */
  metricIds(idContains: string): readonly string[];
}

/** Plans a call. Throws an ExpressionFault for the first expression that is wrong. */
export function planQueries(queries: readonly Query[]): Plan {
  const steps = new Map(queries.map((query): [string, Step] => [query.id, stepOf(query)]));
  const metricIds = (idContains: string): string[] =>
    [...steps].filter(([id, step]) => step.kind === "metric" && id.includes(idContains)).map(([id]) => id);
  const periods = new Map<string, number | undefined>();
  for (const id of steps.keys()) resolvePeriod(id, { steps, metricIds, periods, open: [] });
  return {
    steps,
    metricIds,
    periodOf: (id) => periods.get(id) ?? ownPeriod(steps.get(id)) ?? defaultPeriodSeconds,
  };
}

const ownPeriod = (step: Step | undefined): number | undefined => step?.query.periodSeconds;

function stepOf(query: Query): Step {
  if (!isExpression(query)) return { kind: "metric", query };
  try {
    if (isInsights(query.expression)) return { kind: "insights", query, insights: parseInsights(query.expression) };
    const node = parseMath(query.expression);
    const needs = needsOf(node);
    return { kind: "math", query, node, needs, searches: needs.searches.map(plannedSearch) };
  } catch (error) {
    if (error instanceof SyntaxFault || error instanceof MathFault) throw new ExpressionFault(query.id, error.message);
    throw error;
  }
}

function plannedSearch(call: SearchCall): PlannedSearch {
  if (parseStatistic(call.statistic) === undefined) {
    throw new MathFault(`SEARCH does not know the statistic '${call.statistic}'`, call.call.arguments[1]?.at ?? call.call.at);
  }
  try {
    return { ...call, query: parseSearch(call.text) };
  } catch (error) {
    if (error instanceof SyntaxFault) throw new MathFault(`${error.message} of the search`, call.call.at);
    throw error;
  }
}

interface Resolving {
  readonly steps: ReadonlyMap<string, Step>;
  readonly metricIds: (idContains: string) => readonly string[];
  readonly periods: Map<string, number | undefined>;
  /** The ids on the way from the query that is being resolved, to find circles. */
  readonly open: readonly string[];
}

/** The longest period of whatever goes into a query; undefined where nothing has one. */
function resolvePeriod(id: string, resolving: Resolving): number | undefined {
  const { steps, periods, open } = resolving;
  if (periods.has(id)) return periods.get(id);
  const step = steps.get(id) as Step;
  let longest: number | undefined;
  if (step.kind === "metric") longest = step.query.periodSeconds;
  else if (step.kind === "insights") longest = Math.max(step.query.periodSeconds ?? defaultPeriodSeconds, shortestInsightsPeriod);
  else {
    checkIdentifiers(id, step.needs, resolving);
    const inner = { ...resolving, open: [...open, id] };
    const ids = [...step.needs.identifiers, ...step.needs.metrics.flatMap((text) => resolving.metricIds(text))];
    const below = ids.map((other) => resolvePeriod(other, inner));
    const searched = step.searches.map((search) => search.periodSeconds ?? step.query.periodSeconds ?? defaultPeriodSeconds);
    for (const period of [...below, ...searched]) if (period !== undefined) longest = Math.max(longest ?? 0, period);
  }
  periods.set(id, longest);
  return longest;
}

function checkIdentifiers(id: string, { identifiers }: Needs, { steps, open }: Resolving): void {
  const unknown = identifiers.filter((name) => !steps.has(name));
  if (unknown.length > 0) throw new ExpressionFault(id, `Unknown identifiers: [${unknown.join(", ")}]`);
  const circle = identifiers.find((name) => name === id || open.includes(name));
  if (circle !== undefined) throw new ExpressionFault(id, `Circular reference: ${[...open, id, circle].join(" -> ")}`);
}
