/**
 * The proxy's own metrics, in the text format that Prometheus reads: requests and their durations by key store, operation and
 * end; key manager states; certificate; what is being worked on.
 */
import { type XksOperation, xksOperations } from "../model/xks-operation.ts";
import { healthStatuses } from "../xks/operations.ts";
import type { XksRequestOutcome } from "../xks/server.ts";
import { pathPrefixOf } from "../xks/uri.ts";
import type { KeyManagerInstance } from "./key-manager.ts";

/** Upper bounds of the duration's buckets, seconds: dense below the 250 ms that the KMS side gives. */
const durationBounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.5, 1];

interface Durations {
  readonly buckets: number[];
  sumSeconds: number;
  count: number;
}

/** What is true at the moment of asking. */
export interface ProxyState {
  readonly inFlight: number;
  /** Epoch ms. */
  readonly certificateValidTo: number;
  readonly keyManagers: readonly KeyManagerInstance[];
}

export class ProxyMetrics {
  /** By prefix, operation and outcome, joined by spaces: none of them can hold one. */
  readonly #requests = new Map<string, number>();
  readonly #durations = new Map<XksOperation, Durations>();

  count({ uriPath, xksOperation, durationMs, failure }: XksRequestOutcome): void {
    const key = `${pathPrefixOf(uriPath)} ${xksOperation} ${failure?.errorName ?? "None"}`;
    this.#requests.set(key, (this.#requests.get(key) ?? 0) + 1);
    const durations = this.#durationsOf(xksOperation);
    const seconds = durationMs / 1000;
    const index = durationBounds.findIndex((bound) => seconds <= bound);
    if (index >= 0) durations.buckets[index] = (durations.buckets[index] ?? 0) + 1;
    durations.sumSeconds += seconds;
    durations.count += 1;
  }

  /** The whole text. */
  text({ inFlight, certificateValidTo, keyManagers }: ProxyState): string {
    const states = keyManagers.flatMap(({ id, healthStatus }) =>
      healthStatuses.map((state) => sample("xks_proxy_key_manager_state", { id, state }, state === healthStatus ? 1 : 0)),
    );
    return [
      ...family("xks_proxy_requests_total", "counter", "Requests by key store, operation and exception", this.#requestSamples()),
      ...family(
        "xks_proxy_request_duration_seconds",
        "histogram",
        "Time from a request's last byte to its answer",
        this.#durationSamples(),
      ),
      ...family("xks_proxy_requests_in_flight", "gauge", "Requests being worked on", [
        sample("xks_proxy_requests_in_flight", {}, inFlight),
      ]),
      ...family("xks_proxy_key_manager_state", "gauge", "1 for the state that an external key manager instance is in", states),
      ...family("xks_proxy_certificate_expiry_timestamp_seconds", "gauge", "When the server certificate expires", [
        sample("xks_proxy_certificate_expiry_timestamp_seconds", {}, certificateValidTo / 1000),
      ]),
      "",
    ].join("\n");
  }

  #durationsOf(operation: XksOperation): Durations {
    let durations = this.#durations.get(operation);
    if (!durations) {
      durations = { buckets: durationBounds.map(() => 0), sumSeconds: 0, count: 0 };
      this.#durations.set(operation, durations);
    }
    return durations;
  }

  #requestSamples(): string[] {
    return [...this.#requests].map(([key, count]) => {
      const [prefix = "", operation = "", exception = ""] = key.split(" ");
      return sample("xks_proxy_requests_total", { prefix, operation, exception }, count);
    });
  }

  #durationSamples(): string[] {
    return xksOperations.flatMap((operation) => {
      const durations = this.#durations.get(operation);
      if (!durations) return [];
      const name = "xks_proxy_request_duration_seconds";
      let upTo = 0;
      const buckets = durationBounds.map((bound, index) => {
        upTo += durations.buckets[index] ?? 0;
        return sample(`${name}_bucket`, { operation, le: `${bound}` }, upTo);
      });
      return [
        ...buckets,
        sample(`${name}_bucket`, { operation, le: "+Inf" }, durations.count),
        sample(`${name}_sum`, { operation }, durations.sumSeconds),
        sample(`${name}_count`, { operation }, durations.count),
      ];
    });
  }
}

function family(name: string, type: string, help: string, samples: readonly string[]): string[] {
  return samples.length === 0 ? [] : [`# HELP ${name} ${help}.`, `# TYPE ${name} ${type}`, ...samples];
}

function sample(name: string, labels: Readonly<Record<string, string>>, value: number): string {
  const told = Object.entries(labels).map(
    ([label, text]) => `${label}="${text.replace(/[\\"\n]/g, (one) => (one === "\n" ? "\\n" : `\\${one}`))}"`,
  );
  return `${name}${told.length > 0 ? `{${told.join(",")}}` : ""} ${value}`;
}
