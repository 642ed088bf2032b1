/**
 * Answers a call's metrics and expressions: plan, fetch everything at once, compute. GetMetricData, alarms over expressions
 * and images of widgets come through here.
 */
import { roundStart } from "../../model/period.ts";
import type { MetricStore } from "../../store/metric-store.ts";
import { SyntaxFault } from "../grammar/tokenizer.ts";
import { demandKey, demandsOf, searchKey } from "./demands.ts";
import { evaluate } from "./evaluate.ts";
import { MathFault } from "./fault.ts";
import type { Range } from "./fetch.ts";
import { fetchMaterial, type Fetched, type Material } from "./material.ts";
import { type Plan, planQueries, type Step } from "./plan.ts";
import { ExpressionFault, type Query, type QueryResult } from "./query.ts";
import { type Grid, isArray, isSeries, type MathValue, type TimeSeries } from "./values.ts";

/**
 * The results of the wanted queries, in the order of `wanted`. Throws an ExpressionFault that names the query for an
 * expression that cannot be read or computed.
 */
export async function runQueries(
  store: MetricStore,
  queries: readonly Query[],
  wanted: readonly string[],
  range: Range,
): Promise<QueryResult[]> {
  const plan = planQueries(queries);
  const material = await fetchMaterial(store, demandsOf(plan, wanted), range);
  const computation = new Computation(plan, material, range);
  return wanted.map((id) => computation.result(id));
}

class Computation {
  readonly #plan: Plan;
  readonly #material: Material;
  readonly #range: Range;
  /** Values of expressions by demand key, so that each is computed once at a period. */
  readonly #values = new Map<string, MathValue>();

  constructor(plan: Plan, material: Material, range: Range) {
    this.#plan = plan;
    this.#material = material;
    this.#range = range;
  }

  result(id: string): QueryResult {
    const step = this.#plan.steps.get(id) as Step;
    const periodSeconds = this.#plan.periodOf(id);
    if (step.kind !== "math") {
      const { series, messages } = this.#fetched(demandKey(id, periodSeconds));
      return { id, series, isArray: step.kind === "insights" && step.insights.groupBy.length > 0, periodSeconds, messages };
    }
    const value = this.#value(id, periodSeconds);
    const messages = step.searches.flatMap((found) => this.#fetched(searchKey(id, found.call.at, periodSeconds)).messages);
    return { id, series: seriesOf(id, value), isArray: isArray(value), periodSeconds, messages };
  }

  #fetched(key: string): Fetched {
    return this.#material.get(key) as Fetched;
  }

  /** What an identifier stands for in an expression that is computed at `periodSeconds`. */
  #value(id: string, periodSeconds: number): MathValue {
    const step = this.#plan.steps.get(id) as Step;
    const key = demandKey(id, periodSeconds);
    if (step.kind === "metric") return this.#fetched(key).series[0] as TimeSeries;
    if (step.kind === "insights") {
      const { series } = this.#fetched(key);
      return step.insights.groupBy.length > 0 ? series : (series[0] ?? []);
    }
    const known = this.#values.get(key);
    if (known !== undefined) return known;
    const value = named(this.#compute(id, step, periodSeconds), step.query.label ?? id);
    this.#values.set(key, value);
    return value;
  }

  #compute(id: string, step: Extract<Step, { kind: "math" }>, periodSeconds: number): MathValue {
    try {
      return evaluate(step.node, {
        grid: gridOf(this.#range, periodSeconds),
        identifier: (name) => (this.#plan.steps.has(name) ? this.#value(name, periodSeconds) : undefined),
        metrics: (text) => this.#plan.metricIds(text).map((name) => this.#value(name, periodSeconds) as TimeSeries),
        search: (call) => this.#fetched(searchKey(id, call.at, periodSeconds)).series,
      });
    } catch (error) {
      if (error instanceof MathFault || error instanceof SyntaxFault) throw new ExpressionFault(id, error.message);
      throw error;
    }
  }
}

/** The periods that a metric would be asked for. */
const gridOf = ({ from, to, now }: Range, periodSeconds: number): Grid => ({
  from: roundStart(from, periodSeconds, now),
  to,
  periodSeconds,
});

/** A single series of an expression is known by the expression's name. */
const named = (value: MathValue, label: string): MathValue => (isSeries(value) ? { ...value, label } : value);

function seriesOf(id: string, value: MathValue): readonly TimeSeries[] {
  if (isArray(value)) {
    return value.map((element) => {
      if (typeof element === "number") throw new ExpressionFault(id, "The result must not have numbers beside its time series");
      return element;
    });
  }
  if (isSeries(value)) return [value];
  throw new ExpressionFault(id, `The result must be a time series or an array of time series, not a ${typeof value}`);
}
