/**
 * Prometheus' remote write: pushes the same families that /metrics shows to any server that takes them. Counters run on, so a
 * push that fails needs no second try: the next one carries all that it would have said.
 */
import type { Clock, Timer } from "../lib/clock.ts";
import type { Family } from "./exposition/family.ts";
import { encodeWriteRequest } from "./remote-write/message.ts";

export interface RemoteWriteOptions {
  /** Where to, e.g. "https://prometheus.example/api/v1/write". */
  readonly url: string;
  /** Headers beside the protocol's own, e.g. authorization. Never logged. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Labels that every series gets, e.g. the name of this service's instance. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly everySeconds: number;
  readonly clock: Clock;
  /** The families of this moment. */
  readonly collect: () => Promise<readonly Family[]>;
  /** Told of every push that failed; the text names the status or the network's error, no header. */
  readonly onError: (message: string) => void;
  /** How a request is sent; the network by default. */
  readonly send?: (url: string, init: RequestInit) => Promise<Pick<Response, "ok" | "status" | "text">>;
}

/** A push has this long. */
const timeOutMs = 10_000;

export interface RemoteWrite {
  /** Stops pushing and waits for a push that is under way. */
  stop(): Promise<void>;
}

/** Pushes every so many seconds until stopped; never two pushes at a time. */
export function startRemoteWrite(options: RemoteWriteOptions): RemoteWrite {
  let pushing: Promise<void> | undefined;
  const timer: Timer = options.clock.every(options.everySeconds * 1000, () => {
    pushing ??= push(options)
      .catch((error: unknown) => options.onError(error instanceof Error ? error.message : String(error)))
      .finally(() => {
        pushing = undefined;
      });
  });
  return {
    async stop() {
      timer.cancel();
      await pushing;
    },
  };
}

async function push({ url, headers, labels, clock, collect, send = fetch }: RemoteWriteOptions): Promise<void> {
  const body = encodeWriteRequest(await collect(), Math.floor(clock.now()), labels);
  const response = await send(url, {
    method: "POST",
    headers: {
      ...headers,
      "content-type": "application/x-protobuf",
      "content-encoding": "snappy",
      "x-prometheus-remote-write-version": "0.1.0",
      "user-agent": "xkswatch",
    },
    body,
    redirect: "error",
    signal: AbortSignal.timeout(timeOutMs),
  });
  if (!response.ok) throw new Error(`the server answered ${response.status}: ${(await response.text()).slice(0, 200)}`);
}
