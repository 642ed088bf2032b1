/** The series that a store knows, in memory: by id, by definition, by metric. */
import type { Dimension, Series } from "../model/metric.ts";
import type { SeriesSelector, StoredSeries } from "./metric-store.ts";

/** A namespace has as many series as it may have; nothing of the batch was kept. */
export class SeriesLimitExceeded extends Error {
  readonly namespace: string;
  readonly limit: number;

  constructor(namespace: string, limit: number) {
    super(`namespace ${namespace} has its limit of ${limit} series; use fewer different dimension values or raise the limit`);
    this.name = "SeriesLimitExceeded";
    this.namespace = namespace;
    this.limit = limit;
  }
}

/** How many series a namespace other than AWS's own may have, unless configured otherwise. */
export const defaultSeriesLimit = 50_000;

interface Entry extends StoredSeries {
  lastSecond: number;
}

export class SeriesIndex {
  readonly #byId = new Map<number, Entry>();
  readonly #byNamespace = new Map<string, Map<string, Set<Entry>>>();
  /** By metric: the series of its units, nearly always one. */
  readonly #byMetric = new Map<string, Entry[]>();
  readonly #counts = new Map<string, number>();

  get size(): number {
    return this.#byId.size;
  }

  byId(id: number): StoredSeries | undefined {
    return this.#byId.get(id);
  }

  /** The entry of a series by its definition, undefined where it is not known. */
  find({ namespace, metricName, dimensions, unit }: Series): StoredSeries | undefined {
    return this.#byMetric.get(metricKey(namespace, metricName, dimensions))?.find((entry) => entry.unit === unit);
  }

  /** Enters a series under an id that is not in use. */
  insert(id: number, series: Series, lastSecond: number): void {
    const entry: Entry = {
      id,
      namespace: series.namespace,
      metricName: series.metricName,
      dimensions: series.dimensions,
      unit: series.unit,
      lastSecond,
    };
    this.#byId.set(id, entry);
    this.#counts.set(series.namespace, (this.#counts.get(series.namespace) ?? 0) + 1);
    const metric = metricKey(series.namespace, series.metricName, series.dimensions);
    const ofUnits = this.#byMetric.get(metric);
    if (ofUnits) ofUnits.push(entry);
    else this.#byMetric.set(metric, [entry]);
    let ofNamespace = this.#byNamespace.get(series.namespace);
    if (!ofNamespace) this.#byNamespace.set(series.namespace, (ofNamespace = new Map()));
    const ofMetric = ofNamespace.get(series.metricName);
    if (ofMetric) ofMetric.add(entry);
    else ofNamespace.set(series.metricName, new Set([entry]));
  }

  /** Forgets series. */
  remove(ids: Iterable<number>): void {
    for (const id of ids) {
      const entry = this.#byId.get(id);
      if (!entry) continue;
      this.#byId.delete(id);
      const metric = metricKey(entry.namespace, entry.metricName, entry.dimensions);
      const others = this.#byMetric.get(metric)?.filter((other) => other !== entry) ?? [];
      if (others.length > 0) this.#byMetric.set(metric, others);
      else this.#byMetric.delete(metric);
      this.#counts.set(entry.namespace, (this.#counts.get(entry.namespace) ?? 1) - 1);
      const ofNamespace = this.#byNamespace.get(entry.namespace);
      const ofMetric = ofNamespace?.get(entry.metricName);
      ofMetric?.delete(entry);
      if (ofMetric?.size === 0) ofNamespace?.delete(entry.metricName);
      if (ofNamespace?.size === 0) this.#byNamespace.delete(entry.namespace);
    }
  }

  /** Notes that a datapoint came. */
  touch(id: number, second: number): void {
    const entry = this.#byId.get(id);
    if (entry && second > entry.lastSecond) entry.lastSecond = second;
  }

  /** @throws SeriesLimitExceeded when the additional series would be too many for a namespace that is not AWS's own */
  checkLimit(additional: readonly Series[], limit: number): void {
    const more = new Map<string, number>();
    for (const { namespace } of additional) {
      const count = (more.get(namespace) ?? 0) + 1;
      more.set(namespace, count);
      if (!namespace.startsWith("AWS/") && (this.#counts.get(namespace) ?? 0) + count > limit)
        throw new SeriesLimitExceeded(namespace, limit);
    }
  }

  /** All series that match. */
  list(selector: SeriesSelector): StoredSeries[] {
    const { namespace, metricName, dimensions = [], exactDimensions = false } = selector;
    const whole = dimensions.filter((dimension): dimension is Dimension => dimension.value !== undefined);
    if (exactDimensions && namespace !== undefined && metricName !== undefined && whole.length === dimensions.length) {
      return [...(this.#byMetric.get(metricKey(namespace, metricName, [...whole].sort(byName))) ?? [])];
    }
    const namespaces = namespace === undefined ? [...this.#byNamespace.values()] : [this.#byNamespace.get(namespace)];
    const found: StoredSeries[] = [];
    for (const ofNamespace of namespaces) {
      if (!ofNamespace) continue;
      const metrics = metricName === undefined ? ofNamespace.values() : [ofNamespace.get(metricName) ?? new Set<Entry>()];
      for (const metric of metrics) {
        for (const entry of metric) if (hasDimensions(entry, dimensions, exactDimensions)) found.push(entry);
      }
    }
    return found;
  }

  /** Those without a datapoint since `second`. */
  silentSince(second: number): number[] {
    return [...this.#byId.values()].filter((entry) => entry.lastSecond < second).map((entry) => entry.id);
  }

  [Symbol.iterator](): IterableIterator<StoredSeries> {
    return this.#byId.values();
  }
}

function hasDimensions(series: Series, wanted: NonNullable<SeriesSelector["dimensions"]>, exact: boolean): boolean {
  if (exact && series.dimensions.length !== wanted.length) return false;
  return wanted.every(({ name, value }) =>
    series.dimensions.some((dimension) => dimension.name === name && (value === undefined || dimension.value === value)),
  );
}

/** The canonical text of a metric: a series without its unit. The dimensions are sorted, as those of series are. */
function metricKey(namespace: string, metricName: string, dimensions: readonly Dimension[]): string {
  let key = `${namespace}\u0000${metricName}`;
  for (const { name, value } of dimensions) key += `\u0000${name}\u0001${value}`;
  return key;
}

/** By name, then by value: CloudWatch takes a name more than once. */
function byName(left: Dimension, right: Dimension): number {
  if (left.name !== right.name) return left.name < right.name ? -1 : 1;
  return left.value < right.value ? -1 : Number(left.value > right.value);
}
