/** Remote write at work: what `/metrics` shows is pushed to a Prometheus-compatible server, where the configuration names one. */
import type { Family } from "../../export/exposition.ts";
import { type RemoteWrite, startRemoteWrite } from "../../export/remote-write.ts";
import type { Clock } from "../../lib/clock.ts";
import type { Log } from "../../lib/log.ts";
import { addressOf, type Configuration } from "../configuration.ts";

export interface RemoteWritingOptions {
  readonly configuration: Configuration;
  readonly clock: Clock;
  /** The families of this moment. */
  readonly collect: () => Promise<readonly Family[]>;
  readonly log: Log;
}

const everySeconds = 15;

export function startRemoteWriting({ configuration, clock, collect, log }: RemoteWritingOptions): RemoteWrite | undefined {
  const { remoteWrite } = configuration;
  if (!remoteWrite) return undefined;
  return startRemoteWrite({
    url: remoteWrite.url,
    ...(remoteWrite.token !== undefined && { headers: { authorization: `Bearer ${remoteWrite.token}` } }),
    labels: { job: "xkswatch", instance: new URL(addressOf(configuration)).host },
    everySeconds,
    clock,
    collect,
    onError: (message) => log.warn({ url: remoteWrite.url }, `remote write: ${message}`),
  });
}
