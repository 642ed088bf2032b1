/**
 * Open loop: every request goes out when it is due by the schedule, however slow the answers to those before it are. So a
 * target that stalls is charged with everything it delayed, as its real callers would notice it.
 */
import type { Clock } from "../../lib/clock.ts";
import type { Schedule } from "./schedule.ts";

export interface OpenLoopOptions {
  readonly clock: Pick<Clock, "monotonic" | "after">;
  /** Calls `act` after sockets have been served once, sooner than any timer (setImmediate). */
  readonly soon: (act: () => void) => void;
  readonly schedule: Schedule;
  /** Monotonic ms that the schedule counts from. */
  readonly beganAt: number;
  /** Called for each request when it is due. @param n from 0 @param dueAt monotonic ms */
  readonly send: (n: number, dueAt: number) => void;
  /** Called once for a request that is not due yet, so that what it costs to write and sign it comes before its time and not after. */
  readonly ready?: (n: number) => void;
  /** Asked before each request; true ends the loop early. */
  readonly stop?: () => boolean;
}

/**
 * Timers come a millisecond late or more; nearer to the due time than this the loop goes round without one. That costs
 * processor time, and buys latencies that are not blurred by timers.
 */
const withoutTimerMs = 2.5;
/**
 * Who has been kept waiting for the processor by so much shares it with others, and going round would only let it wait longer:
 * then timers will do for a while.
 */
const crowdedMs = 4;
const crowdedForMs = 1000;

/** @returns how many requests went out */
export function openLoop({ clock, soon, schedule, beganAt, send, ready, stop = () => false }: OpenLoopOptions): Promise<number> {
  return new Promise((resolve) => {
    let n = 0;
    let dueMs = schedule.dueMs(0);
    let timersUntilMs = 0;
    let readied = -1;
    const turn = (): void => {
      const sinceMs = clock.monotonic() - beganAt;
      if (sinceMs - dueMs > crowdedMs) timersUntilMs = sinceMs + crowdedForMs;
      while (n < schedule.total && dueMs <= sinceMs) {
        if (stop()) return resolve(n);
        send(n, beganAt + dueMs);
        dueMs = schedule.dueMs(++n);
      }
      if (n >= schedule.total || stop()) return resolve(n);
      if (ready && readied !== n) {
        readied = n;
        ready(n);
      }
      const leftMs = dueMs - (clock.monotonic() - beganAt);
      if (leftMs > withoutTimerMs || sinceMs < timersUntilMs) clock.after(Math.max(1, Math.min(50, Math.floor(leftMs - 1.5))), turn);
      else soon(turn);
    };
    turn();
  });
}
