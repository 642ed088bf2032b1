/** Making the recommended alarms of key stores, through the local administrator: for the command, and for new key stores by themselves. */
import type { LocalAdministrator } from "./local-administrator.ts";
import { UsageError } from "./usage-error.ts";

/** The topic that is made for a target that is no ARN. */
const topicName = "xkswatch-alarms";
const cloudWatch = "GraniteServiceVersion20100801";
const sns = "AmazonSimpleNotificationService";

export interface Recommendations {
  readonly Alarms: readonly { readonly AlarmName: string; readonly Operation: string; readonly Input: string }[];
  readonly Text?: string;
}

/** What is asked of RecommendAlarms; absent key store: all of them. */
export interface RecommendFor {
  readonly keyStore?: string;
  /** ARNs. */
  readonly notify: readonly string[];
  readonly form?: string;
}

/** The recommended alarms, none made. @throws LocalCallError */
export async function recommendations(
  administrator: LocalAdministrator,
  { keyStore, notify, form }: RecommendFor,
): Promise<Recommendations> {
  return administrator.call<Recommendations>("XkswatchConsole.RecommendAlarms", {
    ...(keyStore !== undefined && { KeyStore: keyStore }),
    Notify: notify,
    ...(form !== undefined && { Export: form }),
  });
}

/** Makes them, or brings them back to what is recommended. @returns their names. @throws LocalCallError */
export async function make(administrator: LocalAdministrator, { Alarms }: Recommendations): Promise<string[]> {
  for (const { Operation, Input } of Alarms) await administrator.call(`${cloudWatch}.${Operation}`, JSON.parse(Input));
  return Alarms.map(({ AlarmName }) => AlarmName);
}

const protocolOf = (target: string): string | undefined =>
  /^(https?):\/\//.exec(target)?.[1] ?? (/^[^\s@]+@[^\s@]+$/.test(target) ? "email" : undefined);

export const isTarget = (text: string): boolean => /^arn:[^:]*:[^:]+:[^:]*:[^:]*:.+$/.test(text) || protocolOf(text) !== undefined;

/**
 * The ARN that alarms tell for a target: an ARN as it is; a URL or a mail address becomes a subscription of a topic.
 * @throws UsageError for anything else; LocalCallError where it cannot be subscribed
 */
export async function actionFor(administrator: LocalAdministrator, target: string): Promise<string> {
  if (target.startsWith("arn:")) return target;
  const protocol = protocolOf(target);
  if (protocol === undefined) throw new UsageError(`--notify: ${JSON.stringify(target)} must be an ARN, an http(s) URL or a mail address`);
  const { TopicArn } = await administrator.call<{ TopicArn: string }>(`${sns}.CreateTopic`, { Name: topicName });
  await administrator.call(`${sns}.Subscribe`, { TopicArn, Protocol: protocol, Endpoint: target });
  return TopicArn;
}
