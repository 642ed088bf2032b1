/** ListSubscriptionsByTopic: 100 at a time. */
import { operation } from "../../aws/operation.ts";
import { required, string, structure } from "../../lib/schema.ts";
import type { SnsContext } from "../context.ts";
import { subscriptionsOutput, tellSubscription } from "../subscription-list.ts";
import { decodeToken, encodeToken, pageSize, topicOf } from "../topics.ts";

export const listSubscriptionsByTopic = operation<SnsContext>()({
  name: "ListSubscriptionsByTopic",
  access: "viewer",
  input: structure("ListSubscriptionsByTopicInput", { TopicArn: required(string()), NextToken: string() }),
  output: subscriptionsOutput("ListSubscriptionsByTopicResponse"),
  async handle({ TopicArn, NextToken }, { context }) {
    const topic = await topicOf(context, TopicArn);
    const { after } = decodeToken(NextToken);
    const all = await context.resources.find("subscription", "topic", topic.id);
    const found = all.filter(({ id }) => after === undefined || id > after);
    const page = found.slice(0, pageSize);
    return {
      Subscriptions: page.map(tellSubscription),
      ...(found.length > page.length && { NextToken: encodeToken(page.at(-1)?.id ?? "") }),
    };
  },
});
