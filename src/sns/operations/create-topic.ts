/** CreateTopic: makes a topic, or finds the one of that name again. */
import { operation } from "../../aws/operation.ts";
import { type Infer, list, map, required, string, structure } from "../../lib/schema.ts";
import type { Topic } from "../../model/topic.ts";
import type { SnsContext } from "../context.ts";
import { invalidParameter } from "../errors.ts";
import { topicArn } from "../topics.ts";

const input = structure("CreateTopicInput", {
  Name: required(string()),
  Attributes: map(string(), string()),
  Tags: list(structure("Tag", { Key: string(), Value: string() })),
  DataProtectionPolicy: string(),
});

/** Attributes that have a meaning here; others are refused by name. */
export function checkedAttribute(topic: Topic, name: string, value: string): Topic {
  if (name === "DisplayName") {
    if (value.length > 100) throw invalidParameter("DisplayName");
    return { ...topic, displayName: value };
  }
  if (name === "SignatureVersion") {
    if (value !== "1" && value !== "2") throw invalidParameter("SignatureVersion");
    return { ...topic, signatureVersion: value };
  }
  throw invalidParameter(`the attribute ${name} is not available in this service`);
}

function topicOf({ Name, Attributes = {}, Tags, DataProtectionPolicy }: Infer<typeof input>, createdAt: number): Topic {
  if (!/^[A-Za-z0-9_-]{1,256}$/.test(Name)) throw invalidParameter("Topic Name");
  if (DataProtectionPolicy !== undefined || (Tags && Tags.length > 0)) {
    throw invalidParameter("tags and data protection policies of topics are not available in this service");
  }
  const topic: Topic = { name: Name, signatureVersion: "1", createdAt };
  return Object.entries(Attributes).reduce((made, [name, value]) => checkedAttribute(made, name, value), topic);
}

export const createTopic = operation<SnsContext>()({
  name: "CreateTopic",
  access: "user",
  input,
  output: structure("CreateTopicResponse", { TopicArn: required(string()) }),
  async handle(request, { context }) {
    const topic = topicOf(request, context.clock.now());
    const arn = topicArn(context, topic.name);
    if (!(await context.resources.read("topic", arn))) await context.resources.write([{ kind: "topic", id: arn, value: topic }]);
    return { TopicArn: arn };
  },
});
