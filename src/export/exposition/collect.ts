/** The metrics of external key stores as Prometheus families, read from the metric store. */
import { type Histogram, representative } from "../../model/histogram.ts";
import { type Columns, type MetricStore, type StoredSeries, tiers } from "../../store/metric-store.ts";
import { catalogue, labelName, latencyBounds } from "./catalogue.ts";
import type { Family, Sample } from "./family.ts";

/** Totals are read by the hour, whichever tier they come from. */
const hour = 3600;
/** A newest value older than this is not shown: the series has ended. */
const latestSeconds = 15 * 60;

export interface CollectOptions {
  /** Epoch second from which on counters run: the start of the service. */
  readonly since: number;
  /** Epoch second. */
  readonly now: number;
}

/** All families of the catalogue, in its order. */
export async function collectFamilies(store: MetricStore, options: CollectOptions): Promise<Family[]> {
  const series = await store.list({ namespace: "AWS/KMS" });
  return await Promise.all(
    catalogue.map(async ({ metricName, family, help, shows, toBaseUnit = same }): Promise<Family> => {
      const own = series.filter((one) => one.metricName === metricName).sort(byDimensions);
      const columns = await (shows === "latest" ? readLatest(store, own, options) : readTotals(store, own, options, shows === "histogram"));
      const samples = own.flatMap((one, i) => samplesOf(shows, one, columns[i] as Columns, toBaseUnit));
      return { name: family, help, type: shows === "latest" ? "gauge" : shows === "histogram" ? "histogram" : "counter", samples };
    }),
  );
}

const dimensionsKey = ({ dimensions }: StoredSeries): string => dimensions.map(({ name, value }) => `${name}=${value}`).join("\u0000");

function byDimensions(left: StoredSeries, right: StoredSeries): number {
  const [leftKey, rightKey] = [dimensionsKey(left), dimensionsKey(right)];
  return leftKey < rightKey ? -1 : Number(leftKey > rightKey);
}

const idsOf = (series: readonly StoredSeries[]): number[] => series.map(({ id }) => id);

/** By the hour from the hour of `since` on, from the finest tier that reaches back so far. */
function readTotals(
  store: MetricStore,
  series: readonly StoredSeries[],
  { since, now }: CollectOptions,
  histograms: boolean,
): Promise<readonly Columns[]> {
  const from = Math.floor(since / hour) * hour;
  const tier = tiers.find(({ keptSeconds }) => from >= now - keptSeconds);
  const to = Math.floor(now / hour) * hour + hour;
  return store.read({ seriesIds: idsOf(series), from, to, periodSeconds: hour, grainSeconds: tier?.grainSeconds ?? hour, histograms });
}

function readLatest(store: MetricStore, series: readonly StoredSeries[], { now }: CollectOptions): Promise<readonly Columns[]> {
  const to = Math.floor(now / 60) * 60 + 60;
  return store.read({ seriesIds: idsOf(series), from: to - latestSeconds, to, periodSeconds: 60, grainSeconds: 60, histograms: false });
}

const same = (value: number): number => value;

const labelsOf = ({ dimensions }: StoredSeries): [string, string][] => dimensions.map(({ name, value }) => [labelName(name), value]);

const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);

function samplesOf(
  shows: (typeof catalogue)[number]["shows"],
  series: StoredSeries,
  columns: Columns,
  toBaseUnit: (value: number) => number,
): Sample[] {
  const labels = labelsOf(series);
  switch (shows) {
    case "sum":
      return columns.starts.length === 0 ? [] : [{ labels, value: total(columns.sums) }];
    case "sampleCount":
      return columns.starts.length === 0 ? [] : [{ labels, value: total(columns.sampleCounts) }];
    case "latest": {
      const value = columns.minimums.at(-1);
      return value === undefined ? [] : [{ labels, value: toBaseUnit(value) }];
    }
    default:
      return columns.starts.length === 0 ? [] : histogramSamples(labels, columns, toBaseUnit);
  }
}

function histogramSamples(
  labels: readonly (readonly [string, string])[],
  columns: Columns,
  toBaseUnit: (value: number) => number,
): Sample[] {
  const counts = latencyBounds.map(() => 0);
  for (let i = 0; i < columns.starts.length; i++) addBucket(counts, columns, i);
  const count = total(columns.sampleCounts);
  const bound = (le: string, value: number): Sample => ({ suffix: "_bucket", labels: [...labels, ["le", le]], value });
  return [
    ...latencyBounds.map((le, i) => bound(String(le), counts[i] as number)),
    bound("+Inf", count),
    { suffix: "_sum", labels, value: toBaseUnit(total(columns.sums)) },
    { suffix: "_count", labels, value: count },
  ];
}

/** Adds one hour's values to the counts of all bounds that they do not exceed. */
function addBucket(counts: number[], columns: Columns, i: number): void {
  const spread = columns.spreads?.[i];
  const samples = columns.sampleCounts[i] as number;
  if (spread === undefined) return addValue(counts, columns.minimums[i] as number, samples);
  if (spread === "binary") {
    addValue(counts, 0, samples - (columns.sums[i] as number));
    return addValue(counts, 1, columns.sums[i] as number);
  }
  // Only their mean is known.
  if (spread === "unknown") return addValue(counts, (columns.sums[i] as number) / samples, samples);
  addHistogram(counts, spread);
}

function addHistogram(counts: number[], { indices, counts: bucketCounts }: Histogram): void {
  for (let i = 0; i < indices.length; i++) addValue(counts, representative(indices[i] as number), bucketCounts[i] as number);
}

function addValue(counts: number[], milliseconds: number, samples: number): void {
  for (const [i, bound] of latencyBounds.entries()) if (milliseconds <= bound * 1000) counts[i] = (counts[i] as number) + samples;
}
