/** Unsubscribe. */
import { operation } from "../../aws/operation.ts";
import { required, string, structure } from "../../lib/schema.ts";
import type { SnsContext } from "../context.ts";
import { unsubscribe as endSubscription } from "../topics.ts";

export const unsubscribe = operation<SnsContext>()({
  name: "Unsubscribe",
  access: "user",
  input: structure("UnsubscribeInput", { SubscriptionArn: required(string()) }),
  output: structure("UnsubscribeOutput", {}),
  async handle({ SubscriptionArn }, { context }) {
    await endSubscription(context, SubscriptionArn);
    return {};
  },
});
