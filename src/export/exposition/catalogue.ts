/**
 * How the metrics of external key stores are called in Prometheus: one line each. Prometheus wants base units, so latencies
 * and days are in seconds; counters and histograms run on from the start of the service, as its rate() wants it.
 */

interface Entry {
  /** In the namespace AWS/KMS. */
  readonly metricName: string;
  readonly family: string;
  readonly help: string;
  /** What of the statistic sets is shown: a running total of values or samples, the newest value, or the spread. */
  readonly shows: "sum" | "sampleCount" | "latest" | "histogram";
  /** From the metric's unit to Prometheus' base unit; as it is where absent. */
  readonly toBaseUnit?: (value: number) => number;
}

const secondsOfDays = (days: number): number => days * 86_400;
const secondsOfMilliseconds = (milliseconds: number): number => milliseconds / 1000;

export const catalogue: readonly Entry[] = [
  {
    metricName: "XksProxyErrors",
    family: "xkswatch_xks_proxy_requests_total",
    help: "Interactions with the XKS proxy, failed ones included.",
    shows: "sampleCount",
  },
  {
    metricName: "XksProxyErrors",
    family: "xkswatch_xks_proxy_errors_total",
    help: "Interactions with the XKS proxy that failed.",
    shows: "sum",
  },
  {
    metricName: "XksProxyLatency",
    family: "xkswatch_xks_proxy_latency_seconds",
    help: "Time until the XKS proxy had answered.",
    shows: "histogram",
    toBaseUnit: secondsOfMilliseconds,
  },
  {
    metricName: "ExternalKeyStoreThrottle",
    family: "xkswatch_external_key_store_throttles_total",
    help: "Requests refused by the request quota of the external key store.",
    shows: "sum",
  },
  {
    metricName: "SuccessfulRequest",
    family: "xkswatch_kms_successful_requests_total",
    help: "Cryptographic requests to KMS that succeeded.",
    shows: "sum",
  },
  {
    metricName: "XksProxyCertificateDaysToExpire",
    family: "xkswatch_xks_proxy_certificate_expires_in_seconds",
    help: "Time until the certificate of the XKS proxy expires, by whole days, 0 and below afterwards.",
    shows: "latest",
    toBaseUnit: secondsOfDays,
  },
  {
    metricName: "XksProxyCredentialAge",
    family: "xkswatch_xks_proxy_credential_age_seconds",
    help: "Time since the proxy authentication credential was set, by whole days.",
    shows: "latest",
    toBaseUnit: secondsOfDays,
  },
  {
    metricName: "XksExternalKeyManagerStates",
    family: "xkswatch_external_key_managers",
    help: "External key manager instances by the state they report.",
    shows: "latest",
  },
];

/** Upper bounds of the latency buckets in seconds: the time-out of 250 ms is one, two time-outs in a row lie between 0.4 and 0.6. */
export const latencyBounds = [0.005, 0.01, 0.02, 0.035, 0.05, 0.075, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.6, 1];

/** `CustomKeyStoreId` as Prometheus writes label names: `custom_key_store_id`. */
export const labelName = (dimension: string): string =>
  dimension
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replaceAll(/[^A-Za-z0-9_]/g, "_")
    .toLowerCase();
