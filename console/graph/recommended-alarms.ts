/**
 * The recommended alarm beside each graph. What the alarms are is said once, by the service (`RecommendAlarms`); here stands
 * which of them belongs to which graph, and a sentence for its help.
 */
import type { Api } from "../api.ts";
import type { GraphId } from "./five-graphs.ts";

interface AlarmOfGraph {
  /** The id under which the service recommends it. */
  readonly id: string;
  /** What it tells, in one sentence. */
  readonly sentence: string;
}

/** By graph; beside Total requests the one on throttling. */
export const alarmOfGraph: Readonly<Record<GraphId, AlarmOfGraph>> = {
  "total-requests": {
    id: "throttling",
    sentence: "More than 0 requests were refused by the key store's own quota within one minute.",
  },
  reliability: { id: "retryable-errors", sentence: "More than five retryable errors were recorded within one minute." },
  latency: {
    id: "response-time-out-encrypt",
    sentence: "The average latency of Encrypt over five minutes came above 200 of the 250 milliseconds.",
  },
  "top-5-exceptions": { id: "non-retryable-errors", sentence: "More than five non-retryable errors were recorded within one minute." },
  "certificate-days-to-expire": {
    id: "certificate-expiration",
    sentence: "The TLS certificate of the proxy endpoint expires in less than ten days.",
  },
};

/** An alarm as the service recommends it. */
export interface RecommendedAlarm {
  readonly id: string;
  readonly name: string;
  /** The operation that makes it. */
  readonly operation: "PutMetricAlarm" | "PutCompositeAlarm";
  /** The operation's input. */
  readonly input: Readonly<Record<string, unknown>>;
}

interface RecommendAlarmsOutput {
  readonly Alarms: readonly {
    readonly Id: string;
    readonly AlarmName: string;
    readonly Operation: RecommendedAlarm["operation"];
    readonly Input: string;
  }[];
}

/**
 * All recommended alarms in the order in which they are to be made.
 * @param keyStoreId of this key store alone; else of every one
 */
export async function readRecommendedAlarms(api: Api, keyStoreId?: string, signal?: AbortSignal): Promise<readonly RecommendedAlarm[]> {
  const { Alarms } = await api.xkswatch<RecommendAlarmsOutput>(
    "RecommendAlarms",
    keyStoreId === undefined ? {} : { KeyStore: keyStoreId },
    signal,
  );
  return Alarms.map(({ Id, AlarmName, Operation, Input }) => ({
    id: Id,
    name: AlarmName,
    operation: Operation,
    input: JSON.parse(Input) as Record<string, unknown>,
  }));
}
