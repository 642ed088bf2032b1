/**
 * A game day: twelve faults, each with a key store of its own, and the recommended alarm that must see it. A bench plays them
 * against the started product and its real proxy, a test plays what they look like on a clock of its own.
 */
import { recommendedAlarms } from "../../src/alarms/recommended.ts";
import type { Fault } from "../../src/proxy/faults/fault-file.ts";

export interface GameDayFault {
  /** Of the key store, its path prefix and its key. */
  readonly name: string;
  readonly sentence: string;
  /** Of the bundled proxy, under the key store's prefix. */
  readonly faults: readonly Omit<Fault, "prefix">[];
  /** The key store's own quota, where that is the fault. */
  readonly quotaPerSecond?: number;
  /** Id of the recommended alarm that must see it. */
  readonly seenBy: string;
}

/** On cryptographic requests alone: health checks go well. */
const onCryptography = (fault: Omit<Fault, "prefix" | "operation">): GameDayFault["faults"] => [
  { ...fault, operation: "Encrypt" },
  { ...fault, operation: "Decrypt" },
];

export const gameDayFaults = [
  { name: "silent", sentence: "the proxy does not answer", faults: [{ kind: "hang" }], seenBy: "retryable-errors" },
  { name: "reset", sentence: "connections are reset", faults: [{ kind: "reset" }], seenBy: "retryable-errors" },
  {
    name: "slow",
    sentence: "answers take 225 of 250 ms",
    faults: onCryptography({ kind: "delay", delayMs: 225 }),
    seenBy: "response-time-out-encrypt",
  },
  {
    name: "broken",
    sentence: "the proxy answers InternalException",
    faults: onCryptography({ kind: "error", errorName: "InternalException" }),
    seenBy: "retryable-errors",
  },
  {
    name: "burning",
    sentence: "one request in five ends in DependencyTimeoutException",
    faults: onCryptography({ kind: "error", errorName: "DependencyTimeoutException", probability: 0.2 }),
    seenBy: "reliability-budget",
  },
  {
    name: "credentials",
    sentence: "the proxy no longer knows the credentials",
    faults: onCryptography({ kind: "error", errorName: "AuthenticationFailedException" }),
    seenBy: "non-retryable-errors",
  },
  {
    name: "page",
    sentence: "a reverse proxy answers with a page",
    faults: onCryptography({ kind: "html" }),
    seenBy: "non-retryable-errors",
  },
  {
    name: "integrity",
    sentence: "the integrity value of answers is wrong",
    faults: [{ kind: "bad-integrity-value", operation: "Encrypt" }],
    seenBy: "non-retryable-errors",
  },
  { name: "quota", sentence: "more calls than the key store's quota", faults: [], quotaPerSecond: 1, seenBy: "throttling" },
  {
    name: "degraded",
    sentence: "one of two key managers is degraded",
    faults: [{ kind: "key-managers", operation: "GetHealthStatus", healthStatuses: ["ACTIVE", "DEGRADED"] }],
    seenBy: "key-managers-degraded",
  },
  {
    name: "unavailable",
    sentence: "one of two key managers is unavailable",
    faults: [{ kind: "key-managers", operation: "GetHealthStatus", healthStatuses: ["ACTIVE", "UNAVAILABLE"] }],
    seenBy: "key-managers-unavailable",
  },
  {
    name: "certificate",
    sentence: "the certificate expires in five days",
    // Of connections, whoever asks on them.
    faults: [{ kind: "certificate", certificate: "expires-soon" }],
    seenBy: "certificate-expiration",
  },
] as const satisfies readonly GameDayFault[];

export type GameDayName = (typeof gameDayFaults)[number]["name"];

/** Whether an alarm tells people: the windows of the reliability budget do not, the composite alarm over them does. */
export const tells = (alarmName: string): boolean => !/ budget \(.*\)$/.test(alarmName);

/** The name of the alarm that must see a fault. */
export function alarmNameOf({ name, seenBy }: Pick<GameDayFault, "name" | "seenBy">): string {
  const alarm = recommendedAlarms({ keyStoreId: "", name, notify: [] }).find(({ id }) => id === seenBy);
  if (!alarm) throw new Error(`there is no recommended alarm ${seenBy}`);
  return alarm.input.AlarmName;
}
