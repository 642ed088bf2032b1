/** JSON templates of webhooks: `${alarm.name}` in any text is replaced; a text that is one part alone takes the value's own type. */
import { alarmArn } from "../../model/alarm.ts";
import type { Telling } from "./telling.ts";

/** What templates can name, as dotted paths. */
export function templateValues(telling: Telling, place: { readonly region: string; readonly accountId: string }): unknown {
  const { notice, findings } = telling;
  return {
    subject: telling.subject ?? "",
    message: telling.message,
    text: telling.text,
    target: telling.target,
    id: telling.messageId,
    at: new Date(telling.at).toISOString(),
    ...place,
    ...(notice.kind === "alarm" && {
      alarm: { name: notice.alarm.name, description: notice.alarm.description ?? "", arn: alarmArn(place, notice.alarm.name) },
      state: notice.status.state,
      before: notice.before,
      reason: notice.status.reason,
    }),
    ...(findings && {
      keyStore: { id: findings.keyStoreId, name: findings.keyStoreName ?? findings.keyStoreId },
      exceptions: findings.exceptions,
      interactions: findings.interactions,
      link: findings.link,
    }),
  };
}

/** The template with its parts filled in; parts that there are not become empty. */
export function filled(template: unknown, values: unknown): unknown {
  if (typeof template === "string") return filledText(template, values);
  if (Array.isArray(template)) return template.map((entry) => filled(entry, values));
  if (typeof template !== "object" || template === null) return template;
  return Object.fromEntries(Object.entries(template).map(([name, entry]) => [name, filled(entry, values)]));
}

function filledText(text: string, values: unknown): unknown {
  const alone = /^\$\{([\w.]+)\}$/.exec(text)?.[1];
  if (alone !== undefined) return valueAt(values, alone) ?? "";
  return text.replaceAll(/\$\{([\w.]+)\}/g, (_, path: string) => {
    const value = valueAt(values, path);
    return typeof value === "string" ? value : value === undefined ? "" : JSON.stringify(value);
  });
}

function valueAt(values: unknown, path: string): unknown {
  let value = values;
  for (const name of path.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[name];
  }
  return value;
}
