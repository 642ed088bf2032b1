/**
 * How a key store's latencies are spread, as widget JSON: percentiles beside the average, and the counts of the heat map,
 * which are trimmed counts, TC(a:b), of the same metric. All of it goes out in one call.
 */
import { latencyLimitMs } from "./five-graphs.ts";
import { defaultPeriodSeconds } from "./time-range.ts";
import type { MetricRow, MetricWidget } from "./widget.ts";

/** Bounds between the heat map's rows, milliseconds, finer where good proxies are; beyond the last one a call has timed out. */
export const latencyBoundsMs = [1, 2, 5, 10, 20, 35, 50, 75, 100, 150, 200, latencyLimitMs] as const;

interface Row {
  /** As a person reads it: lower bound exclusive, upper inclusive. */
  readonly label: string;
  readonly statistic: string;
}

/** Rows of the heat map, lowest latency first. */
export const latencyRows: readonly Row[] = [
  { label: `up to ${latencyBoundsMs[0]} ms`, statistic: `TC(:${latencyBoundsMs[0]})` },
  ...latencyBoundsMs.slice(1).map((upper, place) => ({
    label: `${latencyBoundsMs[place]}–${upper} ms`,
    statistic: `TC(${latencyBoundsMs[place]}:${upper})`,
  })),
  { label: `over ${latencyLimitMs} ms`, statistic: `TC(${latencyLimitMs}:)` },
];

/** A pair of operations, as the metric's dimensions name them. */
export interface OperationPair {
  readonly kmsOperation: string;
  readonly xksOperation: string;
}

interface Subject {
  readonly keyStoreId: string;
  readonly region: string;
  /** One pair alone; else all of them together. */
  readonly pair: OperationPair | undefined;
}

function search({ keyStoreId, pair }: Subject, statistic: string): string {
  const one = pair ? ` KmsOperation="${pair.kmsOperation}" XksOperation="${pair.xksOperation}"` : "";
  return `SEARCH('{AWS/KMS,CustomKeyStoreId,KeySpec,KmsOperation,XksOperation} MetricName="XksProxyLatency" CustomKeyStoreId="${keyStoreId}"${one}', '${statistic}')`;
}

const percentiles = ["p50", "p90", "p99"] as const;

/**
 * Average and percentiles. Percentiles of several operations cannot be joined; of all operations together the highest one
 * is shown, which theirs does not exceed.
 */
export function percentilesGraph(subject: Subject): MetricWidget {
  return {
    title: "Latency percentiles",
    region: subject.region,
    view: "timeSeries",
    stacked: false,
    period: defaultPeriodSeconds,
    metrics: [
      [{ id: "sum", visible: false, expression: `SUM(${search(subject, "Sum")})` }],
      [{ id: "count", visible: false, expression: `SUM(${search(subject, "SampleCount")})` }],
      [{ id: "average", label: "Average", expression: "sum/count" }],
      ...percentiles.map(
        (name): MetricRow => [
          { id: name, label: subject.pair ? name : `${name}, slowest operation`, expression: `MAX(${search(subject, name)})` },
        ],
      ),
    ],
    yAxis: { left: { min: 0, label: "Milliseconds", showUnits: false } },
    annotations: { horizontal: [{ value: latencyLimitMs, label: `Time-out (${latencyLimitMs} ms)`, color: "#d62728" }] },
  };
}

/** How many requests lay within each row's bounds. */
export function heatMapGraph(subject: Subject): MetricWidget {
  return {
    title: "Latency heat map",
    region: subject.region,
    view: "timeSeries",
    stacked: false,
    period: defaultPeriodSeconds,
    metrics: latencyRows.map(
      ({ label, statistic }, place): MetricRow => [{ id: `row${place}`, label, expression: `SUM(${search(subject, statistic)})` }],
    ),
    yAxis: { left: { min: 0, label: "Count", showUnits: false } },
  };
}
