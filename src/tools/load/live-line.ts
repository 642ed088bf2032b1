/** How a run goes, as one line: what a terminal shows over and over in the same place. */
import type { LoadProgress } from "./run-stage.ts";
import { secondQuantile } from "./tally.ts";

export function liveLine({ what, seconds, duePerSecond, tally, underWay, connections }: LoadProgress): string {
  // Of the second that is over most requests have ended.
  const last = tally.seconds[Math.floor(seconds) - 1];
  const ms = (value: number | undefined): string => (value === undefined ? "–" : value < 10 ? value.toFixed(1) : value.toFixed(0));
  const parts = [
    what,
    `${seconds.toFixed(0)} s`,
    `due ${Math.round(duePerSecond)}/s`,
    `in time ${last?.good ?? 0}/s`,
    `p50 ${ms(last && secondQuantile(last, 0.5))} p99 ${ms(last && secondQuantile(last, 0.99))} ms`,
    `late ${tally.late}`,
    `refused ${tally.refused}`,
    `unanswered ${tally.unanswered}`,
    `under way ${underWay}`,
    `${connections} connections`,
  ];
  return parts.join("  ");
}
