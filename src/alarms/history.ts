/** The entries of an alarm's history, in the words and forms that CloudWatch writes. */
import type { Alarm, AlarmHistoryItem, AlarmStatus } from "../model/alarm.ts";

const version = "1.0";

/** `2026-11-24T12:00:00.000+0000`, as the JSON texts of alarms tell times; epoch ms. */
export const historyTime = (at: number): string => new Date(at).toISOString().replace("Z", "+0000");

type Change = "created" | "updated" | "deleted";
const changeTypes = { created: "Create", updated: "Update", deleted: "Delete" } as const satisfies Record<Change, string>;

/** @param configuration the alarm as the API tells it, with names in camel case */
export const configurationItem = (alarm: Alarm, change: Change, configuration: unknown, at: number): AlarmHistoryItem => ({
  ...itemOf(alarm, at),
  type: "ConfigurationUpdate",
  summary: `Alarm "${alarm.name}" ${change}`,
  data: JSON.stringify({ version, type: changeTypes[change], [`${change}Alarm`]: configuration }),
});

export const stateItem = (alarm: Alarm, before: AlarmStatus, status: AlarmStatus): AlarmHistoryItem => ({
  ...itemOf(alarm, status.updatedAt),
  type: "StateUpdate",
  summary: `Alarm updated from ${before.state} to ${status.state}`,
  data: JSON.stringify({ version, oldState: stateOf(before), newState: stateOf(status) }),
});

export interface ActionEnd {
  /** The ARN that was told. */
  readonly action: string;
  /** When the alarm changed its state, epoch ms. */
  readonly stateUpdatedAt: number;
  /** Absent: it succeeded. */
  readonly error?: string;
}

export const actionItem = (alarm: Alarm, { action, stateUpdatedAt, error }: ActionEnd, at: number): AlarmHistoryItem => ({
  ...itemOf(alarm, at),
  type: "Action",
  summary:
    error === undefined ? `Successfully executed action ${action}` : `Failed to execute action ${action}. Received error: "${error}"`,
  data: JSON.stringify({
    version,
    actionState: error === undefined ? "Succeeded" : "Failed",
    stateUpdateTimestamp: stateUpdatedAt,
    notificationResource: action,
    ...(error !== undefined && { error }),
  }),
});

const itemOf = (alarm: Alarm, at: number) => ({ alarmName: alarm.name, alarmType: alarm.type, at });

const stateOf = ({ state, reason, reasonData }: AlarmStatus) => ({
  stateValue: state,
  stateReason: reason,
  ...(reasonData !== undefined && { stateReasonData: parsed(reasonData) }),
});

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
