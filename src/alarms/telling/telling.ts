/** What is told, in all the forms that notifiers choose from. */
import type { Notice } from "../../model/topic.ts";
import type { Findings } from "./findings.ts";

export interface Telling {
  /** The same in every attempt. */
  readonly messageId: string;
  /** The ARN that was told. */
  readonly target: string;
  /** Epoch ms of the event. */
  readonly at: number;
  readonly subject?: string;
  /** As SNS carries it: JSON for alarms, the publisher's own text otherwise. */
  readonly message: string;
  /** For people. */
  readonly text: string;
  readonly notice: Notice;
  /** What was found out about an alarm. */
  readonly findings?: Findings;
  /** Of the subscription it goes to, where there is one. */
  readonly subscriptionArn?: string;
  /** Whether the operator named the receiver, or whoever may subscribe. */
  readonly trusted: boolean;
}
