/** Percentiles of a latency histogram: the few that people read, and the whole table in the text form of HDR histograms. */
import type { LatencyHistogram } from "./latency-histogram.ts";

/** The percentiles that reports show. */
export const shownPercentiles = [50, 90, 95, 99, 99.9, 99.99, 100] as const;

export interface PercentileLine {
  readonly latencyMs: number;
  /** 0 to 1. */
  readonly share: number;
  /** Entries up to this latency. */
  readonly count: number;
}

/** Lines of the table in each halving of what is left above, as HDR histograms have them. */
const linesPerHalving = 5;

/** The table: finer and finer towards the top, where latencies matter. */
export function percentileLines(histogram: LatencyHistogram): readonly PercentileLine[] {
  const lines: PercentileLine[] = [];
  let next = 0;
  let count = 0;
  for (const bucket of histogram.buckets()) {
    count += bucket.count;
    const share = count / histogram.count;
    const latencyMs = Math.min(bucket.upToMs, histogram.maximumMs);
    while (next <= share && share < 1) {
      lines.push({ latencyMs, share: next, count });
      const halvings = Math.floor(Math.log2(1 / (1 - next))) + 1;
      next += 1 / (linesPerHalving * 2 ** halvings);
    }
  }
  if (count > 0) lines.push({ latencyMs: histogram.maximumMs, share: 1, count });
  return lines;
}

/** The text that plotters of HDR histograms read. Latencies are milliseconds. */
export function percentileTable(histogram: LatencyHistogram): string {
  const row = ({ latencyMs, share, count }: PercentileLine): string =>
    `${latencyMs.toFixed(3).padStart(12)} ${share.toFixed(12)} ${String(count).padStart(10)}${share < 1 ? ` ${(1 / (1 - share)).toFixed(2).padStart(14)}` : ""}\n`;
  const number = (value: number): string => value.toFixed(3).padStart(12);
  return [
    "       Value     Percentile TotalCount 1/(1-Percentile)\n\n",
    ...percentileLines(histogram).map(row),
    `#[Mean    = ${number(histogram.meanMs)}, StdDeviation   = ${number(histogram.deviationMs)}]\n`,
    `#[Max     = ${number(histogram.maximumMs)}, Total count    = ${String(histogram.count).padStart(12)}]\n`,
  ].join("");
}
