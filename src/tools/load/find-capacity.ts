/** Drives the search for the capacity: measures the steps that it asks for until it has found the rate or its time is over. */
import { type CapacityFound, type CapacitySettings, type CapacityStep, decide, fails, foundSoFar } from "./capacity-search.ts";
import { type LoadRun, runStage } from "./run-stage.ts";
import { steady } from "./schedule.ts";
import type { Tally } from "./tally.ts";

export interface FindCapacityOptions extends CapacitySettings {
  /** How long a short step is measured. */
  readonly stepSeconds: number;
  /** After so long no further step begins. */
  readonly seconds: number;
  /** Requests in all; beyond it no further step begins. */
  readonly requests: number;
  /** Told after each step. */
  readonly onStep?: (step: CapacityStep, holds: boolean) => void;
}

export interface CapacityResult {
  readonly found: Omit<CapacityFound, "because"> & { readonly because: CapacityFound["because"] | "stopped" };
  readonly steps: readonly CapacityStep[];
  /** Of the last step at the rate that holds; of the last step at all where none does. */
  readonly tally: Tally | undefined;
}

/** A thorough step without a press takes so much longer: a queue that grows by 5 % of its rate is 250 ms long after 5 s. */
const thoroughFactor = 2.7;
/** Connections are opened and queues settle in this time; it is not counted. */
const settleSeconds = 0.4;
const pauseMs = 300;
/** After a step that was too much, and not merely refused, the target gets more time to recover. */
const recoveryMs = 1000;
/** A press is over after so many refusals, or after so long. */
const pressRefusals = 20;
const pressSeconds = 10;

/** @returns what was found, also when the run was told to stop */
export async function findCapacity(run: LoadRun, options: FindCapacityOptions): Promise<CapacityResult> {
  const { clock } = run;
  const endAt = clock.monotonic() + options.seconds * 1000;
  const steps: CapacityStep[] = [];
  const tallies = new Map<number, Tally>();
  let requests = 0;
  let tally: Tally | undefined;
  for (;;) {
    const decision = decide(steps, options);
    if (decision.kind === "found") return { found: decision, steps, tally: tallies.get(decision.rate) ?? tally };
    if (run.stopped() || clock.monotonic() >= endAt || requests >= options.requests) {
      const known = foundSoFar(steps, options);
      return { found: { ...known, kind: "found", because: "stopped" }, steps, tally: tallies.get(known.rate) ?? tally };
    }
    const { rate, thorough, pressAt } = decision;
    if (pressAt !== undefined) requests += await press(run, pressAt);
    const seconds = options.stepSeconds * (thorough && pressAt === undefined ? thoroughFactor : 1);
    const schedule = steady(rate, settleSeconds + seconds);
    tally = await runStage(run, { what: `${rate}/s`, schedule, settleSeconds });
    requests += schedule.total;
    if (run.stopped()) continue;
    const step = stepOf(rate, thorough, settleSeconds + seconds, tally);
    const holds = !fails(step, options);
    if (holds) tallies.set(rate, tally);
    steps.push(step);
    options.onStep?.(step, holds);
    await new Promise<void>((resolve) => clock.after(holds || step.refused > step.missed / 2 ? pauseMs : recoveryMs, resolve));
  }
}

/** Overruns the target until it refuses. @returns how many requests that took */
async function press(run: LoadRun, rate: number): Promise<number> {
  const schedule = steady(rate, pressSeconds);
  const { ended } = await runStage(run, { what: `press ${rate}/s`, schedule, stop: ({ refused }) => refused >= pressRefusals });
  return ended;
}

function stepOf(rate: number, thorough: boolean, endSeconds: number, tally: Tally): CapacityStep {
  const { ended: due, missed, refused, firstRefusalMs, throughAfterRefusal, ownLateness, limitMs } = tally;
  const throughSeconds = firstRefusalMs === undefined ? 0 : endSeconds - firstRefusalMs / 1000;
  return {
    rate,
    thorough,
    due,
    missed,
    refused,
    // Of a short time or a few refusals nothing can be told.
    ...(refused >= pressRefusals && throughSeconds > 0.5 && { throughPerSecond: throughAfterRefusal / throughSeconds }),
    generatorLate: ownLateness.quantile(0.99) > limitMs / 2,
  };
}
