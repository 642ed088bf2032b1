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
  const unknown = new Map<string, SeriesReference>();
  const points: AssignedBatch["points"][number][] = [];
  for (const point of batch) {
    const place = finestTier(point.second, now);
    if (place === undefined) continue;
    const { series: wanted } = point;
    const known = index.find(wanted);
    let series: SeriesReference | undefined;
    if (known) series = { series: wanted, id: known.id };
    else {
      const key = seriesKey(wanted);
      series = unknown.get(key);
      if (!series) unknown.set(key, (series = { series: wanted, id: undefined }));
    }
    const second = keptSecond(point);
    points.push({ place, second: second - (second % (tiers[place]?.grainSeconds ?? 1)), point, series });
  }
  index.checkLimit(
    [...unknown.values()].map((one) => one.series),
    seriesLimit,
  );
  return { points, unknown: [...unknown.values()] };
}
