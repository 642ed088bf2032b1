/** The report for programs. Latencies are milliseconds from the moment a request was due. */
import type { LatencyHistogram } from "../latency-histogram.ts";
import type { LoadReport } from "../load-report.ts";
import { percentileLines, shownPercentiles } from "../percentile-table.ts";
import { phaseNames, type SecondTally, secondQuantile, type Tally } from "../tally.ts";

export function jsonReport({ tally, schedule, search, at, ...report }: LoadReport): string {
  const whole = {
    ...report,
    at: new Date(at).toISOString(),
    correctedForCoordinatedOmission: true,
    ...(search && { search: { found: search.found, steps: search.steps } }),
    ...(tally && {
      requests: countsOf(tally),
      latencyMs: { ...summary(tally.latency), percentileTable: percentileLines(tally.latency), buckets: [...tally.latency.buckets()] },
      phasesMs: Object.fromEntries(phaseNames.map((name) => [name, summary(tally.phases[name])])),
      operations: Object.fromEntries(
        [...tally.operations].map(([name, { requests, latency }]) => [name, { requests, latencyMs: summary(latency) }]),
      ),
      failures: Object.fromEntries(tally.failures),
      generatorLatenessMs: summary(tally.ownLateness),
      seconds: tally.seconds.map((second) => secondOf(second, schedule?.rateAt(second.second + 0.5))),
    }),
  };
  return `${JSON.stringify(whole, undefined, 2)}\n`;
}

const countsOf = ({ ended, good, late, refused, unanswered }: Tally): object => ({ ended, good, late, refused, unanswered });

function summary(histogram: LatencyHistogram): object {
  const percentiles = Object.fromEntries(shownPercentiles.map((percent) => [`p${percent}`, histogram.quantile(percent / 100)]));
  const { count, minimumMs: minimum, meanMs: mean, maximumMs: maximum } = histogram;
  return count === 0 ? { count } : { count, minimum, mean, maximum, ...percentiles };
}

function secondOf(second: SecondTally, wanted: number | undefined): object {
  const { buckets: _buckets, ...counts } = second;
  return { ...counts, ...(wanted !== undefined && { wanted }), p50Ms: secondQuantile(second, 0.5), p99Ms: secondQuantile(second, 0.99) };
}
