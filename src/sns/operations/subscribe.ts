/** Subscribe: an HTTP endpoint or a mail address that must confirm before it is told anything. */
import { newUuid } from "../../lib/uuid.ts";
import { timeOrderedIds } from "../../alarms/alarm-book.ts";
import { operation } from "../../aws/operation.ts";
import { boolean, map, required, string, structure } from "../../lib/schema.ts";
import { type Delivery, type Subscription, type SubscriptionProtocol, subscriptionProtocols } from "../../model/topic.ts";
import type { SnsContext } from "../context.ts";
import { invalidParameter } from "../errors.ts";
import { checkedSubscriptionAttributes, topicOf } from "../topics.ts";

const pending = "pending confirmation";

function checkedEndpoint(protocol: SubscriptionProtocol, endpoint: string | undefined, canMail: boolean): string {
  if (endpoint === undefined) throw invalidParameter("Endpoint");
  if (protocol === "email" || protocol === "email-json") {
    if (!/^[^\s@<>,;:"]+@[^\s@<>,;:"]+$/.test(endpoint)) throw invalidParameter("Email address");
    if (!canMail) throw invalidParameter("there is no mail server: start with --smtp and --smtp-from");
    return endpoint;
  }
  if (!endpoint.startsWith(`${protocol}://`)) throw invalidParameter("Endpoint must match the specified protocol");
  if (!URL.canParse(endpoint)) throw invalidParameter("Endpoint");
  return endpoint;
}

export const subscribe = operation<SnsContext>()({
  name: "Subscribe",
  access: "user",
  input: structure("SubscribeInput", {
    TopicArn: required(string()),
    Protocol: required(string()),
    Endpoint: string(),
    Attributes: map(string(), string()),
    ReturnSubscriptionArn: boolean(),
  }),
  output: structure("SubscribeResponse", { SubscriptionArn: required(string()) }),
  async handle({ TopicArn, Protocol, Endpoint, Attributes = {}, ReturnSubscriptionArn }, { context }) {
    const { clock, resources, installation } = context;
    const topic = await topicOf(context, TopicArn);
    const protocol = subscriptionProtocols.find((known) => known === Protocol);
    if (!protocol) throw invalidParameter(`the protocol ${Protocol} is not available; there are ${subscriptionProtocols.join(", ")}`);
    const endpoint = checkedEndpoint(protocol, Endpoint, context.canMail);
    const attributes = checkedSubscriptionAttributes(Attributes);
    const same = (await resources.find("subscription", "topic", topic.id)).find(
      ({ value }) => value.protocol === protocol && value.endpoint === endpoint,
    );
    const id = same?.id ?? `${topic.id}:${newUuid(clock)}`;
    const subscription: Subscription = same?.value ?? {
      topicArn: topic.id,
      protocol,
      endpoint,
      token: Buffer.from(clock.randomBytes(48)).toString("hex"),
      confirmed: false,
      rawMessageDelivery: false,
      ...attributes,
      createdAt: clock.now(),
      ownerId: installation.accountId,
    };
    if (!subscription.confirmed) {
      const delivery: Delivery = {
        at: clock.now(),
        target: topic.id,
        to: { subscription: id },
        notice: { kind: "confirmation" },
        messageId: newUuid(clock),
        failures: 0,
        notBefore: 0,
      };
      await resources.write([
        { kind: "subscription", id, value: subscription },
        { kind: "delivery", id: timeOrderedIds(clock)(delivery.at), value: delivery },
      ]);
      context.onDeliveries();
    }
    return { SubscriptionArn: subscription.confirmed || ReturnSubscriptionArn ? id : pending };
  },
});
