/** PutCompositeAlarm's input by CloudWatch's rules, told in its words. */
import type { AlarmEntries } from "../../alarms/alarm-book.ts";
import { ruleHolds } from "../../alarms/alarm-rule.ts";
import { ruleOf } from "../../alarms/rules-of-book.ts";
import { alarmArn, alarmNameOf, type AlarmStatus, type CompositeAlarm } from "../../model/alarm.ts";
import { SyntaxFault } from "../../query/grammar/tokenizer.ts";
import type { CloudWatchContext } from "../context.ts";
import { validationError } from "../errors.ts";
import { readSettings } from "./read-metric-alarm.ts";
import type { PutCompositeAlarmInput } from "./shapes.ts";

/** Actions that a composite alarm may not have. */
const refusedActions = /^arn:[^:]+:(?:automate|autoscaling|swf):/;

/** The alarm that the input describes. Throws a ValidationError. */
export function readCompositeAlarm(input: PutCompositeAlarmInput, now: number): CompositeAlarm {
  const settings = readSettings(input);
  const refused = Object.values(settings.actions)
    .flat()
    .find((action) => refusedActions.test(action));
  if (refused !== undefined) throw validationError(`Composite alarms do not support the action ${refused}`);
  const suppressor = readSuppressor(input);
  const alarm: CompositeAlarm = {
    type: "composite",
    name: input.AlarmName,
    ...settings,
    configurationUpdatedAt: now,
    rule: input.AlarmRule,
    ...(suppressor && { suppressor }),
  };
  try {
    ruleOf(alarm);
    return alarm;
  } catch (error) {
    if (error instanceof SyntaxFault) throw validationError(error.message);
    throw error;
  }
}

function readSuppressor(input: PutCompositeAlarmInput): CompositeAlarm["suppressor"] {
  const { ActionsSuppressor: alarm, ActionsSuppressorWaitPeriod: waitSeconds, ActionsSuppressorExtensionPeriod: extensionSeconds } = input;
  if (alarm === undefined) {
    if (waitSeconds === undefined && extensionSeconds === undefined) return undefined;
    throw validationError("ActionsSuppressor must be set if ActionsSuppressorWaitPeriod or ActionsSuppressorExtensionPeriod is set");
  }
  if (waitSeconds === undefined || extensionSeconds === undefined) {
    throw validationError("ActionsSuppressorWaitPeriod and ActionsSuppressorExtensionPeriod must be set if ActionsSuppressor is set");
  }
  return { alarm, waitSeconds, extensionSeconds };
}

/** Throws where the rule or the suppressor names alarms that there are not. An alarm may name itself: circles can be saved. */
export function checkChildren(alarm: CompositeAlarm, entries: AlarmEntries): void {
  const missing = ruleOf(alarm).children.filter((name) => name !== alarm.name && !entries.has(name));
  if (missing.length > 0) {
    throw validationError(`Could not save the composite alarm as alarms [${missing.join(", ")}] in the alarm rule do not exist`);
  }
  if (alarm.suppressor && !entries.has(alarmNameOf(alarm.suppressor.alarm))) {
    throw validationError(`Could not save the composite alarm as the actions suppressor ${alarm.suppressor.alarm} does not exist`);
  }
}

/** The state of a composite alarm that has just been made: evaluated at once. */
export function firstStatus({ installation }: CloudWatchContext, alarm: CompositeAlarm, entries: AlarmEntries, now: number): AlarmStatus {
  const state = ruleHolds(ruleOf(alarm).node, (name) => entries.get(name)?.status.state) ? "ALARM" : "OK";
  return {
    state,
    reason: `${alarmArn(installation, alarm.name)} was created and its alarm rule evaluates to ${state}`,
    reasonData: JSON.stringify({ triggeringAlarms: [] }),
    updatedAt: now,
    transitionedAt: now,
  };
}
