/** SetSubscriptionAttributes: RawMessageDelivery. */
import { operation } from "../../aws/operation.ts";
import { required, string, structure } from "../../lib/schema.ts";
import type { SnsContext } from "../context.ts";
import { checkedSubscriptionAttributes, subscriptionOf } from "../topics.ts";

export const setSubscriptionAttributes = operation<SnsContext>()({
  name: "SetSubscriptionAttributes",
  access: "user",
  input: structure("SetSubscriptionAttributesInput", {
    SubscriptionArn: required(string()),
    AttributeName: required(string()),
    AttributeValue: string(),
  }),
  output: structure("SetSubscriptionAttributesOutput", {}),
  async handle({ SubscriptionArn, AttributeName, AttributeValue = "" }, { context }) {
    const { id, value, version } = await subscriptionOf(context, SubscriptionArn);
    const changed = { ...value, ...checkedSubscriptionAttributes({ [AttributeName]: AttributeValue }) };
    await context.resources.write([{ kind: "subscription", id, value: changed, expect: version }]);
    return {};
  },
});
