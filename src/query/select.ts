/**
 * Asking the metric store as CloudWatch is asked: exact metric, statistic, period and range → columns of values. Chooses the tier,
 * rounds starts by age, leaves out what the period is too fine for. Many metrics are read in one go.
 */
import { ceilTo, floorTo, roundStart } from "../model/period.ts";
import type { Dimension, Unit } from "../model/metric.ts";
import { type Columns, type MetricStore, type StoredSeries, type Tier, tiers } from "../store/metric-store.ts";
import { evaluateStatistic, needsSpread, type Statistic, type Values } from "./statistics.ts";

/** One metric, statistic, period and range. */
export interface MetricRequest {
  readonly namespace: string;
  readonly metricName: string;
  /** Exactly the metric's dimensions, in any order. */
  readonly dimensions: readonly Dimension[];
  /** Only data put with this unit; without it the first of the units there are, in alphabetical order. */
  readonly unit?: Unit;
  readonly statistic: Statistic;
  readonly periodSeconds: number;
  /** Epoch seconds, inclusive; the bucket that holds it is given whole. */
  readonly from: number;
  /** Epoch seconds, exclusive: starts of buckets lie before it. */
  readonly to: number;
}

/** The answer to one request; empty columns where there is no data. Answers may share columns: they are read, not changed. */
export interface SelectedSeries extends Values {
  /** The unit of the data; absent where the metric is not known. */
  readonly unit?: Unit;
  /** All units that the metric was put with, sorted, where no unit was asked for and there are several. */
  readonly multipleUnits?: readonly Unit[];
}

export interface SelectOptions {
  /** Epoch seconds. */
  readonly now: number;
}

/** One series to be read, and the request it answers. */
interface Wanted {
  readonly request: MetricRequest;
  readonly series: StoredSeries | undefined;
  readonly available: readonly Unit[];
}

/** What is read together: series with the same range, period and need of spreads. */
interface Reading {
  readonly from: number;
  readonly to: number;
  readonly periodSeconds: number;
  readonly grainSeconds: number;
  histograms: boolean;
  /** Series ids in the order of reading, each once. */
  readonly ids: number[];
  readonly placeOf: Map<number, number>;
}

const nothing: Values = { timestamps: new Float64Array(0), values: new Float64Array(0) };

/** One entry for each request, in the order of the requests. */
export async function select(
  store: MetricStore,
  requests: readonly MetricRequest[],
  { now }: SelectOptions,
): Promise<readonly SelectedSeries[]> {
  const known: KnownSeries = new Map();
  const wanted = await Promise.all(requests.map((request) => find(store, request, known)));
  const readings = new Map<string, Reading>();
  const places = wanted.map(({ request, series }) => series && plan(readings, request, series, now));
  const columns = new Map<Reading, readonly Columns[]>();
  for (const reading of readings.values()) {
    columns.set(reading, await store.read({ ...reading, seriesIds: reading.ids }));
  }
  return wanted.map(({ request, series, available }, i) => {
    const place = places[i];
    const found = place && columns.get(place.reading)?.[place.at];
    const values = found ? evaluateStatistic(request.statistic, found) : nothing;
    return {
      timestamps: values.timestamps,
      values: values.values,
      ...(series && { unit: series.unit }),
      ...(request.unit === undefined && available.length > 1 && { multipleUnits: available }),
    };
  });
}

/** The units that a metric was put with, sorted by name. */
export async function unitsOf(
  store: MetricStore,
  metric: Pick<MetricRequest, "namespace" | "metricName" | "dimensions">,
): Promise<readonly Unit[]> {
  return (await seriesOf(store, metric)).map((series) => series.unit);
}

/** The tier to read for a period: the coarsest that divides it, which is also the one that reaches back farthest. */
export function tierFor(periodSeconds: number): Tier {
  return tiers.findLast((tier) => periodSeconds % tier.grainSeconds === 0) as Tier;
}

/** What is known of a metric in one go: requests that share their dimensions, as an object, mostly share the metric too. */
type KnownSeries = Map<readonly Dimension[], { readonly of: MetricRequest; readonly series: Promise<readonly StoredSeries[]> }>;

async function find(store: MetricStore, request: MetricRequest, known: KnownSeries): Promise<Wanted> {
  let entry = known.get(request.dimensions);
  if (entry?.of.metricName !== request.metricName || entry.of.namespace !== request.namespace) {
    entry = { of: request, series: seriesOf(store, request) };
    known.set(request.dimensions, entry);
  }
  const all = await entry.series;
  const series = request.unit === undefined ? all[0] : all.find((candidate) => candidate.unit === request.unit);
  return { request, series, available: all.map((candidate) => candidate.unit) };
}

async function seriesOf(
  store: MetricStore,
  { namespace, metricName, dimensions }: Pick<MetricRequest, "namespace" | "metricName" | "dimensions">,
): Promise<readonly StoredSeries[]> {
  const all = await store.list({ namespace, metricName, dimensions, exactDimensions: true });
  return all.length > 1 ? [...all].sort((a, b) => (a.unit < b.unit ? -1 : 1)) : all;
}

/** Enters a series into the reading that its request needs; undefined where the range holds nothing that is still kept. */
function plan(
  readings: Map<string, Reading>,
  request: MetricRequest,
  series: StoredSeries,
  now: number,
): { readonly reading: Reading; readonly at: number } | undefined {
  const { periodSeconds } = request;
  const { grainSeconds, keptSeconds } = tierFor(periodSeconds);
  const rounded = floorTo(roundStart(request.from, periodSeconds, now), periodSeconds);
  const from = Math.max(rounded, ceilTo(now - keptSeconds, periodSeconds));
  const to = ceilTo(request.to, periodSeconds);
  if (from >= to || series.lastSecond < from) return undefined;
  const key = `${from} ${to} ${periodSeconds}`;
  let reading = readings.get(key);
  if (!reading) {
    reading = { from, to, periodSeconds, grainSeconds, histograms: false, ids: [], placeOf: new Map() };
    readings.set(key, reading);
  }
  if (needsSpread(request.statistic)) reading.histograms = true;
  let at = reading.placeOf.get(series.id);
  if (at === undefined) {
    at = reading.ids.push(series.id) - 1;
    reading.placeOf.set(series.id, at);
  }
  return { reading, at };
}
