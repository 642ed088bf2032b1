/** SetTopicAttributes: DisplayName and SignatureVersion. */
import { operation } from "../../aws/operation.ts";
import { required, string, structure } from "../../lib/schema.ts";
import type { SnsContext } from "../context.ts";
import { topicOf } from "../topics.ts";
import { checkedAttribute } from "./create-topic.ts";

export const setTopicAttributes = operation<SnsContext>()({
  name: "SetTopicAttributes",
  access: "user",
  input: structure("SetTopicAttributesInput", {
    TopicArn: required(string()),
    AttributeName: required(string()),
    AttributeValue: string(),
  }),
  output: structure("SetTopicAttributesOutput", {}),
  async handle({ TopicArn, AttributeName, AttributeValue = "" }, { context }) {
    const { id, value, version } = await topicOf(context, TopicArn);
    await context.resources.write([{ kind: "topic", id, value: checkedAttribute(value, AttributeName, AttributeValue), expect: version }]);
    return {};
  },
});
