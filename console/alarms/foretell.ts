/** What an alarm would have done over a stretch of time: the engine's own rules on the datapoints of a graph. Pure. */
import type { AlarmRule, AlarmState } from "../../src/model/alarm.ts";
import { type AlarmDatapoint, evaluate, evaluationRange } from "../../src/model/alarm-evaluation.ts";
import type { Columns, Line } from "../graph/columns.ts";

/** A stretch of time in ALARM, epoch seconds. */
export interface Firing {
  readonly from: number;
  /** Absent while it lasts. */
  readonly to?: number;
  /** The value that decided. */
  readonly value: number | undefined;
}

export interface Foretold {
  readonly firings: readonly Firing[];
  /** Seconds in ALARM altogether. */
  readonly seconds: number;
  /** The state at the end. */
  readonly state: AlarmState;
}

/** Looking at more pairs of period and window than this would hold the page up. */
const mostSteps = 20_000_000;

/**
 * Evaluates at the end of each period that is over. The engine does so each minute, with windows that slide, so that it may
 * see an alarm earlier than this, by less than one period.
 * @param now epoch seconds
 * @param samples counts behind the values, for percentiles of few samples
 * @returns undefined where there are too many periods to look at
 */
export function foretell(
  rule: AlarmRule,
  { times, periodSeconds }: Pick<Columns, "times" | "periodSeconds">,
  line: Pick<Line, "values"> | undefined,
  now: number,
  percentile?: number,
  samples?: Pick<Line, "values">,
): Foretold | undefined {
  const looksAt = evaluationRange(rule.evaluationPeriods);
  const points = times.map((second, index): AlarmDatapoint | undefined => {
    const value = line?.values[index] ?? null;
    if (value === null) return undefined;
    const sampleCount = samples?.values[index] ?? null;
    return { second, value, ...(sampleCount !== null && { sampleCount }) };
  });
  const over = times.findLastIndex((second) => second + periodSeconds <= now);
  if (over * looksAt > mostSteps) return undefined;
  const firings: { from: number; to?: number; value: number | undefined }[] = [];
  let state: AlarmState = "INSUFFICIENT_DATA";
  // Before the first whole window nothing is known of what came earlier.
  for (let index = looksAt - 1; index <= over; index++) {
    const evaluation = evaluate(rule, points.slice(index - looksAt + 1, index + 1), percentile);
    const next: AlarmState = evaluation.state ?? state;
    const at = (times[index] ?? 0) + periodSeconds;
    if (next === "ALARM" && state !== "ALARM") firings.push({ from: at, value: evaluation.breaching[0]?.value });
    const last = firings.at(-1);
    if (next !== "ALARM" && state === "ALARM" && last) last.to = at;
    state = next;
  }
  const end = (times[Math.max(over, 0)] ?? 0) + periodSeconds;
  return { firings, seconds: firings.reduce((sum, { from, to }) => sum + (to ?? end) - from, 0), state };
}

/** E.g. "It would have fired 3 times, in alarm for 25 min in all." */
export function foretoldWords({ firings, seconds }: Foretold, spanWords: string, ageWords: (seconds: number) => string): string {
  if (firings.length === 0) return `Over ${spanWords} it would not have fired.`;
  const times = firings.length === 1 ? "once" : `${firings.length} times`;
  const still = firings.at(-1)?.to === undefined ? " It would be in alarm now." : "";
  return `Over ${spanWords} it would have fired ${times}, in alarm for ${ageWords(seconds)} in all.${still}`;
}
