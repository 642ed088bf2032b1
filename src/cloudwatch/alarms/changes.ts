/** What the operations on alarms share: changes with their history, tags, composite alarms around. */
import { type AlarmEntries, type AlarmEntry, type BookChange } from "../../alarms/alarm-book.ts";
import { configurationItem } from "../../alarms/history.ts";
import { settleAround, type TransitionContext } from "../../alarms/transitions.ts";
import { newUuid } from "../../lib/uuid.ts";
import { type Alarm, alarmArn, type AlarmStatus } from "../../model/alarm.ts";
import type { CloudWatchContext } from "../context.ts";
import { type Tags, tagsWrite } from "../tags.ts";
import { configurationOf } from "./tell-alarm.ts";

export const transitionContext = ({ clock, installation }: CloudWatchContext): TransitionContext => ({
  now: clock.now(),
  installation,
  newMessageId: () => newUuid(clock),
});

/** An alarm made or replaced: its history, its tags where it is new, and the composite alarms that look at it. */
export function putChange(
  context: CloudWatchContext,
  entries: AlarmEntries,
  { alarm, status, tags }: { readonly alarm: Alarm; readonly status: AlarmStatus; readonly tags: Tags | undefined },
): BookChange {
  const before = entries.get(alarm.name);
  const entry = { alarm, status };
  const now = context.clock.now();
  const item = configurationItem(alarm, before ? "updated" : "created", configurationOf(context.installation, entry), now);
  const around = settleAround(new Map([...entries, [alarm.name, entry]]), before ? [] : [alarm.name], transitionContext(context));
  const arn = alarmArn(context.installation, alarm.name);
  return {
    ...around,
    put: [entry],
    history: [item, ...(around.history ?? [])],
    ...(!before && tags && { further: [tagsWrite(arn, tags)] }),
  };
}

/** Alarms deleted: their tags go, their history stays. */
export function deleteChange(context: CloudWatchContext, deleted: readonly AlarmEntry[]): BookChange {
  const now = context.clock.now();
  return {
    deleted: deleted.map(({ alarm }) => alarm.name),
    history: deleted.map((entry) => configurationItem(entry.alarm, "deleted", configurationOf(context.installation, entry), now)),
    further: deleted.map(({ alarm }) => tagsWrite(alarmArn(context.installation, alarm.name), undefined)),
  };
}

/** The state of an alarm that has just been made. */
export const initialStatus = (now: number): AlarmStatus => ({
  state: "INSUFFICIENT_DATA",
  reason: "Unchecked: Initial alarm creation",
  updatedAt: now,
  transitionedAt: now,
});
