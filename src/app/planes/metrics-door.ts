/** `/metrics`: everything in Prometheus' form. Open where only this machine can ask, elsewhere behind a bearer token. */
import { createHash, timingSafeEqual } from "node:crypto";
import { expositionContentType, type Family, writeExposition } from "../../export/exposition.ts";
import type { Clock } from "../../lib/clock.ts";
import { type ApiRequest, type ApiResponse, type Door, header } from "../../lib/door.ts";
import type { MetricStore } from "../../store/metric-store.ts";
import { type Configuration, isLoopback } from "../configuration.ts";

export interface MetricsDoorOptions {
  readonly configuration: Pick<Configuration, "host" | "metricsToken">;
  readonly metrics: MetricStore;
  readonly clock: Clock;
  /** Epoch ms from which on counters run. */
  readonly since: number;
}

export function createMetricsDoor({ configuration, metrics, clock, since }: MetricsDoorOptions): Door {
  return async (request): Promise<ApiResponse> => {
    if (!mayRead(request, configuration)) {
      return {
        status: 401,
        headers: { "content-type": "text/plain; charset=utf-8", "www-authenticate": "Bearer" },
        body: "Beyond loopback /metrics asks for the bearer token of the option metrics-token.\n",
      };
    }
    const text = await writeExposition(metrics, span(clock, since), processFamilies(since));
    return { status: 200, headers: { "content-type": expositionContentType, "cache-control": "no-store" }, body: text };
  };
}

/** The span that counters run over, in epoch seconds. */
export function span(clock: Clock, since: number): { since: number; now: number } {
  return { since: Math.floor(since / 1000), now: Math.floor(clock.now() / 1000) };
}

/** Figures of the management plane's own process. */
function processFamilies(since: number): Family[] {
  const { user, system } = process.cpuUsage();
  const of = (name: string, help: string, type: "gauge" | "counter", value: number): Family => ({
    name,
    help,
    type,
    samples: [{ labels: [["plane", "management"]], value }],
  });
  return [
    of("process_cpu_seconds_total", "Processor time of a process of xkswatch, in seconds.", "counter", (user + system) / 1e6),
    of("process_resident_memory_bytes", "Memory of a process of xkswatch that is in RAM, in bytes.", "gauge", process.memoryUsage.rss()),
    of("process_start_time_seconds", "When a process of xkswatch started, in seconds since the epoch.", "gauge", since / 1000),
  ];
}

function mayRead(request: ApiRequest, { host, metricsToken }: MetricsDoorOptions["configuration"]): boolean {
  if (metricsToken === undefined) return isLoopback(host);
  const given = /^Bearer (.+)$/i.exec(header(request.headers, "authorization") ?? "")?.[1] ?? "";
  const hash = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(hash(given), hash(metricsToken));
}
