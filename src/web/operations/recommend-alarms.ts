/**
 * RecommendAlarms: the recommended alarms of a key store (or of all), as inputs of PutMetricAlarm and PutCompositeAlarm, or
 * written out as a file for elsewhere. It makes none: who asked does, through the CloudWatch API.
 */
import { recommendedAlarms } from "../../alarms/recommended.ts";
import { operation } from "../../aws/operation.ts";
import { enumeration, list, required, string, structure } from "../../lib/schema.ts";
import { alarmFileNames, alarmFiles } from "../../export/alarm-files.ts";
import { grafanaBoard } from "../../export/grafana-board.ts";
import { notFound } from "../console-error.ts";
import type { WebContext } from "../web-context.ts";

const forms = [...alarmFileNames, "grafana"] as const;

async function keyStoresOf({ resources }: WebContext, id: string | undefined) {
  if (id === undefined) return (await resources.list("key-store")).map(({ value }) => value);
  const found = (await resources.read("key-store", id)) ?? (await resources.find("key-store", "name", id))[0];
  if (!found) throw notFound(`There is no key store ${id}.`);
  return [found.value];
}

export const recommendAlarms = operation<WebContext>()({
  name: "RecommendAlarms",
  access: "viewer",
  input: structure("RecommendAlarmsRequest", {
    /** A key store's id or name; absent: all of them. */
    KeyStore: string({ length: [1, 256] }),
    /** ARNs that the alarms are to tell. */
    Notify: list(string({ length: [1, 1024] }), [0, 5]),
    /** The form of `Text`; absent: no text. */
    Export: enumeration(forms),
  }),
  output: structure("RecommendAlarmsResponse", {
    Alarms: required(
      list(
        structure("RecommendedAlarm", {
          Id: required(string()),
          KeyStoreId: required(string()),
          AlarmName: required(string()),
          Description: required(string()),
          /** The CloudWatch operation that makes it. */
          Operation: required(string()),
          /** The operation's input, a JSON text. */
          Input: required(string()),
        }),
      ),
    ),
    Text: string(),
  }),
  async handle({ KeyStore, Notify = [], Export }, { context }) {
    const stores = await keyStoresOf(context, KeyStore);
    const byStore = stores.map(({ id, name }) => ({ id, alarms: recommendedAlarms({ keyStoreId: id, name, notify: Notify }) }));
    const several = byStore.length > 1;
    const all = byStore.flatMap(({ id, alarms }) => alarms.map((alarm) => (several ? { ...alarm, id: `${id}-${alarm.id}` } : alarm)));
    return {
      Alarms: byStore.flatMap(({ id, alarms }) =>
        alarms.map((alarm) => ({
          Id: alarm.id,
          KeyStoreId: id,
          AlarmName: alarm.input.AlarmName,
          Description: alarm.input.AlarmDescription,
          Operation: alarm.type === "metric" ? "PutMetricAlarm" : "PutCompositeAlarm",
          Input: JSON.stringify(alarm.input),
        })),
      ),
      ...(Export && { Text: Export === "grafana" ? grafanaBoard() : alarmFiles[Export].write(all) }),
    };
  },
});
