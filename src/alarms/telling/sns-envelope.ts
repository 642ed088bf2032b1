/** The envelopes that SNS posts to HTTP endpoints, and the text over which each is signed. */
import type { MessageAttribute, Notice } from "../../model/topic.ts";
import type { Signer } from "./signing.ts";

interface Common {
  readonly messageId: string;
  readonly topicArn: string;
  readonly message: string;
  /** Epoch ms. */
  readonly at: number;
  readonly signatureVersion: "1" | "2";
  /** Of this installation, without a slash at the end. */
  readonly address: string;
}

/** @param subscriptionArn absent for a target that the operator named */
export function notification(
  signer: Signer,
  {
    messageId,
    topicArn,
    message,
    at,
    signatureVersion,
    address,
    subject,
    subscriptionArn,
    notice,
  }: Common & { subject?: string; subscriptionArn?: string; notice: Notice },
): Readonly<Record<string, unknown>> {
  const signed = {
    Message: message,
    MessageId: messageId,
    ...(subject !== undefined && { Subject: subject }),
    Timestamp: new Date(at).toISOString(),
    TopicArn: topicArn,
    Type: "Notification",
  };
  return {
    ...signed,
    ...signature(signer, signed, signatureVersion, address),
    ...(subscriptionArn !== undefined && {
      UnsubscribeURL: `${address}/?Action=Unsubscribe&SubscriptionArn=${encodeURIComponent(subscriptionArn)}`,
    }),
    // Not signed, as in SNS.
    ...(notice.kind === "message" && notice.attributes && { MessageAttributes: attributesOf(notice.attributes) }),
  };
}

const attributesOf = (attributes: Readonly<Record<string, MessageAttribute>>) =>
  Object.fromEntries(Object.entries(attributes).map(([name, { type, value }]) => [name, { Type: type, Value: value }]));

export function subscriptionConfirmation(
  signer: Signer,
  { messageId, topicArn, at, signatureVersion, address, token }: Omit<Common, "message"> & { token: string },
): Readonly<Record<string, string>> {
  const signed = {
    Message: `You have chosen to subscribe to the topic ${topicArn}.\nTo confirm the subscription, visit the SubscribeURL included in this message.`,
    MessageId: messageId,
    SubscribeURL: confirmationUrl(address, topicArn, token),
    Timestamp: new Date(at).toISOString(),
    Token: token,
    TopicArn: topicArn,
    Type: "SubscriptionConfirmation",
  };
  return { ...signed, ...signature(signer, signed, signatureVersion, address) };
}

export const confirmationUrl = (address: string, topicArn: string, token: string): string =>
  `${address}/?Action=ConfirmSubscription&TopicArn=${encodeURIComponent(topicArn)}&Token=${encodeURIComponent(token)}`;

/** Names and values of the signed members, each on a line, by name. */
export const textToSign = (signed: Readonly<Record<string, string>>): string =>
  Object.keys(signed)
    .sort()
    .map((name) => `${name}\n${signed[name] as string}\n`)
    .join("");

const signature = (signer: Signer, signed: Readonly<Record<string, string>>, version: "1" | "2", address: string) => ({
  SignatureVersion: version,
  Signature: signer.sign(textToSign(signed), version),
  SigningCertURL: address + signer.certificatePath,
});
