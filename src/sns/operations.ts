/** The part of the SNS API that alarms need: its operations, one line each. */
import type { Operation, Service } from "../aws/operation.ts";
import type { SnsContext } from "./context.ts";
import { confirmSubscription } from "./operations/confirm-subscription.ts";
import { createTopic } from "./operations/create-topic.ts";
import { deleteTopic } from "./operations/delete-topic.ts";
import { getSubscriptionAttributes } from "./operations/get-subscription-attributes.ts";
import { getTopicAttributes } from "./operations/get-topic-attributes.ts";
import { listSubscriptions } from "./operations/list-subscriptions.ts";
import { listSubscriptionsByTopic } from "./operations/list-subscriptions-by-topic.ts";
import { listTopics } from "./operations/list-topics.ts";
import { publish } from "./operations/publish.ts";
import { setSubscriptionAttributes } from "./operations/set-subscription-attributes.ts";
import { setTopicAttributes } from "./operations/set-topic-attributes.ts";
import { subscribe } from "./operations/subscribe.ts";
import { unsubscribe } from "./operations/unsubscribe.ts";

export type { SnsContext } from "./context.ts";

export const snsOperations = [
  confirmSubscription,
  createTopic,
  deleteTopic,
  getSubscriptionAttributes,
  getTopicAttributes,
  listSubscriptions,
  listSubscriptionsByTopic,
  listTopics,
  publish,
  setSubscriptionAttributes,
  setTopicAttributes,
  subscribe,
  unsubscribe,
] as readonly Operation<SnsContext>[];

/** The service, under the names and the protocol that SNS's clients use. */
export function createSnsService(context: SnsContext): Service<SnsContext> {
  return {
    signingName: "sns",
    targetPrefix: "AmazonSimpleNotificationService",
    jsonVersion: "1.0",
    queryVersion: "2010-03-31",
    xmlNamespace: "http://sns.amazonaws.com/doc/2010-03-31/",
    operations: new Map(snsOperations.map((one) => [one.name, one])),
    context,
  };
}
