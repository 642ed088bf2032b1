/** Why an alarm is in its state, in CloudWatch's words: StateReason, and StateReasonData as its JSON text. */
import { type AlarmRule, comparisons } from "../model/alarm.ts";
import type { AlarmDatapoint, Evaluation } from "../model/alarm-evaluation.ts";

/** What the reason speaks of beside the evaluation. */
export interface ReasonSubject {
  readonly rule: AlarmRule;
  readonly periodSeconds: number;
  /** Absent for alarms on expressions. */
  readonly statistic?: string;
  readonly unit?: string;
  /** Epoch ms of the evaluation. */
  readonly at: number;
  /** Starts of the periods that were asked for, epoch seconds, oldest first. */
  readonly starts: readonly number[];
}

/** The text for a state that an evaluation led to. */
export function stateReason({ rule }: ReasonSubject, { state, considered, filled, breaching }: Evaluation): string {
  if (state === "INSUFFICIENT_DATA")
    return `Insufficient Data: ${counted(rule.evaluationPeriods, "datapoint")} ${wasOrWere(rule.evaluationPeriods)} unknown.`;
  if (considered.length === 0)
    return `Threshold Crossed: no datapoints were received for ${counted(filled, "period")} and ${treatedAs(filled, rule)}.`;
  const decisive = state === "ALARM" ? breaching : considered.filter((point) => !breaching.includes(point));
  const missing = fillDecides(rule) && filled > 0 ? ` and ${treatedAs(filled, rule)}` : "";
  // Where only the missing points decided, the reason speaks of all points there are.
  const named = decisive.length > 0 ? decisive : considered;
  const not = breaching.some((point) => named.includes(point)) ? "" : " not";
  const comparison = `${comparisons[rule.comparisonOperator]} the threshold (${javaDouble(rule.threshold)})`;
  const points = enumeration(rule, named, considered.length);
  return `Threshold Crossed: ${points} ${wasOrWere(named.length)}${not} ${comparison}${missing}${needed(rule, state === "ALARM")}.`;
}

/** StateReasonData: a JSON text whose numbers are written as CloudWatch writes them. */
export function stateReasonData(subject: ReasonSubject, { considered, filled }: Evaluation): string {
  const { rule, statistic, unit, periodSeconds, at, starts } = subject;
  const oldestFirst = considered.toReversed();
  const [first] = oldestFirst;
  const known = new Set(considered.map(({ second }) => second));
  // Of the missing ones the newest periods stand for those that were filled in.
  const missing = filled === 0 ? [] : starts.filter((second) => !known.has(second)).slice(-filled);
  const evaluated = [...considered, ...missing.map((second) => ({ second }))].toSorted((a, b) => b.second - a.second);
  const members = [
    `"version":"1.0"`,
    `"queryDate":"${isoDate(at)}"`,
    ...(first ? [`"startDate":"${isoDate(first.second * 1000)}"`] : []),
    ...(unit === undefined ? [] : [`"unit":${JSON.stringify(unit)}`]),
    ...(statistic === undefined ? [] : [`"statistic":${JSON.stringify(statistic)}`]),
    `"period":${periodSeconds}`,
    `"recentDatapoints":[${oldestFirst.map(({ value }) => javaDouble(value)).join(",")}]`,
    `"threshold":${javaDouble(rule.threshold)}`,
    `"evaluatedDatapoints":[${evaluated.map(evaluatedPoint).join(",")}]`,
  ];
  return `{${members.join(",")}}`;
}

/** A number as Java's Double.toString writes it: "21.0", "0.0666851903306472", "1.0E7". */
export function javaDouble(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e7)) {
    const [mantissa = "", exponent = ""] = value.toExponential().split("e");
    return `${mantissa.includes(".") ? mantissa : `${mantissa}.0`}E${Number(exponent)}`;
  }
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

function enumeration(rule: AlarmRule, points: readonly AlarmDatapoint[], considered: number): string {
  const values = points.map(({ value, second }) => `${javaDouble(value)} (${shortDate(second)})`).join(", ");
  const count =
    rule.datapointsToAlarm === undefined
      ? counted(points.length, "datapoint")
      : `${points.length} out of the last ${considered} datapoints`;
  return `${count} [${values}]`;
}

/** With M given the reason says how many points it takes for the step. */
function needed({ datapointsToAlarm, evaluationPeriods }: AlarmRule, toAlarm: boolean): string {
  if (datapointsToAlarm === undefined) return "";
  return toAlarm
    ? ` (minimum ${counted(datapointsToAlarm, "datapoint")} for OK -> ALARM transition)`
    : ` (minimum ${counted(evaluationPeriods - datapointsToAlarm + 1, "datapoint")} for ALARM -> OK transition)`;
}

function fillDecides({ treatMissingData }: AlarmRule): boolean {
  return treatMissingData === "breaching" || treatMissingData === "notBreaching";
}

function treatedAs(filled: number, { treatMissingData }: AlarmRule): string {
  return `${counted(filled, "missing datapoint")} ${wasOrWere(filled)} treated as [${treatMissingData === "breaching" ? "Breaching" : "NonBreaching"}]`;
}

function evaluatedPoint(point: { readonly second: number; readonly value?: number; readonly sampleCount?: number }): string {
  const members = [
    `"timestamp":"${isoDate(point.second * 1000)}"`,
    ...(point.sampleCount === undefined ? [] : [`"sampleCount":${javaDouble(point.sampleCount)}`]),
    ...(point.value === undefined ? [] : [`"value":${javaDouble(point.value)}`]),
  ];
  return `{${members.join(",")}}`;
}

/** `DD/MM/YY HH:MM:SS`, UTC. @param second epoch */
function shortDate(second: number): string {
  const [, year, month, day, time] = /^\d\d(\d\d)-(\d\d)-(\d\d)T(\d\d:\d\d:\d\d)/.exec(new Date(second * 1000).toISOString()) ?? [];
  return `${day}/${month}/${year} ${time}`;
}

/** `YYYY-MM-DDTHH:MM:SS.mmm+0000`. @param at epoch ms */
function isoDate(at: number): string {
  return new Date(at).toISOString().replace("Z", "+0000");
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;
const wasOrWere = (count: number): string => (count === 1 ? "was" : "were");
