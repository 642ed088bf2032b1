/** To whom a target leads, and telling one of them: the teller does it for what waits in its queue, a test of actions at once. */
import type { Delivery } from "../../model/topic.ts";
import type { ResourceStore } from "../../store/resource-store.ts";
import { alarmMessage, alarmSubject, alarmText } from "./alarm-message.ts";
import type { ChannelTable } from "./channel.ts";
import { findOut, type FindingsContext } from "./findings.ts";
import type { NotifierTools } from "./notifier.ts";
import { notifierOf } from "./notifiers.ts";
import { tellSubscription } from "./subscriptions.ts";
import type { Telling } from "./telling.ts";

export interface ReceiverParts {
  readonly resources: ResourceStore;
  readonly channels: ChannelTable;
  readonly tools: NotifierTools;
  readonly findings: FindingsContext;
}

export interface Receivers {
  /** Whether the target is a topic or leads to channels. */
  readonly isKnown: boolean;
  readonly receivers: readonly NonNullable<Delivery["to"]>[];
  /** ARNs of subscriptions that have not been confirmed, and are told nothing. */
  readonly unconfirmed: readonly string[];
}

/** Where a target leads as of now. */
export async function receiversOf({ resources, channels }: ReceiverParts, target: string): Promise<Receivers> {
  const [topic, subscriptions] = await Promise.all([resources.read("topic", target), resources.find("subscription", "topic", target)]);
  const own = channels.get(target);
  return {
    isKnown: topic !== undefined || own !== undefined,
    receivers: [
      ...(own ?? []).map((_, channel) => ({ channel })),
      ...subscriptions.filter(({ value }) => value.confirmed).map(({ id }) => ({ subscription: id })),
    ],
    unconfirmed: subscriptions.filter(({ value }) => !value.confirmed).map(({ id }) => id),
  };
}

/** Tells one receiver. @returns what went wrong; undefined: it was taken, or its receiver is no more */
export async function tell(parts: ReceiverParts, delivery: Delivery): Promise<string | undefined> {
  const { resources, channels, tools } = parts;
  try {
    const { to, target } = delivery;
    if (to && "channel" in to) {
      const channel = channels.get(target)?.[to.channel];
      if (channel) await notifierOf(channel).send(channel, await tellingOf(parts, delivery, true), tools);
      return undefined;
    }
    const [topic, subscription] = await Promise.all([
      resources.read("topic", target),
      resources.read("subscription", to?.subscription ?? ""),
    ]);
    if (!topic || !subscription) return undefined;
    const telling = { ...(await tellingOf(parts, delivery, false)), subscriptionArn: subscription.id };
    await tellSubscription(subscription.value, topic.value, telling, tools);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function tellingOf(
  { tools: { installation }, findings: context }: ReceiverParts,
  { notice, target, at, messageId }: Delivery,
  trusted: boolean,
): Promise<Telling> {
  const common = { messageId, target, at, notice, trusted };
  if (notice.kind === "confirmation") return { ...common, message: "", text: "" };
  if (notice.kind === "message") {
    const { subject, message } = notice;
    return { ...common, ...(subject !== undefined && { subject }), message, text: message };
  }
  const findings = await findOut(context, notice.alarm, notice.status);
  return {
    ...common,
    subject: alarmSubject(notice, installation),
    message: alarmMessage(notice, installation, findings),
    text: alarmText(notice, installation, findings),
    ...(findings && { findings }),
  };
}
