/** SetAlarmState: puts an alarm into a state for the time being; the next evaluation may put it into another. */
import { transitionsOf } from "../../alarms/transitions.ts";
import { operation } from "../../aws/operation.ts";
import { required, string, structure } from "../../lib/schema.ts";
import type { AlarmStatus } from "../../model/alarm.ts";
import { transitionContext } from "../alarms/changes.ts";
import { alarmName, stateValue } from "../alarms/shapes.ts";
import type { CloudWatchContext } from "../context.ts";
import { cloudWatchError } from "../errors.ts";

export const setAlarmState = operation<CloudWatchContext>()({
  name: "SetAlarmState",
  access: "user",
  input: structure("SetAlarmStateInput", {
    AlarmName: required(alarmName()),
    StateValue: required(stateValue()),
    StateReason: required(string({ length: [0, 1023] })),
    StateReasonData: string({ length: [0, 4000] }),
  }),
  output: structure("SetAlarmStateOutput", {}),
  async handle({ AlarmName: name, StateValue: state, StateReason: reason, StateReasonData: reasonData }, { context }) {
    if (reasonData !== undefined && !isJson(reasonData)) {
      throw cloudWatchError("InvalidFormatFault", "StateReasonData must be a valid JSON text");
    }
    await context.alarms.change((entries) => {
      const before = entries.get(name)?.status;
      if (!before) throw cloudWatchError("ResourceNotFound", "");
      const now = context.clock.now();
      const status: AlarmStatus = {
        state,
        reason,
        ...(reasonData !== undefined && { reasonData }),
        updatedAt: now,
        transitionedAt: state === before.state ? before.transitionedAt : now,
        ...(before.suppression && { suppression: before.suppression }),
      };
      return transitionsOf(entries, new Map([[name, status]]), transitionContext(context));
    });
    return {};
  },
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
