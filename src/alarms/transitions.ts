/**
 * From new states to everything that follows from them: composite alarms, history, and what is to be told. Pure: decides on a
 * book's entries and gives one change of the book, so that state, history and deliveries are written together.
 */
import {
  type Alarm,
  alarmArn,
  alarmNameOf,
  type AlarmHistoryItem,
  type AlarmState,
  type AlarmStatus,
  type CompositeAlarm,
} from "../model/alarm.ts";
import type { Delivery } from "../model/topic.ts";
import type { AlarmEntries, AlarmEntry, BookChange } from "./alarm-book.ts";
import { ruleHolds } from "./alarm-rule.ts";
import { stateItem } from "./history.ts";
import { type Dependents, dependentsOf, isInCircle, ruleOf } from "./rules-of-book.ts";
import { onSuppressorChange, onTime, onTransition, type SuppressionStep } from "./suppression.ts";

export interface TransitionContext {
  /** Epoch ms. */
  readonly now: number;
  readonly installation: { readonly region: string; readonly accountId: string };
  /** A UUID for each message. */
  readonly newMessageId: () => string;
}

/** What follows from these new states. A status whose state is the old one changes nothing but itself. */
export function transitionsOf(entries: AlarmEntries, changed: ReadonlyMap<string, AlarmStatus>, context: TransitionContext): BookChange {
  const settling = new Settling(entries, context);
  for (const [name, status] of changed) settling.enter(name, status);
  return settling.change;
}

/** What follows for composite alarms from alarms that were put or deleted: `names` of these. `entries` are those after the change. */
export function settleAround(entries: AlarmEntries, names: readonly string[], context: TransitionContext): BookChange {
  const settling = new Settling(entries, context);
  for (const name of names) settling.settleParents(name);
  return settling.change;
}

/** Periods of suppression that have ended by now. */
export function endedSuppressions(entries: AlarmEntries, context: TransitionContext): BookChange {
  const settling = new Settling(entries, context);
  for (const { alarm, status } of entries.values()) {
    const step = alarm.type === "composite" ? onTime(status, context.now) : undefined;
    if (step) settling.takeStep(alarm as CompositeAlarm, step);
  }
  return settling.change;
}

/** `Friday 22 July, 2022 15:57:45 UTC`. */
export function longTime(at: number): string {
  const date = new Date(at);
  const part = (options: Intl.DateTimeFormatOptions): string => date.toLocaleString("en-US", { timeZone: "UTC", ...options });
  const time = date.toISOString().slice(11, 19);
  return `${part({ weekday: "long" })} ${part({ day: "2-digit" })} ${part({ month: "long" })}, ${date.getUTCFullYear()} ${time} UTC`;
}

class Settling {
  readonly #entries: AlarmEntries;
  readonly #context: TransitionContext;
  readonly #statuses = new Map<string, AlarmStatus>();
  readonly #history: AlarmHistoryItem[] = [];
  readonly #deliveries: Delivery[] = [];
  #known: Dependents | undefined;

  constructor(entries: AlarmEntries, context: TransitionContext) {
    this.#entries = entries;
    this.#context = context;
  }

  get change(): BookChange {
    return { statuses: this.#statuses, history: this.#history, deliveries: this.#deliveries };
  }

  /** A new status; where its state is new, all that follows. */
  enter(name: string, status: AlarmStatus): void {
    const entry = this.#entries.get(name);
    const before = this.#statusOf(name);
    if (!entry || !before) return;
    this.#statuses.set(name, status);
    if (status.state === before.state) return;
    const { alarm } = entry;
    this.#history.push(stateItem(alarm, before, status));
    this.#act(alarm, before.state, status);
    this.settleParents(name);
    for (const suppressed of this.#dependents.suppressed.get(name) ?? []) this.#suppressorChanged(suppressed, status.state);
  }

  /** Evaluates the composite alarms whose rules name an alarm. */
  settleParents(name: string): void {
    for (const parent of this.#dependents.parents.get(name) ?? []) this.#evaluate(parent, name);
  }

  /** What a step of suppression says: keep its outcome, run the actions it lets go. */
  takeStep(alarm: CompositeAlarm, { suppression, run }: SuppressionStep): void {
    const status = this.#statusOf(alarm.name) as AlarmStatus;
    const { suppression: _over, ...rest } = status;
    this.#statuses.set(alarm.name, suppression ? { ...rest, suppression } : rest);
    if (run) this.#tell(alarm, run.before, rest);
  }

  #evaluate(parent: string, child: string): void {
    const { alarm } = this.#entries.get(parent) as AlarmEntry;
    const before = this.#statusOf(parent) as AlarmStatus;
    if (alarm.type !== "composite" || isInCircle(parent, this.#entries)) return;
    const state: AlarmState = ruleHolds(ruleOf(alarm).node, (name) => this.#statusOf(name)?.state) ? "ALARM" : "OK";
    if (state === before.state) return;
    const { now, installation } = this.#context;
    const childStatus = this.#statusOf(child);
    const arn = alarmArn(installation, child);
    this.enter(parent, {
      state,
      reason: childStatus ? `${arn} transitioned to ${childStatus.state} at ${longTime(childStatus.transitionedAt)}` : `${arn} was deleted`,
      reasonData: JSON.stringify({
        triggeringAlarms: childStatus
          ? [{ arn, state: { value: childStatus.state, timestamp: new Date(childStatus.transitionedAt).toISOString() } }]
          : [],
      }),
      updatedAt: now,
      transitionedAt: now,
      ...(before.suppression && { suppression: before.suppression }),
    });
  }

  #suppressorChanged(name: string, suppressorState: AlarmState): void {
    const { alarm } = this.#entries.get(name) as AlarmEntry;
    if (alarm.type !== "composite" || !alarm.suppressor) return;
    const current = this.#statusOf(name)?.suppression;
    this.takeStep(alarm, onSuppressorChange(alarm.suppressor, current, { suppressorState, now: this.#context.now }));
  }

  #act(alarm: Alarm, before: AlarmState, status: AlarmStatus): void {
    if (alarm.type !== "composite" || !alarm.suppressor) return this.#tell(alarm, before, status);
    const suppressorState = this.#statusOf(alarmNameOf(alarm.suppressor.alarm))?.state;
    const now = this.#context.now;
    this.takeStep(alarm, onTransition(alarm.suppressor, status.suppression, { before, state: status.state, suppressorState, now }));
  }

  #tell(alarm: Alarm, before: AlarmState, status: AlarmStatus): void {
    if (!alarm.actionsEnabled) return;
    for (const target of alarm.actions[status.state]) {
      this.#deliveries.push({
        at: this.#context.now,
        target,
        notice: { kind: "alarm", alarm, status, before },
        messageId: this.#context.newMessageId(),
        failures: 0,
        notBefore: 0,
      });
    }
  }

  #statusOf(name: string): AlarmStatus | undefined {
    return this.#statuses.get(name) ?? this.#entries.get(name)?.status;
  }

  get #dependents(): Dependents {
    this.#known ??= dependentsOf(this.#entries);
    return this.#known;
  }
}
