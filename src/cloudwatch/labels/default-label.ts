/**
 * Default labels: what tells a series from the others beside it, and no more. The metric's name; dimension values where they
 * differ; the statistic and the period where one metric is asked for with several.
 */
import type { SeriesOrigin } from "../../query/metric-math/values.ts";

const metricKey = ({ namespace, metricName, dimensions }: SeriesOrigin): string => JSON.stringify([namespace, metricName, dimensions]);

/** The default labels of series that are shown together, in their order. */
export function defaultLabels(origins: readonly SeriesOrigin[]): string[] {
  const names = new Set(origins.map(({ metricName }) => metricName));
  const namespaces = new Set(origins.map(({ namespace }) => namespace));
  const varying = varyingDimensions(origins);
  const asked = new Map<string, { statistics: Set<string>; periods: Set<number> }>();
  for (const origin of origins) {
    const key = metricKey(origin);
    const ways = asked.get(key) ?? { statistics: new Set(), periods: new Set() };
    ways.statistics.add(origin.statistic);
    ways.periods.add(origin.periodSeconds);
    asked.set(key, ways);
  }
  return origins.map((origin) => {
    const values = origin.dimensions.filter(({ name }) => varying.has(name)).map(({ value }) => value);
    const ways = asked.get(metricKey(origin));
    return [
      ...(namespaces.size > 1 && names.size === 1 ? [origin.namespace] : []),
      ...values,
      ...(names.size > 1 || values.length === 0 ? [origin.metricName] : []),
      ...(ways && ways.statistics.size > 1 ? [origin.statistic] : []),
      ...(ways && ways.periods.size > 1 ? [String(origin.periodSeconds)] : []),
    ].join(" ");
  });
}

/** Names of the dimensions that not all series have with the same value. */
function varyingDimensions(origins: readonly SeriesOrigin[]): ReadonlySet<string> {
  const valuesByName = new Map<string, Set<string>>();
  const counts = new Map<string, number>();
  for (const { dimensions } of origins) {
    for (const { name, value } of dimensions) {
      valuesByName.set(name, (valuesByName.get(name) ?? new Set()).add(value));
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  return new Set(
    [...valuesByName].filter(([name, values]) => values.size > 1 || counts.get(name) !== origins.length).map(([name]) => name),
  );
}
