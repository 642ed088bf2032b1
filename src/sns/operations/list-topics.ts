/** ListTopics: ARNs, 100 at a time. */
import { operation } from "../../aws/operation.ts";
import { list, required, string, structure } from "../../lib/schema.ts";
import type { SnsContext } from "../context.ts";
import { decodeToken, encodeToken, pageSize } from "../topics.ts";

export const listTopics = operation<SnsContext>()({
  name: "ListTopics",
  access: "viewer",
  input: structure("ListTopicsInput", { NextToken: string() }),
  output: structure("ListTopicsResponse", {
    Topics: required(list(structure("Topic", { TopicArn: required(string()) }))),
    NextToken: string(),
  }),
  async handle({ NextToken }, { context }) {
    const found = await context.resources.list("topic", { ...decodeToken(NextToken), limit: pageSize + 1 });
    const page = found.slice(0, pageSize);
    return {
      Topics: page.map(({ id }) => ({ TopicArn: id })),
      ...(found.length > page.length && { NextToken: encodeToken(page.at(-1)?.id ?? "") }),
    };
  },
});
