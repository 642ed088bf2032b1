/** Remote write at work: what `/metrics` shows is pushed to a Prometheus-compatible server, where the configuration names one. */
import { collectFamilies } from "../../export/exposition/collect.ts";
import { type RemoteWrite, startRemoteWrite } from "../../export/remote-write.ts";
import type { Clock } from "../../lib/clock.ts";
import type { Log } from "../../lib/log.ts";
import type { MetricStore } from "../../store/metric-store.ts";
import { addressOf, type Configuration } from "../configuration.ts";
import { span } from "./metrics-door.ts";

export interface RemoteWritingOptions {
  readonly configuration: Configuration;
  readonly metrics: MetricStore;
  readonly clock: Clock;
  /** Epoch ms from which on counters run. */
  readonly since: number;
  readonly log: Log;
}

const everySeconds = 15;

export function startRemoteWriting({ configuration, metrics, clock, since, log }: RemoteWritingOptions): RemoteWrite | undefined {
  const { remoteWrite } = configuration;
  if (!remoteWrite) return undefined;
  return startRemoteWrite({
    url: remoteWrite.url,
    ...(remoteWrite.token !== undefined && { headers: { authorization: `Bearer ${remoteWrite.token}` } }),
    labels: { job: "xkswatch", instance: new URL(addressOf(configuration)).host },
    everySeconds,
    clock,
    collect: () => collectFamilies(metrics, span(clock, since)),
    onError: (message) => log.warn({ url: remoteWrite.url }, `remote write: ${message}`),
  });
}
