/** `xkswatch alarms recommend [ID]`: makes the recommended alarms of a key store (or of all), or writes them out for elsewhere. */
import { alarmFileNames } from "../../export/alarm-files.ts";
import { asLocalAdministrator } from "../as-local-administrator.ts";
import type { LocalAdministrator } from "../local-administrator.ts";
import { UsageError } from "../usage-error.ts";
import type { Command } from "./command.ts";
import { orUsageError } from "./refused.ts";

/** The topic that is made for a target that is no ARN. */
const topicName = "xkswatch-alarms";
const cloudWatch = "GraniteServiceVersion20100801";
const sns = "AmazonSimpleNotificationService";

interface Recommendations {
  readonly Alarms: readonly { readonly AlarmName: string; readonly Operation: string; readonly Input: string }[];
  readonly Text?: string;
}

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
    await asLocalAdministrator(configuration, async (administrator) => {
      const notify = options["notify"] === undefined ? [] : [await targetOf(administrator, options["notify"], form !== undefined)];
      const { Alarms, Text } = await orUsageError(
        administrator.call<Recommendations>("XkswatchConsole.RecommendAlarms", {
          ...(keyStore !== undefined && { KeyStore: keyStore }),
          Notify: notify,
          ...(form !== undefined && { Export: form }),
        }),
      );
      if (Text !== undefined) return print(Text);
      if (Alarms.length === 0) throw new UsageError("there is no external key store yet; create one first");
      for (const { AlarmName, Operation, Input } of Alarms) {
        await orUsageError(administrator.call(`${cloudWatch}.${Operation}`, JSON.parse(Input)));
        print(`${AlarmName}\n`);
      }
    });
  },
};

/** An ARN as it is; anything else becomes a subscription of a topic. */
async function targetOf(administrator: LocalAdministrator, target: string, forElsewhere: boolean): Promise<string> {
  if (target.startsWith("arn:")) return target;
  if (forElsewhere) throw new UsageError(`--notify: ${JSON.stringify(target)} must be an ARN where alarms are written out for elsewhere`);
  const protocol = /^(https?):\/\//.exec(target)?.[1] ?? (/^[^\s@]+@[^\s@]+$/.test(target) ? "email" : undefined);
  if (protocol === undefined) throw new UsageError(`--notify: ${JSON.stringify(target)} must be an ARN, an http(s) URL or a mail address`);
  const { TopicArn } = await orUsageError(administrator.call<{ TopicArn: string }>(`${sns}.CreateTopic`, { Name: topicName }));
  await orUsageError(administrator.call(`${sns}.Subscribe`, { TopicArn, Protocol: protocol, Endpoint: target }));
  return TopicArn;
}
