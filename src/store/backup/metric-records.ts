/** Metrics as backup records: for each series and tier the columns that no finer tier holds, and back to points. */
import type { Histogram } from "../../model/histogram.ts";
import type { MetricPoint, Series } from "../../model/metric.ts";
import type { StatisticSet } from "../../model/statistic-set.ts";
import { type Columns, type MetricStore, type StoredSeries, tiers } from "../metric-store.ts";

/** Series read at a time. */
const atOnce = 20;

type SpreadRecord = "binary" | "unknown" | null | { readonly indices: readonly number[]; readonly counts: readonly number[] };

export interface MetricRecord {
  readonly series: Series;
  readonly grainSeconds: number;
  readonly starts: readonly number[];
  readonly sampleCounts: readonly number[];
  readonly sums: readonly number[];
  readonly minimums: readonly number[];
  readonly maximums: readonly number[];
  readonly spreads: readonly SpreadRecord[];
}

/** All that a store keeps, each second in its finest tier alone. @param now epoch seconds */
export async function* metricRecords(metrics: MetricStore, now: number): AsyncGenerator<MetricRecord> {
  const known = await metrics.list({});
  for (let first = 0; first < known.length; first += atOnce) {
    const some = known.slice(first, first + atOnce);
    for (const span of spans(now)) yield* recordsOf(metrics, some, span);
  }
}

interface Span {
  readonly grainSeconds: number;
  readonly from: number;
  readonly to: number;
}

/** What each tier alone holds: from its own age to that of the next finer one, cut at whole coarsest buckets. */
export function spans(now: number): readonly Span[] {
  const coarsest = Math.max(...tiers.map(({ grainSeconds }) => grainSeconds));
  const cut = (second: number): number => Math.ceil(second / coarsest) * coarsest;
  return tiers.map(({ grainSeconds, keptSeconds }, i) => {
    const finer = tiers[i - 1];
    return { grainSeconds, from: cut(now - keptSeconds), to: finer ? cut(now - finer.keptSeconds) : cut(now + coarsest) };
  });
}

async function* recordsOf(metrics: MetricStore, some: readonly StoredSeries[], span: Span): AsyncGenerator<MetricRecord> {
  const { grainSeconds, from, to } = span;
  if (from >= to) return;
  const read = await metrics.read({
    seriesIds: some.map(({ id }) => id),
    from,
    to,
    periodSeconds: grainSeconds,
    grainSeconds,
    histograms: true,
  });
  for (const [i, columns] of read.entries()) {
    const series = some[i];
    if (series && columns.starts.length > 0) yield { series: plainSeries(series), grainSeconds, ...plainColumns(columns) };
  }
}

/** The points of a record, to be merged. */
export function pointsOf(record: MetricRecord): MetricPoint[] {
  return record.starts.map((second, i) => ({
    series: record.series,
    second,
    set: setOf(record, i),
    resolution: record.grainSeconds === 1 ? 1 : 60,
  }));
}

function setOf(record: MetricRecord, i: number): StatisticSet {
  const spread = spreadOf(record.spreads[i] ?? null);
  return {
    sampleCount: record.sampleCounts[i] ?? 0,
    sum: record.sums[i] ?? 0,
    minimum: record.minimums[i] ?? 0,
    maximum: record.maximums[i] ?? 0,
    ...(spread !== undefined && { spread }),
  };
}

function spreadOf(record: SpreadRecord): StatisticSet["spread"] {
  if (record === null) return undefined;
  if (typeof record === "string") return record;
  return { indices: Int32Array.from(record.indices), counts: Float64Array.from(record.counts) };
}

function plainSeries({ namespace, metricName, dimensions, unit }: Series): Series {
  return { namespace, metricName, dimensions, unit };
}

function plainColumns({ starts, sampleCounts, sums, minimums, maximums, spreads }: Columns): Omit<MetricRecord, "series" | "grainSeconds"> {
  return {
    starts: [...starts],
    sampleCounts: [...sampleCounts],
    sums: [...sums],
    minimums: [...minimums],
    maximums: [...maximums],
    spreads: [...starts].map((_, i) => plainSpread(spreads?.[i])),
  };
}

function plainSpread(spread: Histogram | "binary" | "unknown" | undefined): SpreadRecord {
  if (spread === undefined) return null;
  return typeof spread === "string" ? spread : { indices: [...spread.indices], counts: [...spread.counts] };
}
