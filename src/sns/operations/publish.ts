/** Publish: a message to everyone who has subscribed to a topic, or to whom the operator's channels lead. */
import { messageDelivery } from "../../alarms/telling/teller.ts";
import { timeOrderedIds } from "../../alarms/alarm-book.ts";
import { operation } from "../../aws/operation.ts";
import { blob, map, required, string, structure } from "../../lib/schema.ts";
import type { SnsContext } from "../context.ts";
import { invalidParameter } from "../errors.ts";
import { messageAttributes } from "../message-attributes.ts";
import { topicOf } from "../topics.ts";

const longestMessageBytes = 262_144;

export const publish = operation<SnsContext>()({
  name: "Publish",
  access: "user",
  input: structure("PublishInput", {
    TopicArn: string(),
    TargetArn: string(),
    PhoneNumber: string(),
    Message: required(string()),
    Subject: string(),
    MessageStructure: string(),
    MessageAttributes: map(
      string(),
      structure("MessageAttributeValue", { DataType: required(string()), StringValue: string(), BinaryValue: blob() }),
    ),
  }),
  output: structure("PublishResponse", { MessageId: required(string()) }),
  async handle({ TopicArn, TargetArn, PhoneNumber, Message, Subject, MessageStructure, MessageAttributes = {} }, { context }) {
    const arn = TopicArn ?? TargetArn;
    if (PhoneNumber !== undefined || MessageStructure !== undefined) {
      throw invalidParameter("PhoneNumber and MessageStructure are not available in this service");
    }
    if (arn === undefined) throw invalidParameter("TopicArn or TargetArn Reason: no value for required parameter");
    if (Message === "") throw invalidParameter("Empty message");
    // oxlint-disable-next-line no-control-regex -- SNS's own rule is about them
    if (Subject !== undefined && (Subject.length > 100 || Subject === "" || /[\x00-\x1f\x7f]/.test(Subject)))
      throw invalidParameter("Subject");
    const attributes = messageAttributes(MessageAttributes);
    const size = Object.entries(attributes).reduce((sum, [name, { type, value }]) => sum + Buffer.byteLength(name + type + value), 0);
    if (Buffer.byteLength(Message) + size > longestMessageBytes) throw invalidParameter("Message too long");
    const target = context.channels.has(arn) ? arn : (await topicOf(context, arn)).id;
    const delivery = messageDelivery(context.clock, {
      target,
      message: Message,
      ...(Subject !== undefined && { subject: Subject }),
      ...(Object.keys(attributes).length > 0 && { attributes }),
    });
    await context.resources.write([{ kind: "delivery", id: timeOrderedIds(context.clock)(delivery.at), value: delivery }]);
    context.onDeliveries();
    return { MessageId: delivery.messageId };
  },
});
