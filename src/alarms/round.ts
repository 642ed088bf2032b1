/** One round of evaluation: which alarms are due at a moment, and the statuses that come of it. Reads, writes nothing. */
import type { AlarmStatus, MetricAlarm } from "../model/alarm.ts";
import { parseStatistic } from "../query/statistics.ts";
import type { MetricStore } from "../store/metric-store.ts";
import type { AlarmEntry } from "./alarm-book.ts";
import { evaluate, type Evaluation } from "../model/alarm-evaluation.ts";
import { type AlarmRange, readRanges, slicesOf } from "./read-ranges.ts";
import { stateReason, stateReasonData } from "./state-reason.ts";

/** A stretch of time of which it is not known whether there were data, epoch seconds. */
export interface Unobserved {
  readonly from: number;
  readonly to: number;
}

/** How often an alarm is evaluated: its window slides by this, seconds. */
export function slideSeconds(periodSeconds: number): number {
  if (periodSeconds < 60) return 10;
  return periodSeconds <= 3600 || periodSeconds % 300 !== 0 ? 60 : 300;
}

export const isDue = ({ periodSeconds }: MetricAlarm, end: number): boolean => end % slideSeconds(periodSeconds) === 0;

export interface RoundContext {
  readonly store: MetricStore;
  /** End of the windows, epoch seconds. */
  readonly end: number;
  /** Epoch ms at which the round takes place. */
  readonly now: number;
  readonly unobserved: readonly Unobserved[];
  /** Is asked between two slices of alarms: what it gives is waited for, so that others have their turn. */
  readonly pause?: () => Promise<void> | undefined;
}

/** New statuses of those alarms whose status changes, by name. */
export async function evaluateRound(entries: readonly AlarmEntry[], context: RoundContext): Promise<Map<string, AlarmStatus>> {
  const statusOf = new Map<MetricAlarm, AlarmStatus>();
  for (const { alarm, status } of entries) if (alarm.type === "metric") statusOf.set(alarm, status);
  const changed = new Map<string, AlarmStatus>();
  for (const slice of slicesOf([...statusOf.keys()])) {
    const ranges = await readRanges(context.store, slice, context.end);
    for (const alarm of slice) {
      const range = ranges.get(alarm.name);
      const next = range && nextStatus(alarm, statusOf.get(alarm) as AlarmStatus, range, context);
      if (next) changed.set(alarm.name, next);
    }
    await context.pause?.();
  }
  return changed;
}

function nextStatus(alarm: MetricAlarm, before: AlarmStatus, range: AlarmRange, context: RoundContext): AlarmStatus | undefined {
  const { evaluationState, ...rest } = before;
  if (range.fault !== undefined) {
    if (evaluationState === "EVALUATION_ERROR" && before.reason === range.fault) return undefined;
    return { ...before, evaluationState: "EVALUATION_ERROR", reason: range.fault, updatedAt: context.now };
  }
  const evaluation = evaluate(alarm, range.points, percentileOf(alarm));
  const undecided = evaluation.state === undefined || standsOnUnobserved(alarm, evaluation, range, context.unobserved);
  if (undecided || evaluation.state === before.state) {
    return evaluationState === undefined ? undefined : { ...rest, updatedAt: context.now };
  }
  const subject = {
    rule: alarm,
    periodSeconds: alarm.periodSeconds,
    at: context.now,
    starts: range.starts,
    ...(alarm.metric && { statistic: alarm.metric.statistic }),
    ...(range.unit !== undefined && { unit: range.unit }),
  };
  return {
    state: evaluation.state,
    reason: stateReason(subject, evaluation),
    reasonData: stateReasonData(subject, evaluation),
    updatedAt: context.now,
    transitionedAt: context.now,
  };
}

/** Whether missing points had a say that may be missing only because nobody was there to record them. */
function standsOnUnobserved(
  { evaluationPeriods, periodSeconds }: MetricAlarm,
  { filled }: Evaluation,
  { points, starts }: AlarmRange,
  unobserved: readonly Unobserved[],
): boolean {
  if (filled === 0 || unobserved.length === 0) return false;
  return starts.slice(-evaluationPeriods).some((start, i) => {
    if (points[points.length - Math.min(evaluationPeriods, points.length) + i]) return false;
    return unobserved.some(({ from, to }) => start < to && start + periodSeconds > from);
  });
}

function percentileOf({ metric }: MetricAlarm): number | undefined {
  const statistic = metric && parseStatistic(metric.statistic);
  return statistic?.kind === "percentile" ? statistic.fraction : undefined;
}
