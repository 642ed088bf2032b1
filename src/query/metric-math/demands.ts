/**
 * Everything that a call's wanted queries need from the store, each thing once: a metric, a search or a Metrics Insights query,
 * at the period at which it is needed (an expression is computed at the longest period of what goes into it).
 */
import { type Plan, type PlannedSearch, type Step, shortestInsightsPeriod } from "./plan.ts";

type StepOf<K extends Step["kind"]> = Extract<Step, { kind: K }>;

/** The key under which a query at a period is kept. */
export const demandKey = (id: string, periodSeconds: number): string => `${id} ${periodSeconds}`;

export interface Demands {
  readonly metrics: ReadonlyMap<string, { readonly step: StepOf<"metric">; readonly periodSeconds: number }>;
  readonly insights: ReadonlyMap<string, { readonly step: StepOf<"insights">; readonly periodSeconds: number }>;
  readonly searches: ReadonlyMap<string, { readonly search: PlannedSearch; readonly periodSeconds: number }>;
}

/** A search is known by its query and its place in it. */
export const searchKey = (id: string, position: number, periodSeconds: number): string => `${id}:${position} ${periodSeconds}`;

/** The period at which a Metrics Insights query is computed when something asks for it at `periodSeconds`. */
export const insightsPeriod = (periodSeconds: number): number => Math.max(periodSeconds, shortestInsightsPeriod);

export function demandsOf(plan: Plan, wanted: readonly string[]): Demands {
  const metrics = new Map<string, { step: StepOf<"metric">; periodSeconds: number }>();
  const insights = new Map<string, { step: StepOf<"insights">; periodSeconds: number }>();
  const searches = new Map<string, { search: PlannedSearch; periodSeconds: number }>();
  const visited = new Set<string>();
  const visit = (id: string, periodSeconds: number): void => {
    const key = demandKey(id, periodSeconds);
    if (visited.has(key)) return;
    visited.add(key);
    const step = plan.steps.get(id) as Step;
    if (step.kind === "metric") metrics.set(key, { step, periodSeconds });
    else if (step.kind === "insights") insights.set(key, { step, periodSeconds: insightsPeriod(periodSeconds) });
    else {
      for (const name of step.needs.identifiers) visit(name, periodSeconds);
      for (const text of step.needs.metrics) for (const name of plan.metricIds(text)) visit(name, periodSeconds);
      for (const found of step.searches) searches.set(searchKey(id, found.call.at, periodSeconds), { search: found, periodSeconds });
    }
  };
  for (const id of wanted) visit(id, plan.periodOf(id));
  return { metrics, insights, searches };
}
