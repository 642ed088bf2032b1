/** Publish: a message to everyone who has subscribed to a topic, or to whom the operator's channels lead. */
import { messageDelivery } from "../../alarms/telling/teller.ts";
import { timeOrderedIds } from "../../alarms/alarm-book.ts";
import { operation } from "../../aws/operation.ts";
import { required, string, structure } from "../../lib/schema.ts";
import type { SnsContext } from "../context.ts";
import { invalidParameter } from "../errors.ts";
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
  }),
  output: structure("PublishResponse", { MessageId: required(string()) }),
  async handle({ TopicArn, TargetArn, PhoneNumber, Message, Subject, MessageStructure }, { context }) {
    const arn = TopicArn ?? TargetArn;
    if (PhoneNumber !== undefined || MessageStructure !== undefined) {
      throw invalidParameter("PhoneNumber and MessageStructure are not available in this service");
    }
    if (arn === undefined) throw invalidParameter("TopicArn or TargetArn Reason: no value for required parameter");
    if (Message === "") throw invalidParameter("Empty message");
    if (Buffer.byteLength(Message) > longestMessageBytes) throw invalidParameter("Message too long");
    // oxlint-disable-next-line no-control-regex -- SNS's own rule is about them
    if (Subject !== undefined && (Subject.length > 100 || Subject === "" || /[\x00-\x1f\x7f]/.test(Subject)))
      throw invalidParameter("Subject");
    const target = context.channels.has(arn) ? arn : (await topicOf(context, arn)).id;
    const delivery = messageDelivery(context.clock, {
      target,
      message: Message,
      ...(Subject !== undefined && { subject: Subject }),
    });
    await context.resources.write([{ kind: "delivery", id: timeOrderedIds(context.clock)(delivery.at), value: delivery }]);
    context.onDeliveries();
    return { MessageId: delivery.messageId };
  },
});
