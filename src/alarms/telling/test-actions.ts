/**
 * A test of an alarm's actions: each receiver is told at once, in the form in which it will be told of the alarm, and what came of
 * it is said. Nothing is queued, tried again or written; the alarm's state stays as it is.
 */
import type { Clock } from "../../lib/clock.ts";
import { newUuid } from "../../lib/uuid.ts";
import type { Alarm, AlarmState } from "../../model/alarm.ts";
import type { Delivery } from "../../model/topic.ts";
import { receiverWords } from "./receiver-words.ts";
import { type ReceiverParts, receiversOf, tell } from "./receivers.ts";

export interface TestedAction {
  /** ARN of the action. */
  readonly action: string;
  /** Which the message says that the alarm has entered. */
  readonly state: AlarmState;
  /** Kind and host of the receiver: addresses may hold secrets. Absent where the action leads to none. */
  readonly channel?: string;
  readonly outcome: "delivered" | "failed" | "unconfirmed" | "nowhere";
  /** For people: what happened, and where it went wrong why. */
  readonly message: string;
}

/** In the order in which an action that stands in several lists is tried: once. */
const order: readonly AlarmState[] = ["ALARM", "OK", "INSUFFICIENT_DATA"];
const otherState = (state: AlarmState): AlarmState => (state === "ALARM" ? "OK" : "ALARM");

const reason = "This is a test of the alarm's actions: its state has not changed.";

/** Tells all actions of an alarm, whether they are enabled or not. */
export async function testActions(parts: ReceiverParts, clock: Clock, alarm: Alarm): Promise<readonly TestedAction[]> {
  const stateOf = new Map<string, AlarmState>();
  for (const state of order) for (const action of alarm.actions[state]) if (!stateOf.has(action)) stateOf.set(action, state);
  const tested = await Promise.all([...stateOf].map(([action, state]) => testAction(parts, clock, { alarm, action, state })));
  return tested.flat();
}

interface Subject {
  readonly alarm: Alarm;
  readonly action: string;
  readonly state: AlarmState;
}

async function testAction(parts: ReceiverParts, clock: Clock, { alarm, action, state }: Subject): Promise<TestedAction[]> {
  const { isKnown, receivers, unconfirmed } = await receiversOf(parts, action);
  if (!isKnown) return [{ action, state, outcome: "nowhere", message: `${action} is no topic and leads to no channel` }];
  const at = clock.now();
  const status = { state, reason, updatedAt: at, transitionedAt: at };
  const told = receivers.map(async (to): Promise<TestedAction> => {
    const delivery: Delivery = {
      at,
      target: action,
      to,
      notice: { kind: "alarm", alarm, status, before: otherState(state), isTest: true },
      messageId: newUuid(clock),
      failures: 0,
      notBefore: 0,
    };
    const channel = await receiverWords(parts.resources, parts.channels.get(action) ?? [], to);
    const fault = await tell(parts, delivery);
    return fault === undefined
      ? { action, state, channel, outcome: "delivered", message: `${channel} took the message` }
      : { action, state, channel, outcome: "failed", message: fault };
  });
  const waiting = unconfirmed.map(async (subscription): Promise<TestedAction> => {
    const channel = await receiverWords(parts.resources, [], { subscription });
    const message = `${channel} has not confirmed its subscription: it is told nothing until it does`;
    return { action, state, channel, outcome: "unconfirmed", message };
  });
  const all = await Promise.all([...told, ...waiting]);
  if (all.length === 0) return [{ action, state, outcome: "nowhere", message: `${action} has no subscriptions and no channels` }];
  return all;
}
