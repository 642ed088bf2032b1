/** The composite alarms of a book by what they look at, with their rules read once. */
import type { CompositeAlarm } from "../model/alarm.ts";
import { alarmNameOf } from "../model/alarm.ts";
import type { AlarmEntries } from "./alarm-book.ts";
import { type ParsedRule, parseAlarmRule } from "./alarm-rule.ts";

const read = new WeakMap<CompositeAlarm, ParsedRule>();

/** The rule of an alarm that was checked when it was put. */
export function ruleOf(alarm: CompositeAlarm): ParsedRule {
  const known = read.get(alarm);
  if (known) return known;
  const parsed = parseAlarmRule(alarm.rule);
  read.set(alarm, parsed);
  return parsed;
}

/** Names of the composite alarms by the name of what they look at. */
export interface Dependents {
  /** Whose rules name it. */
  readonly parents: ReadonlyMap<string, readonly string[]>;
  /** Whose actions it holds back. */
  readonly suppressed: ReadonlyMap<string, readonly string[]>;
}

export function dependentsOf(entries: AlarmEntries): Dependents {
  const parents = new Map<string, string[]>();
  const suppressed = new Map<string, string[]>();
  const enter = (map: Map<string, string[]>, key: string, name: string): void => {
    const names = map.get(key);
    if (names) names.push(name);
    else map.set(key, [name]);
  };
  for (const { alarm } of entries.values()) {
    if (alarm.type !== "composite") continue;
    for (const child of ruleOf(alarm).children) enter(parents, child, alarm.name);
    if (alarm.suppressor) enter(suppressed, alarmNameOf(alarm.suppressor.alarm), alarm.name);
  }
  return { parents, suppressed };
}

/** Whether an alarm's rule leads back to it over other rules: such alarms are not evaluated. */
export function isInCircle(name: string, entries: AlarmEntries): boolean {
  const visited = new Set<string>();
  const leadsBack = (from: string): boolean => {
    const alarm = entries.get(from)?.alarm;
    if (alarm?.type !== "composite") return false;
    return ruleOf(alarm).children.some((child) => {
      if (child === name) return true;
      if (visited.has(child)) return false;
      visited.add(child);
      return leadsBack(child);
    });
  };
  return leadsBack(name);
}
