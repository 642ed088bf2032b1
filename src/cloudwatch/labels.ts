/** The labels of a call's results: the client's own, with their dynamic parts told, or the default ones. */
import type { QueryResult } from "../query/metric-math/query.ts";
import type { TimeSeries } from "../query/metric-math/values.ts";
import { defaultLabels } from "./labels/default-label.ts";
import { expandLabel, isDynamic, type LabelContext } from "./labels/dynamic-label.ts";

export interface LabelledQuery {
  readonly result: QueryResult;
  /** What the client wrote; absent: the default label. */
  readonly label: string | undefined;
  readonly isExpression: boolean;
}

type Telling = Omit<LabelContext, "defaultLabel">;

/** One label for each series of each result. */
export function labelsOf(queries: readonly LabelledQuery[], telling: Telling): string[][] {
  const metricLabels = defaultsOf(queries.filter(({ isExpression }) => !isExpression).flatMap(({ result }) => result.series));
  return queries.map(({ result, label, isExpression }) => {
    const { id, isArray, series } = result;
    if (!isArray) return series.map((one) => singleLabel(label, isExpression ? id : (metricLabels.get(one) ?? id), one, telling));
    const elementLabels = seriesLabels(series);
    return series.map((one) => elementLabel(label, told(elementLabels.get(one) ?? id, one, telling), one, telling));
  });
}

/** What series are called beside each other: by labels that they carry, else by what tells them apart. */
function seriesLabels(series: readonly TimeSeries[]): ReadonlyMap<TimeSeries, string> {
  const labels = new Map(defaultsOf(series.filter(({ label }) => label === undefined)));
  for (const one of series) if (one.label !== undefined) labels.set(one, one.label);
  return labels;
}

function defaultsOf(series: readonly TimeSeries[]): ReadonlyMap<TimeSeries, string> {
  const labels = new Map<TimeSeries, string>();
  const known = series.flatMap((one) => (one.origin ? [{ one, origin: one.origin }] : []));
  const defaults = defaultLabels(known.map(({ origin }) => origin));
  for (const [i, { one }] of known.entries()) labels.set(one, defaults[i] as string);
  return labels;
}

const told = (label: string, series: TimeSeries, telling: Telling, defaultLabel = label): string =>
  isDynamic(label) ? expandLabel(label, series, { ...telling, defaultLabel }) : label;

const singleLabel = (label: string | undefined, defaultLabel: string, series: TimeSeries, telling: Telling): string =>
  label === undefined ? told(defaultLabel, series, telling) : told(label, series, telling, defaultLabel);

/** In an array each series keeps a label of its own: behind the expression's, unless that has dynamic parts. */
function elementLabel(label: string | undefined, own: string, series: TimeSeries, telling: Telling): string {
  if (label === undefined || label === "") return own;
  return isDynamic(label) ? told(label, series, telling, own) : `${label} ${own}`;
}
