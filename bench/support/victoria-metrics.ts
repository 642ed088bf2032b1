/** VictoriaMetrics as a peer: Debian's package, with the metrics of a key store, asked for the five graphs in its own language. */
import { spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import type { MetricStore, StoredSeries } from "../../src/store/metric-store.ts";
import { freePort, temporaryDirectory, until } from "../../test/support/product.ts";
import type { PlainRequest } from "./last-byte.ts";

const command = "/usr/bin/victoria-metrics";
export const missing = `VictoriaMetrics is missing: ${command} (Debian: apt-get install victoria-metrics). The ratio is not measured.`;

export interface Peer {
  readonly address: string;
  stop(): void;
}

export interface PeerOptions {
  /** Whether it may keep answers and give them again. */
  readonly keepsAnswers: boolean;
}

/** Starts it on an empty folder; undefined where it is not installed. */
export async function startVictoriaMetrics({ keepsAnswers }: PeerOptions): Promise<Peer | undefined> {
  try {
    accessSync(command, constants.X_OK);
  } catch {
    return undefined;
  }
  const address = `http://127.0.0.1:${await freePort()}`;
  const child = spawn(
    command,
    [
      `-httpListenAddr=${address.slice(7)}`,
      `-storageDataPath=${temporaryDirectory()}`,
      "-retentionPeriod=24",
      "-loggerLevel=ERROR",
      ...(keepsAnswers ? [] : ["-search.disableCache"]),
    ],
    { stdio: "ignore" },
  );
  process.on("exit", () => child.kill());
  await until(async () => (await fetch(`${address}/health`).catch(() => undefined))?.ok);
  return { address, stop: () => child.kill() };
}

/** What the graphs read, as lines of Prometheus' text format: four numbers a minute (an hour before `minutesFrom`) and series. */
export async function exported(store: MetricStore, from: number, minutesFrom: number, to: number): Promise<string[]> {
  const lines: string[] = [];
  for (const series of await store.list({ namespace: "AWS/KMS" })) {
    for (const [start, end, period] of [
      [from, minutesFrom, 3600],
      [minutesFrom, to, 60],
    ] as const) {
      if (start < end) lines.push(...(await linesOf(store, series, start, end, period)));
    }
  }
  return lines;
}

async function linesOf(store: MetricStore, series: StoredSeries, from: number, to: number, periodSeconds: number): Promise<string[]> {
  const [columns] = await store.read({ seriesIds: [series.id], from, to, periodSeconds, grainSeconds: periodSeconds, histograms: false });
  if (!columns) return [];
  const labels = series.dimensions.map(({ name, value }) => `${name}=${JSON.stringify(value)}`).join(",");
  const { starts, sampleCounts, sums, minimums, maximums } = columns;
  return Array.from(starts, (start, i) => {
    // Within the period: a window of VictoriaMetrics ends with its time and does not hold its beginning.
    const at = (start + 1) * 1000;
    const line = (of: string, value: number | undefined): string => `${series.metricName}_${of}{${labels}} ${value} ${at}\n`;
    return line("count", sampleCounts[i]) + line("sum", sums[i]) + line("min", minimums[i]) + line("max", maximums[i]);
  });
}

/** Puts lines in, and has them on disk. */
export async function load({ address }: Peer, lines: readonly string[]): Promise<void> {
  for (let i = 0; i < lines.length; i += 20_000) {
    const answer = await fetch(`${address}/api/v1/import/prometheus`, { method: "POST", body: lines.slice(i, i + 20_000).join("") });
    if (!answer.ok) throw new Error(`VictoriaMetrics took no data: ${answer.status} ${await answer.text()}`);
  }
  await fetch(`${address}/internal/force_flush`);
}

const errors = "XksProxyErrors";
const latency = "XksProxyLatency";

/** The five graphs over a range, a query each. Points lie at the ends of periods there and at their starts here. */
export function graphQueries(keyStoreId: string, from: number, to: number, periodSeconds: number): PlainRequest[] {
  const window = (metric: string, more = ""): string =>
    `sum_over_time(${metric}{CustomKeyStoreId="${keyStoreId}"${more}}[${periodSeconds}s])`;
  const total = `sum(${window(`${errors}_count`)})`;
  const retryable = `(sum(${window(`${errors}_sum`, ',ErrorType="Retryable"')}) default 0)`;
  return [
    total,
    `100*(${total}-${retryable})/${total}`,
    `${window(`${latency}_sum`)} / ${window(`${latency}_count`)}`,
    `topk_avg(5, sum by (ExceptionName) (${window(`${errors}_sum`, ',ExceptionName!="None"')}))`,
    `min_over_time(XksProxyCertificateDaysToExpire_min{CustomKeyStoreId="${keyStoreId}"}[${periodSeconds}s])`,
  ].map((query) => {
    const parameters = new URLSearchParams({
      query,
      start: String(from + periodSeconds),
      end: String(to),
      step: `${periodSeconds}s`,
    });
    return { method: "GET", path: `/api/v1/query_range?${parameters.toString()}`, headers: { "accept-encoding": "identity" } };
  });
}
