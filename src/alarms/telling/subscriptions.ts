/** Telling the subscriptions of a topic: the envelope of SNS over HTTP, mails, and the request to confirm. */
import type { Subscription, Topic } from "../../model/topic.ts";
import type { NotifierTools } from "./notifier.ts";
import { snsHeaders } from "./notifiers/sns.ts";
import { confirmationUrl, notification, subscriptionConfirmation } from "./sns-envelope.ts";
import type { Telling } from "./telling.ts";

export async function tellSubscription(
  subscription: Subscription,
  topic: Pick<Topic, "displayName" | "signatureVersion">,
  telling: Telling,
  tools: NotifierTools,
): Promise<void> {
  if (subscription.protocol === "email" || subscription.protocol === "email-json") return mailTo(subscription, topic, telling, tools);
  const isConfirmation = telling.notice.kind === "confirmation";
  const envelope = envelopeOf(subscription, topic, telling, tools);
  const raw = subscription.rawMessageDelivery && !isConfirmation;
  await tools.post({
    url: subscription.endpoint,
    headers: {
      ...snsHeaders(isConfirmation ? "SubscriptionConfirmation" : "Notification", telling),
      ...(raw && { "x-amz-sns-rawdelivery": "true" }),
    },
    body: raw ? telling.message : JSON.stringify(envelope, null, 2),
    trusted: telling.trusted,
  });
}

function envelopeOf(
  { token }: Subscription,
  { signatureVersion }: Pick<Topic, "signatureVersion">,
  { messageId, target, message, at, subject, subscriptionArn, notice }: Telling,
  { signer, address }: NotifierTools,
): Readonly<Record<string, unknown>> {
  const common = { messageId, topicArn: target, at, signatureVersion, address };
  if (notice.kind === "confirmation") return subscriptionConfirmation(signer, { ...common, token });
  return notification(signer, {
    ...common,
    message,
    notice,
    ...(subject !== undefined && { subject }),
    ...(subscriptionArn !== undefined && { subscriptionArn }),
  });
}

async function mailTo(
  subscription: Subscription,
  topic: Pick<Topic, "displayName" | "signatureVersion">,
  telling: Telling,
  tools: NotifierTools,
): Promise<void> {
  const { target, messageId, notice } = telling;
  const to = [subscription.endpoint];
  if (notice.kind === "confirmation") {
    const link = confirmationUrl(tools.address, target, subscription.token);
    const text = `You have chosen to subscribe to the topic ${target}.\n\nTo confirm, open this link: ${link}\n\nIf you did not ask for it, do nothing.\n`;
    return tools.mail({ to, subject: "Confirm your subscription", text, messageId });
  }
  const subject = telling.subject ?? topic.displayName ?? "Notification";
  const text = subscription.protocol === "email" ? telling.text : JSON.stringify(envelopeOf(subscription, topic, telling, tools), null, 2);
  await tools.mail({ to, subject, text, messageId });
}
