/** `xkswatch alarms …`: the recommended alarms, made here or written out for elsewhere, and a test of whom an alarm tells. */
import { alarmFileNames } from "../../export/alarm-files.ts";
import { asLocalAdministrator } from "../as-local-administrator.ts";
import { actionFor, make, recommendations } from "../recommended-alarms.ts";
import { UsageError } from "../usage-error.ts";
import type { Command } from "./command.ts";
import { orUsageError } from "./refused.ts";

export const recommendAlarms: Command = {
  words: ["alarms", "recommend"],
  positionals: ["[ID]"],
  summary: "makes the recommended alarms of a key store (id or name; all without one), or writes them out",
  options: [
    { flag: "notify", argument: "TARGET", sentence: "whom the alarms tell: an ARN, an http(s) URL or a mail address" },
    {
      flag: "export",
      argument: [...alarmFileNames, "grafana"].join("|"),
      sentence: "writes the alarms (or the five graphs as a board) to standard output and makes none",
    },
  ],
  async run({ configuration, positionals: [keyStore], options, print }) {
    const form = options["export"];
    if (form !== undefined && ![...alarmFileNames, "grafana"].includes(form)) {
      throw new UsageError(`--export: ${JSON.stringify(form)} must be one of ${[...alarmFileNames, "grafana"].join(", ")}`);
    }
    const target = options["notify"];
    if (form !== undefined && target !== undefined && !target.startsWith("arn:")) {
      throw new UsageError(`--notify: ${JSON.stringify(target)} must be an ARN where alarms are written out for elsewhere`);
    }
    await asLocalAdministrator(configuration, async (administrator) => {
      const notify = target === undefined ? [] : [await orUsageError(actionFor(administrator, target))];
      const wanted = { ...(keyStore !== undefined && { keyStore }), notify, ...(form !== undefined && { form }) };
      const recommended = await orUsageError(recommendations(administrator, wanted));
      if (recommended.Text !== undefined) return print(recommended.Text);
      if (recommended.Alarms.length === 0) throw new UsageError("there is no external key store yet; create one first");
      for (const name of await orUsageError(make(administrator, recommended))) print(`${name}\n`);
    });
  },
};

interface Tested {
  readonly Actions: readonly {
    readonly Action: string;
    readonly StateValue: string;
    readonly Channel?: string;
    readonly Outcome: string;
    readonly Message: string;
  }[];
}

export const testAlarm: Command = {
  words: ["alarms", "test"],
  positionals: ["NAME"],
  summary: "tells whom an alarm tells, as a test, and says of each how it went; status 1 where one was not reached",
  async run({ configuration, positionals: [name], print }) {
    return asLocalAdministrator(configuration, async (administrator) => {
      const { Actions } = await orUsageError(administrator.call<Tested>("XkswatchConsole.TestAlarmActions", { AlarmName: name }));
      if (Actions.length === 0) throw new UsageError(`the alarm ${JSON.stringify(name)} has no actions: it tells no one`);
      for (const { Action, StateValue, Outcome, Message } of Actions)
        print(`${Outcome.padEnd(12)}${StateValue.padEnd(19)}${Action}  ${Message}\n`);
      return Actions.every(({ Outcome }) => Outcome === "delivered") ? 0 : 1;
    });
  },
};
