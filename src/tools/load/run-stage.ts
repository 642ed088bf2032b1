/** One stretch of load: a schedule's requests sent when they are due, and every one of them accounted for. */
import type { Clock } from "../../lib/clock.ts";
import type { Caller } from "./caller.ts";
import { openLoop } from "./open-loop.ts";
import type { Schedule } from "./schedule.ts";
import { Tally } from "./tally.ts";
import type { LoadRequest, Workload } from "./workload.ts";

/** What stays the same over all stretches of a run. */
export interface LoadRun {
  readonly clock: Clock;
  readonly soon: (act: () => void) => void;
  readonly caller: Pick<Caller, "call" | "underWay" | "connections" | "opened">;
  readonly workload: Pick<Workload, "request">;
  /** What an answer may take, milliseconds. */
  readonly limitMs: number;
  /** Whether to end early; what was measured until then counts. */
  readonly stopped: () => boolean;
  /** Told twice a second how it goes. */
  readonly onProgress?: (progress: LoadProgress) => void;
}

export interface LoadProgress {
  /** What is being done, e.g. "ramp:100-3000" or "1600/s". */
  readonly what: string;
  readonly seconds: number;
  /** Requests a second that are due at this moment. */
  readonly duePerSecond: number;
  readonly tally: Tally;
  readonly underWay: number;
  readonly connections: number;
}

export interface StageOptions {
  readonly what: string;
  readonly schedule: Schedule;
  /** Requests due before are sent, but not counted, seconds. */
  readonly settleSeconds?: number;
  readonly stop?: (tally: Tally) => boolean;
}

const progressMs = 500;

/** @returns when the last request has ended */
export async function runStage(run: LoadRun, { what, schedule, settleSeconds = 0, stop }: StageOptions): Promise<Tally> {
  const { clock, soon, caller, workload } = run;
  const beganAt = clock.monotonic();
  const tally = new Tally(beganAt, run.limitMs, settleSeconds * 1000);
  const progress = clock.every(progressMs, () => {
    const seconds = (clock.monotonic() - beganAt) / 1000;
    const duePerSecond = seconds < schedule.seconds ? schedule.rateAt(seconds) : 0;
    run.onProgress?.({ what, seconds, duePerSecond, tally, underWay: caller.underWay, connections: caller.connections });
  });
  let ended = 0;
  let sent = Number.POSITIVE_INFINITY;
  const allEnded = new Promise<void>((resolve) => {
    let next: { readonly n: number; readonly request: LoadRequest } | undefined;
    const ready = (n: number): void => {
      const request = workload.request(n);
      const text = request.write(clock.now());
      next = { n, request: { ...request, write: () => text } };
    };
    const send = (n: number, dueAt: number): void => {
      const request = next?.n === n ? next.request : workload.request(n);
      caller.call(request, dueAt, (end) => {
        tally.add(end);
        if (++ended === sent) resolve();
      });
    };
    void openLoop({ clock, soon, schedule, beganAt, send, ready, stop: () => run.stopped() || (stop?.(tally) ?? false) }).then((count) => {
      sent = count;
      if (ended === sent) resolve();
    });
  });
  await allEnded;
  progress.cancel();
  return tally;
}
