/** ListSubscriptions: of all topics, 100 at a time. */
import { operation } from "../../aws/operation.ts";
import { string, structure } from "../../lib/schema.ts";
import type { SnsContext } from "../context.ts";
import { subscriptionsOutput, tellSubscription } from "../subscription-list.ts";
import { decodeToken, encodeToken, pageSize } from "../topics.ts";

export const listSubscriptions = operation<SnsContext>()({
  name: "ListSubscriptions",
  access: "viewer",
  input: structure("ListSubscriptionsInput", { NextToken: string() }),
  output: subscriptionsOutput("ListSubscriptionsResponse"),
  async handle({ NextToken }, { context }) {
    const found = await context.resources.list("subscription", { ...decodeToken(NextToken), limit: pageSize + 1 });
    const page = found.slice(0, pageSize);
    return {
      Subscriptions: page.map(tellSubscription),
      ...(found.length > page.length && { NextToken: encodeToken(page.at(-1)?.id ?? "") }),
    };
  },
});
