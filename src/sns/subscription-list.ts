/** Subscriptions as lists tell them: without an ARN as long as they wait for their confirmation. */
import { list, required, string, structure } from "../lib/schema.ts";
import type { Subscription } from "../model/topic.ts";
import type { Stored } from "../store/resource-store.ts";

export const subscriptionsOutput = (name: string) =>
  structure(name, {
    Subscriptions: required(
      list(
        structure("Subscription", {
          SubscriptionArn: string(),
          Owner: string(),
          Protocol: string(),
          Endpoint: string(),
          TopicArn: string(),
        }),
      ),
    ),
    NextToken: string(),
  });

export const tellSubscription = ({ id, value }: Stored<Subscription>) => ({
  SubscriptionArn: value.confirmed ? id : "PendingConfirmation",
  Owner: value.ownerId,
  Protocol: value.protocol,
  Endpoint: value.endpoint,
  TopicArn: value.topicArn,
});
