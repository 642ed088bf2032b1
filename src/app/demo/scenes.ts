/**
 * What `xkswatch demo` plays, one scene after the other and over again: faults of the bundled proxy under steady traffic. All
 * scenes together last less than a minute, so that every graph moves within one.
 */
import type { Fault } from "../../proxy/faults/fault-file.ts";

/** Key stores of the demonstration; alias and path prefix go by the same name. */
export const demoNames = { first: "demo", busy: "demo-busy" } as const;

/** Requests a second that the busy key store may have. */
export const busyQuotaPerSecond = 10;
/** Calls a second through the KMS API, in every scene. */
export const callsPerSecond = 20;
/** Seconds between two health checks: a scene about key managers has at least one. */
export const healthIntervalSeconds = 4;

export interface Scene {
  /** What it does and where it shows. */
  readonly sentence: string;
  readonly seconds: number;
  /** Of the first key store. */
  readonly faults: readonly Fault[];
  /** Calls a second to the busy key store meanwhile. */
  readonly busyCallsPerSecond?: number;
}

type Kind = Omit<Fault, "prefix" | "operation">;

const onFirst = (operation: NonNullable<Fault["operation"]>, fault: Kind): Fault => ({
  ...fault,
  operation,
  prefix: `/${demoNames.first}`,
});
/** A fault of cryptographic requests; health checks go well. */
const onCryptography = (...faults: readonly Kind[]): readonly Fault[] =>
  faults.flatMap((fault) => [onFirst("Encrypt", fault), onFirst("Decrypt", fault)]);

export const scenes: readonly Scene[] = [
  { sentence: "All is well.", seconds: 6, faults: [] },
  {
    sentence: "The key manager is slow: every second answer takes 150 ms longer (Latency).",
    seconds: 6,
    faults: onCryptography({ kind: "delay", delayMs: 150, probability: 0.5 }),
  },
  {
    sentence:
      "One request in five gets no answer: retried once, then XksProxyUnreachableException after 500 ms (Latency, Reliability, Top 5 exceptions).",
    seconds: 6,
    faults: onCryptography({ kind: "hang", probability: 0.45 }),
  },
  {
    sentence: "The proxy lost its key manager: InternalException and DependencyTimeoutException (Reliability, Top 5 exceptions).",
    seconds: 6,
    faults: onCryptography(
      { kind: "error", errorName: "InternalException", probability: 0.3 },
      { kind: "error", errorName: "DependencyTimeoutException", probability: 0.2 },
    ),
  },
  {
    sentence: "The proxy is overloaded: ThrottlingException (Reliability, Top 5 exceptions).",
    seconds: 6,
    faults: onCryptography({ kind: "error", errorName: "ThrottlingException", probability: 0.5 }),
  },
  {
    sentence: "The proxy's rules deny one request in seven: AccessDeniedException, which does not lower reliability (Top 5 exceptions).",
    seconds: 6,
    faults: onCryptography({ kind: "error", errorName: "AccessDeniedException", probability: 0.15 }),
  },
  {
    sentence: "Of three key managers one is degraded and one unavailable (XksExternalKeyManagerStates).",
    seconds: 8,
    faults: [onFirst("GetHealthStatus", { kind: "key-managers", healthStatuses: ["ACTIVE", "DEGRADED", "UNAVAILABLE"] })],
  },
  {
    sentence: `More calls than the quota of ${busyQuotaPerSecond} a second of the key store ${demoNames.busy} (ExternalKeyStoreThrottle).`,
    seconds: 6,
    faults: [],
    busyCallsPerSecond: 3 * busyQuotaPerSecond,
  },
];
