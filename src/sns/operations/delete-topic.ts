/** DeleteTopic: deletes a topic with its subscriptions; one that there is not is gone already. */
import { operation } from "../../aws/operation.ts";
import { required, string, structure } from "../../lib/schema.ts";
import type { SnsContext } from "../context.ts";
import { deletion } from "../topics.ts";

export const deleteTopic = operation<SnsContext>()({
  name: "DeleteTopic",
  access: "user",
  input: structure("DeleteTopicInput", { TopicArn: required(string()) }),
  output: structure("DeleteTopicOutput", {}),
  async handle({ TopicArn }, { context }) {
    await context.resources.write(await deletion(context, TopicArn));
    return {};
  },
});
