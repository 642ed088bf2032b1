/** GetTopicAttributes. */
import { operation } from "../../aws/operation.ts";
import { map, required, string, structure } from "../../lib/schema.ts";
import type { SnsContext } from "../context.ts";
import { topicOf } from "../topics.ts";

export const getTopicAttributes = operation<SnsContext>()({
  name: "GetTopicAttributes",
  access: "viewer",
  input: structure("GetTopicAttributesInput", { TopicArn: required(string()) }),
  output: structure("GetTopicAttributesResponse", { Attributes: required(map(string(), string())) }),
  async handle({ TopicArn }, { context }) {
    const { id, value } = await topicOf(context, TopicArn);
    const subscriptions = await context.resources.find("subscription", "topic", id);
    const confirmed = subscriptions.filter((found) => found.value.confirmed).length;
    return {
      Attributes: {
        TopicArn: id,
        Owner: context.installation.accountId,
        DisplayName: value.displayName ?? "",
        SignatureVersion: value.signatureVersion,
        SubscriptionsConfirmed: String(confirmed),
        SubscriptionsPending: String(subscriptions.length - confirmed),
        SubscriptionsDeleted: "0",
      },
    };
  },
});
