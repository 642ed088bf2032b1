/** GetSubscriptionAttributes. */
import { operation } from "../../aws/operation.ts";
import { map, required, string, structure } from "../../lib/schema.ts";
import type { SnsContext } from "../context.ts";
import { subscriptionOf } from "../topics.ts";

export const getSubscriptionAttributes = operation<SnsContext>()({
  name: "GetSubscriptionAttributes",
  access: "viewer",
  input: structure("GetSubscriptionAttributesInput", { SubscriptionArn: required(string()) }),
  output: structure("GetSubscriptionAttributesResponse", { Attributes: required(map(string(), string())) }),
  async handle({ SubscriptionArn }, { context }) {
    const { id, value } = await subscriptionOf(context, SubscriptionArn);
    return {
      Attributes: {
        SubscriptionArn: id,
        TopicArn: value.topicArn,
        Owner: value.ownerId,
        Protocol: value.protocol,
        Endpoint: value.endpoint,
        PendingConfirmation: String(!value.confirmed),
        RawMessageDelivery: String(value.rawMessageDelivery),
        // The link in messages ends a subscription without a signature.
        ConfirmationWasAuthenticated: "false",
      },
    };
  },
});
