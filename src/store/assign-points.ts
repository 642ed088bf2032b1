/** A batch before it is merged: points that some tier covers, under the ids of their series. */
import { type MetricPoint, type Series, seriesKey } from "../model/metric.ts";
import { tiers } from "./metric-store.ts";
import type { SeriesIndex } from "./series-index.ts";
import { finestTier, keptSecond } from "./tier-choice.ts";

/** A batch as it was looked at; nothing has been changed yet. */
export interface AssignedBatch {
  /** Those points that a tier covers, with the finest tier's place and the start of their bucket there. */
  readonly points: readonly {
    readonly place: number;
    readonly second: number;
    readonly point: MetricPoint;
    readonly series: SeriesReference;
  }[];
  /** Series that the store does not know, each once. */
  readonly unknown: readonly SeriesReference[];
}

/** A series of a batch; the id is set once it is known. */
export interface SeriesReference {
  readonly series: Series;
  id: number | undefined;
}

/**
 * Finds tiers and series of a batch.
 * @param now epoch seconds
 * @throws SeriesLimitExceeded when a namespace would have more series than `seriesLimit`
 */
export function assignPoints(batch: readonly MetricPoint[], index: SeriesIndex, now: number, seriesLimit: number): AssignedBatch {
  const references = new Map<string, SeriesReference>();
  const unknown: SeriesReference[] = [];
  const points: AssignedBatch["points"][number][] = [];
  for (const point of batch) {
    const place = finestTier(point.second, now);
    if (place === undefined) continue;
    const key = seriesKey(point.series);
    let series = references.get(key);
    if (!series) {
      series = { series: point.series, id: index.byKey(key)?.id };
      references.set(key, series);
      if (series.id === undefined) unknown.push(series);
    }
    const second = keptSecond(point);
    points.push({ place, second: second - (second % (tiers[place]?.grainSeconds ?? 1)), point, series });
  }
  index.checkLimit(
    unknown.map((one) => one.series),
    seriesLimit,
  );
  return { points, unknown };
}
