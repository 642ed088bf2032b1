/** Which series a Metrics Insights query takes, and into which groups they fall. Pure. */
import type { Series } from "../../model/metric.ts";
import type { SeriesSelector, StoredSeries } from "../../store/metric-store.ts";
import type { Condition, InsightsQuery } from "./parse.ts";

/** The group of series that lack a key that is grouped by. */
const otherGroup = "Other";

export interface Group<S extends Series = StoredSeries> {
  /** The values of the keys that are grouped by; empty without GROUP BY. */
  readonly values: readonly string[];
  readonly series: readonly S[];
}

/** What the store's own listing can narrow down. */
export const insightsSelector = ({ namespace, metricName, dimensionNames }: InsightsQuery): SeriesSelector => ({
  namespace,
  metricName,
  ...(dimensionNames && { exactDimensions: true, dimensions: dimensionNames.map((name) => ({ name })) }),
});

const valueOf = (series: Series, key: string): string | undefined => series.dimensions.find(({ name }) => name === key)?.value;

/** As in SQL a key that is missing is neither equal nor unequal to anything. */
export function holds(condition: Condition, series: Series): boolean {
  switch (condition.kind) {
    case "and":
      return holds(condition.left, series) && holds(condition.right, series);
    case "or":
      return holds(condition.left, series) || holds(condition.right, series);
    default: {
      const value = valueOf(series, condition.key);
      return value !== undefined && condition.values.includes(value) !== condition.negated;
    }
  }
}

/** The series that the query takes, by group, groups in ascending order of their values. */
export function groupsOf<S extends Series>(query: InsightsQuery, series: readonly S[]): Group<S>[] {
  const groups = new Map<string, { values: string[]; series: S[] }>();
  for (const one of series) {
    if (query.where && !holds(query.where, one)) continue;
    const values = query.groupBy.map((key) => valueOf(one, key) ?? otherGroup);
    const key = values.join("\u0000");
    const group = groups.get(key);
    if (group) group.series.push(one);
    else groups.set(key, { values, series: [one] });
  }
  return [...groups].sort(([left], [right]) => (left < right ? -1 : Number(left > right))).map(([, group]) => group);
}
