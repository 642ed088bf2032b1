/** PutCompositeAlarm: makes an alarm over the states of other alarms, or replaces its configuration. */
import { operation } from "../../aws/operation.ts";
import { structure } from "../../lib/schema.ts";
import { transitionsOf } from "../../alarms/transitions.ts";
import { initialStatus, putChange, transitionContext } from "../alarms/changes.ts";
import { checkChildren, firstStatus, readCompositeAlarm } from "../alarms/read-composite-alarm.ts";
import { putCompositeAlarmInput } from "../alarms/shapes.ts";
import type { CloudWatchContext } from "../context.ts";
import { validationError } from "../errors.ts";
import { checkTags } from "../tags.ts";

export const putCompositeAlarm = operation<CloudWatchContext>()({
  name: "PutCompositeAlarm",
  access: "user",
  input: putCompositeAlarmInput,
  output: structure("PutCompositeAlarmOutput", {}),
  async handle(input, { context }) {
    const now = context.clock.now();
    const alarm = readCompositeAlarm(input, now);
    const tags = input.Tags && checkTags(input.Tags);
    await context.alarms.change((entries) => {
      const before = entries.get(alarm.name);
      if (before?.alarm.type === "metric") throw validationError(`${alarm.name} is the name of a metric alarm`);
      checkChildren(alarm, entries);
      const status = before?.status ?? initialStatus(now);
      const put = putChange(context, entries, { alarm, status, tags });
      const withAlarm = new Map([...entries, [alarm.name, { alarm, status }]]);
      const evaluated = firstStatus(context, alarm, entries, now);
      if (before && evaluated.state === status.state) return put;
      const settled = transitionsOf(withAlarm, new Map([[alarm.name, evaluated]]), transitionContext(context));
      return { ...settled, ...put, history: [...(put.history ?? []), ...(settled.history ?? [])], statuses: settled.statuses ?? new Map() };
    });
    return {};
  },
});
