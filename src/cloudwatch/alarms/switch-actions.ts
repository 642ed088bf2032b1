/** Enabling and disabling the actions of alarms. Names of alarms that there are not are passed over, as AWS does. */
import { configurationItem } from "../../alarms/history.ts";
import type { CloudWatchContext } from "../context.ts";
import { configurationOf } from "./tell-alarm.ts";

export async function switchActions(context: CloudWatchContext, names: readonly string[], actionsEnabled: boolean): Promise<void> {
  const { clock, installation } = context;
  await context.alarms.change((entries) => {
    const now = clock.now();
    const put = [...new Set(names)]
      .flatMap((name) => entries.get(name) ?? [])
      .filter(({ alarm }) => alarm.actionsEnabled !== actionsEnabled)
      .map(({ alarm, status }) => ({ alarm: { ...alarm, actionsEnabled, configurationUpdatedAt: now }, status }));
    return { put, history: put.map((entry) => configurationItem(entry.alarm, "updated", configurationOf(installation, entry), now)) };
  });
}
