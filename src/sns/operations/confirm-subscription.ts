/** ConfirmSubscription: whoever holds the token may; the link in the message does the same. */
import { operation } from "../../aws/operation.ts";
import { required, string, structure } from "../../lib/schema.ts";
import type { SnsContext } from "../context.ts";
import { confirm } from "../topics.ts";

export const confirmSubscription = operation<SnsContext>()({
  name: "ConfirmSubscription",
  access: "viewer",
  input: structure("ConfirmSubscriptionInput", {
    TopicArn: required(string()),
    Token: required(string()),
    AuthenticateOnUnsubscribe: string(),
  }),
  output: structure("ConfirmSubscriptionResponse", { SubscriptionArn: required(string()) }),
  async handle({ TopicArn, Token }, { context }) {
    return { SubscriptionArn: await confirm(context, TopicArn, Token) };
  },
});
