/** Topics and subscriptions as the operations share them: names, ARNs, look-ups, tokens. */
import { createHash, timingSafeEqual } from "node:crypto";
import type { Topic } from "../model/topic.ts";
import type { Change, Stored } from "../store/resource-store.ts";
import type { Subscription } from "../model/topic.ts";
import type { SnsContext } from "./context.ts";
import { invalidParameter, notFound } from "./errors.ts";

export const topicArn = ({ installation: { region, accountId } }: SnsContext, name: string): string =>
  `arn:aws:sns:${region}:${accountId}:${name}`;

export async function topicOf({ resources }: SnsContext, arn: string): Promise<Stored<Topic>> {
  if (!/^arn:[a-z-]+:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}$/.test(arn)) throw invalidParameter("TopicArn");
  const found = await resources.read("topic", arn);
  if (!found) throw notFound("Topic does not exist");
  return found;
}

/** A topic's subscriptions go with it. */
export async function deletion({ resources }: SnsContext, arn: string): Promise<Change[]> {
  const subscriptions = await resources.find("subscription", "topic", arn);
  return [
    { kind: "topic", id: arn, value: undefined },
    ...subscriptions.map(({ id }): Change => ({ kind: "subscription", id, value: undefined })),
  ];
}

/** Confirms the subscription that a token belongs to. Throws what the client is to be told. */
export async function confirm(context: SnsContext, arn: string, token: string): Promise<string> {
  const topic = await topicOf(context, arn);
  const subscriptions = await context.resources.find("subscription", "topic", topic.id);
  const found = subscriptions.find(({ value }) => isSame(value.token, token));
  if (!found) throw invalidParameter("Token");
  if (!found.value.confirmed) {
    const value: Subscription = { ...found.value, confirmed: true };
    await context.resources.write([{ kind: "subscription", id: found.id, value, expect: found.version }]);
  }
  return found.id;
}

export async function subscriptionOf({ resources }: SnsContext, arn: string): Promise<Stored<Subscription>> {
  const found = await resources.read("subscription", arn);
  if (!found) throw notFound("Subscription does not exist");
  return found;
}

/** The attributes of a subscription that there are here. Throws what the client is to be told. */
export function checkedSubscriptionAttributes(
  attributes: Readonly<Record<string, string>>,
): Partial<Pick<Subscription, "rawMessageDelivery">> {
  const unknown = Object.keys(attributes).find((name) => name !== "RawMessageDelivery");
  if (unknown !== undefined) throw invalidParameter(`the attribute ${unknown} is not available in this service`);
  const raw = attributes["RawMessageDelivery"]?.toLowerCase();
  if (raw === undefined) return {};
  if (raw !== "true" && raw !== "false") {
    throw invalidParameter(`Attributes Reason: RawMessageDelivery: Invalid value [${raw}]. Must be true or false.`);
  }
  return { rawMessageDelivery: raw === "true" };
}

export async function unsubscribe(context: SnsContext, arn: string): Promise<void> {
  const { id } = await subscriptionOf(context, arn);
  await context.resources.write([{ kind: "subscription", id, value: undefined }]);
}

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
const isSame = (one: string, other: string): boolean => timingSafeEqual(digest(one), digest(other));

/** Tokens of pages: the ARN after which the next one begins, in a form that nobody reads anything into. */
export const encodeToken = (after: string): string => Buffer.from(after).toString("base64url");
export function decodeToken(token: string | undefined): { readonly after?: string } {
  if (token === undefined || token === "") return {};
  const after = Buffer.from(token, "base64url").toString();
  if (!after.startsWith("arn:")) throw invalidParameter("NextToken");
  return { after };
}
export const pageSize = 100;
