/** Which tiers a point goes to, and where in them. */
import type { MetricPoint } from "../model/metric.ts";
import { tiers } from "./metric-store.ts";

/**
 * The finest tier that still covers the point at `now` (epoch seconds), as its place in `tiers`; undefined for a point that is
 * older than all tiers. Every coarser tier covers it too.
 */
export function finestTier(second: number, now: number): number | undefined {
  const place = tiers.findIndex((tier) => second >= now - tier.keptSeconds);
  return place < 0 ? undefined : place;
}

/** A point's second as it is kept: that of a standard-resolution metric is its minute's start. */
export function keptSecond({ second, resolution }: Pick<MetricPoint, "second" | "resolution">): number {
  return resolution === 60 ? second - (second % 60) : second;
}

/** The place of a tier by its grain. @throws RangeError where there is none */
export function tierPlace(grainSeconds: number): number {
  const place = tiers.findIndex((tier) => tier.grainSeconds === grainSeconds);
  if (place < 0) throw new RangeError(`there is no tier of ${grainSeconds} seconds`);
  return place;
}
