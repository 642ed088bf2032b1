/** DeleteAlarms: deletes those of the named alarms that exist, unless a composite alarm that stays looks at one. */
import { ruleOf } from "../../alarms/rules-of-book.ts";
import { operation } from "../../aws/operation.ts";
import { required, structure } from "../../lib/schema.ts";
import { deleteChange } from "../alarms/changes.ts";
import { alarmNames } from "../alarms/shapes.ts";
import type { CloudWatchContext } from "../context.ts";
import { validationError } from "../errors.ts";

export const deleteAlarms = operation<CloudWatchContext>()({
  name: "DeleteAlarms",
  access: "user",
  input: structure("DeleteAlarmsInput", { AlarmNames: required(alarmNames()) }),
  output: structure("DeleteAlarmsOutput", {}),
  async handle({ AlarmNames }, { context }) {
    const names = new Set(AlarmNames);
    await context.alarms.change((entries) => {
      const deleted = [...names].flatMap((name) => entries.get(name) ?? []);
      if (deleted.filter(({ alarm }) => alarm.type === "composite").length > 1) {
        throw validationError("At most one composite alarm can be deleted at a time");
      }
      const staying = [...entries.values()].filter(({ alarm }) => !names.has(alarm.name));
      const needed = deleted
        .map(({ alarm }) => alarm.name)
        .filter((name) => staying.some(({ alarm }) => alarm.type === "composite" && ruleOf(alarm).children.includes(name)));
      if (needed.length > 0) {
        const them = needed.length === 1 ? "it" : "them";
        throw validationError(`Cannot delete ${needed.join(",")} as there are composite alarm(s) depending on ${them}.`);
      }
      return deleted.length > 0 ? deleteChange(context, deleted) : undefined;
    });
    return {};
  },
});
