/** What happened to a key store, as marks on the time axis of its graphs: changes of its connection, and alarms that fired. */
import type { AlarmHistoryItem, MetricAlarm } from "../alarms/alarm-shapes.ts";
import type { ConnectionEventShape } from "../console-shapes.ts";
import type { GraphId } from "./five-graphs.ts";

/** Kinds of marks; each can be hidden. */
export const eventKinds = { connection: "Connection changes", alarm: "Alarms" } as const;
export type EventKind = keyof typeof eventKinds;

export interface GraphEvent {
  readonly kind: EventKind;
  /** Epoch seconds. */
  readonly at: number;
  readonly label: string;
  readonly tone: "good" | "neutral" | "bad";
}

const connectionMarks: Readonly<Partial<Record<string, Pick<GraphEvent, "label" | "tone">>>> = {
  CONNECTED: { label: "Connected", tone: "good" },
  DISCONNECTED: { label: "Disconnected", tone: "neutral" },
  FAILED: { label: "Connection failed", tone: "bad" },
};

/** The ends of connecting and disconnecting; that one of them began is no mark of its own. */
export function connectionEvents(events: readonly ConnectionEventShape[]): readonly GraphEvent[] {
  return events.flatMap(({ At, ConnectionState, ConnectionErrorCode }) => {
    const mark = connectionMarks[ConnectionState];
    if (!mark) return [];
    const label = ConnectionErrorCode === undefined ? mark.label : `${mark.label}: ${ConnectionErrorCode}`;
    return [{ kind: "connection", at: At, label, tone: mark.tone }];
  });
}

/**
 * The alarms that watch a key store: its id stands in a dimension, a search or a query; and composite ones whose rule names
 * one of these.
 */
export function alarmsOfStore(alarms: readonly MetricAlarm[], keyStoreId: string): readonly MetricAlarm[] {
  const own = new Set(alarms.filter(({ Dimensions, Metrics }) => JSON.stringify([Dimensions, Metrics]).includes(keyStoreId)));
  // Composites may stand on composites: until none is added.
  for (let before = -1; before < own.size; ) {
    before = own.size;
    for (const alarm of alarms) if ([...own].some((child) => names(alarm.AlarmRule, child))) own.add(alarm);
  }
  return alarms.filter((alarm) => own.has(alarm));
}

/** Whether a composite alarm's rule names an alarm, by name or by ARN, quoted or not. */
function names(rule: string | undefined, { AlarmName, AlarmArn }: MetricAlarm): boolean {
  if (rule === undefined) return false;
  return [AlarmName, AlarmArn].some(
    (name) =>
      name !== undefined &&
      [`("${name}")`, `('${name}')`, `(${name})`].some((text) => rule.replaceAll(/\(\s+|\s+\)/g, (space) => space.trim()).includes(text)),
  );
}

/** The graph that shows what an alarm watches; undefined where none of the five does. */
export function graphOfAlarm(alarm: MetricAlarm): GraphId | undefined {
  const watched = JSON.stringify([alarm.MetricName, alarm.Dimensions, alarm.Metrics]);
  if (watched.includes("XksProxyLatency")) return "latency";
  if (watched.includes("XksProxyCertificateDaysToExpire")) return "certificate-days-to-expire";
  if (watched.includes("ExternalKeyStoreThrottle")) return "total-requests";
  if (!watched.includes("XksProxyErrors")) return undefined;
  // "Non-retryable" is in small letters within, so that only the type itself is found here. To leave it out is to watch the rest.
  if (watched.includes("Retryable") || watched.includes("!= 'Non-retryable'")) return "reliability";
  if (watched.includes("Non-retryable") || /ExceptionName\W+(Value\W+)?[A-Z]\w+Exception/.test(watched)) return "top-5-exceptions";
  return "total-requests";
}

/** The moments at which an alarm fired. */
export function firings(alarmName: string, history: readonly AlarmHistoryItem[]): readonly GraphEvent[] {
  return history
    .filter((item) => item.HistoryItemType === "StateUpdate" && entered(item) === "ALARM")
    .map(({ Timestamp }): GraphEvent => ({ kind: "alarm", at: Timestamp, label: `In alarm: ${alarmName}`, tone: "bad" }));
}

/** The state that a StateUpdate led to. */
function entered({ HistoryData }: AlarmHistoryItem): string | undefined {
  try {
    const data = JSON.parse(HistoryData ?? "{}") as { readonly newState?: { readonly stateValue?: string } };
    return data.newState?.stateValue;
  } catch {
    return undefined;
  }
}

/** Events within a point's period. */
export function eventsWithin(events: readonly GraphEvent[], from: number, periodSeconds: number): readonly GraphEvent[] {
  return events.filter(({ at }) => at >= from && at < from + periodSeconds);
}
