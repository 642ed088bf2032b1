/** PutMetricAlarm: makes an alarm on a metric, an expression or a Metrics Insights query, or replaces its configuration. */
import { operation } from "../../aws/operation.ts";
import { structure } from "../../lib/schema.ts";
import { initialStatus, putChange } from "../alarms/changes.ts";
import { readMetricAlarm } from "../alarms/read-metric-alarm.ts";
import { putMetricAlarmInput } from "../alarms/shapes.ts";
import type { CloudWatchContext } from "../context.ts";
import { validationError } from "../errors.ts";
import { checkTags } from "../tags.ts";

export const putMetricAlarm = operation<CloudWatchContext>()({
  name: "PutMetricAlarm",
  access: "user",
  input: putMetricAlarmInput,
  output: structure("PutMetricAlarmOutput", {}),
  async handle(input, { context }) {
    const now = context.clock.now();
    const alarm = readMetricAlarm(input, now);
    const tags = input.Tags && checkTags(input.Tags);
    await context.alarms.change((entries) => {
      const before = entries.get(alarm.name);
      if (before?.alarm.type === "composite") throw validationError(`${alarm.name} is the name of a composite alarm`);
      return putChange(context, entries, { alarm, status: before?.status ?? initialStatus(now), tags });
    });
    return {};
  },
});
