/**
 * Whether an alarm fires: rule, datapoints and the state before → the state, pure. The rules are those of "How alarm state is
 * evaluated when data is missing" in the CloudWatch User Guide; its tables are this file's tests.
 */
import type { AlarmRule, AlarmState, ComparisonOperator } from "./alarm.ts";

/** One period's value. */
export interface AlarmDatapoint {
  /** Epoch second at which the period starts. */
  readonly second: number;
  readonly value: number;
  /** How many samples stand behind the value, where that is known. */
  readonly sampleCount?: number;
}

export interface Evaluation {
  /** Undefined: the alarm stays as it is. */
  readonly state: AlarmState | undefined;
  /** What was decided on: real points, newest first, at most N. */
  readonly considered: readonly AlarmDatapoint[];
  /** How many missing points were put beside them to make N. */
  readonly filled: number;
  /** Of the considered points those that breach the threshold. */
  readonly breaching: readonly AlarmDatapoint[];
}

/**
 * How many periods are asked for: more than N, so that late or missing points do not decide at once. AWS does not publish the
 * number; in its examples it is 5 for N = 3.
 */
export const evaluationRange = (evaluationPeriods: number): number => evaluationPeriods + 2;

/** How a value compares with the threshold. */
export const breaches: Readonly<Record<ComparisonOperator, (value: number, threshold: number) => boolean>> = {
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  GreaterThanThreshold: (value, threshold) => value > threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

/**
 * @param range one entry a period, oldest first, undefined where there is no data; `evaluationRange` entries
 * @param percentile 0–1 where the alarm's statistic is one: low sample counts may then count as no evidence
 */
export function evaluate(rule: AlarmRule, range: readonly (AlarmDatapoint | undefined)[], percentile?: number): Evaluation {
  const { evaluationPeriods, datapointsToAlarm = evaluationPeriods } = rule;
  const isBreaching = breaches[rule.comparisonOperator];
  const considered: AlarmDatapoint[] = [];
  const breaching: AlarmDatapoint[] = [];
  for (let i = range.length - 1; i >= 0 && considered.length < evaluationPeriods; i--) {
    const point = range[i];
    if (!point) continue;
    considered.push(point);
    if (isBreaching(point.value, rule.threshold)) breaching.push(point);
  }
  const filled = evaluationPeriods - considered.length;
  const facts = { considered, filled, breaching };
  if (isTooFew(rule, considered, percentile)) return { ...facts, state: undefined };
  if (breaching.length >= datapointsToAlarm) return { ...facts, state: "ALARM" };
  if (filled === 0) return { ...facts, state: "OK" };
  const oldest = range.findIndex((point) => point !== undefined);
  const oldestAge = oldest < 0 ? 0 : range.length - oldest;
  return { ...facts, state: withMissing(rule, datapointsToAlarm, facts, oldestAge) };
}

/** @param oldestAge of the oldest point there is, in periods; the newest has 1, 0 where there is none */
function withMissing(
  { treatMissingData = "missing" }: AlarmRule,
  datapointsToAlarm: number,
  { considered, filled, breaching }: Omit<Evaluation, "state">,
  oldestAge: number,
): AlarmState | undefined {
  if (treatMissingData === "breaching") return breaching.length + filled >= datapointsToAlarm ? "ALARM" : "OK";
  if (treatMissingData === "notBreaching") return "OK";
  // One point within the threshold is enough to say OK, whatever is missing.
  if (breaching.length < considered.length) return "OK";
  if (treatMissingData === "ignore") return undefined;
  if (considered.length === 0) return "INSUFFICIENT_DATA";
  // All there is breaches, though it is less than M. It alarms once the oldest is M periods old; before that the next may be well.
  return oldestAge >= datapointsToAlarm ? "ALARM" : undefined;
}

/** Whether a percentile rests on too few samples to be trusted, and the alarm is to keep its state then. */
function isTooFew(rule: AlarmRule, considered: readonly AlarmDatapoint[], percentile: number | undefined): boolean {
  if (rule.evaluateLowSampleCountPercentile !== "ignore" || percentile === undefined || considered.length === 0) return false;
  const needed = 10 / (percentile >= 0.5 ? 1 - percentile : percentile);
  let samples = 0;
  for (const { sampleCount } of considered) {
    if (sampleCount === undefined) return false;
    samples += sampleCount;
  }
  // 10 / (1 − 0.99) is a little more than 1000 in binary fractions.
  return samples < Math.round(needed * 1e6) / 1e6;
}
