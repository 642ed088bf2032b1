/** Topics, who is subscribed to them, and what waits to be told: the telling side of alarms, as it is kept. */
import type { Alarm, AlarmState, AlarmStatus } from "./alarm.ts";

/** A topic, known by its ARN. */
export interface Topic {
  readonly name: string;
  readonly displayName?: string;
  /** SNS's own: "1" signs with SHA-1, "2" with SHA-256. */
  readonly signatureVersion: "1" | "2";
  /** Epoch ms. */
  readonly createdAt: number;
}

export const subscriptionProtocols = ["http", "https", "email", "email-json"] as const;
export type SubscriptionProtocol = (typeof subscriptionProtocols)[number];

/** A subscription, known by its ARN. */
export interface Subscription {
  readonly topicArn: string;
  readonly protocol: SubscriptionProtocol;
  /** A URL or an address. */
  readonly endpoint: string;
  /** Whoever holds it may confirm. Sealed at rest. */
  readonly token: string;
  readonly confirmed: boolean;
  /** Whether messages go out bare, without the envelope. */
  readonly rawMessageDelivery: boolean;
  /** Epoch ms. */
  readonly createdAt: number;
  readonly ownerId: string;
}

/** An attribute that a publisher gives a message: its data type, and its value as text; binary values in Base64. */
export interface MessageAttribute {
  /** "String", "String.Array", "Number", "Binary", or one of these with a dot and a name of one's own. */
  readonly type: string;
  readonly value: string;
}

/** What is told. */
export type Notice =
  | {
      readonly kind: "alarm";
      /** As it was when it changed its state. */
      readonly alarm: Alarm;
      readonly status: AlarmStatus;
      readonly before: AlarmState;
      /** Present where it only tries whether the receiver is reached. */
      readonly isTest?: true;
    }
  | {
      readonly kind: "message";
      readonly subject?: string;
      readonly message: string;
      /** By name. */
      readonly attributes?: Readonly<Record<string, MessageAttribute>>;
    }
  | { readonly kind: "confirmation" };

/** One telling that waits for its turn, known by its time in 15 digits and a random end, with a space between. */
export interface Delivery {
  /** Epoch ms of the event. */
  readonly at: number;
  /** The ARN that the alarm's action or the publisher named. */
  readonly target: string;
  /**
   * Where it goes: a subscription's ARN, or the place in the target's list of channels. Absent: the target has not been resolved
   * yet, which makes a delivery of each of its subscriptions and channels.
   */
  readonly to?: { readonly subscription: string } | { readonly channel: number };
  readonly notice: Notice;
  /** Shown to receivers; the same in every attempt, so that they can tell a repeated message. */
  readonly messageId: string;
  /** Attempts that failed. */
  readonly failures: number;
  /** Epoch ms before which it is not tried (again). */
  readonly notBefore: number;
}

/** A key that messages are signed with, and the certificate that receivers check them by; both PEM. */
export interface SigningKey {
  /** Sealed at rest. */
  readonly privateKey: string;
  readonly certificate: string;
}
