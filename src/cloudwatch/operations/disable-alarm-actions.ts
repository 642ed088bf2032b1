/** DisableAlarmActions: from now on the named alarms run no actions; their states go on. */
import { operation } from "../../aws/operation.ts";
import { required, structure } from "../../lib/schema.ts";
import { alarmNames } from "../alarms/shapes.ts";
import { switchActions } from "../alarms/switch-actions.ts";
import type { CloudWatchContext } from "../context.ts";

export const disableAlarmActions = operation<CloudWatchContext>()({
  name: "DisableAlarmActions",
  access: "user",
  input: structure("DisableAlarmActionsInput", { AlarmNames: required(alarmNames()) }),
  output: structure("DisableAlarmActionsOutput", {}),
  async handle({ AlarmNames }, { context }) {
    await switchActions(context, AlarmNames, false);
    return {};
  },
});
