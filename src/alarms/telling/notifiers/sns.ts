/** The signed envelope of SNS, posted to an HTTP endpoint. */
import type { Channel } from "../channel.ts";
import type { Notifier } from "../notifier.ts";
import { notification } from "../sns-envelope.ts";
import type { Telling } from "../telling.ts";

export const sns: Notifier<Extract<Channel, { type: "sns" }>> = {
  async send({ url, headers }, telling, { post, signer, address }) {
    const envelope = notification(signer, {
      messageId: telling.messageId,
      topicArn: telling.target,
      message: telling.message,
      notice: telling.notice,
      at: telling.at,
      signatureVersion: "1",
      address,
      ...(telling.subject !== undefined && { subject: telling.subject }),
    });
    await post({
      url,
      headers: { ...snsHeaders("Notification", telling), ...headers },
      body: JSON.stringify(envelope, null, 2),
      trusted: true,
    });
  },
};

/** The headers by which receivers tell messages apart before they read them. */
export const snsHeaders = (type: string, { messageId, target, subscriptionArn }: Telling): Record<string, string> => ({
  "content-type": "text/plain; charset=UTF-8",
  "user-agent": "Amazon Simple Notification Service Agent",
  "x-amz-sns-message-type": type,
  "x-amz-sns-message-id": messageId,
  "x-amz-sns-topic-arn": target,
  ...(subscriptionArn !== undefined && { "x-amz-sns-subscription-arn": subscriptionArn }),
});
