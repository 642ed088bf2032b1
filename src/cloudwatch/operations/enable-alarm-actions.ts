/** EnableAlarmActions: from now on the named alarms run their actions. */
import { operation } from "../../aws/operation.ts";
import { required, structure } from "../../lib/schema.ts";
import { alarmNames } from "../alarms/shapes.ts";
import { switchActions } from "../alarms/switch-actions.ts";
import type { CloudWatchContext } from "../context.ts";

export const enableAlarmActions = operation<CloudWatchContext>()({
  name: "EnableAlarmActions",
  access: "user",
  input: structure("EnableAlarmActionsInput", { AlarmNames: required(alarmNames()) }),
  output: structure("EnableAlarmActionsOutput", {}),
  async handle({ AlarmNames }, { context }) {
    await switchActions(context, AlarmNames, true);
    return {};
  },
});
