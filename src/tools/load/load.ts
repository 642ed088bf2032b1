/**
 * `xkswatch load` as a function: makes ready what requests need, opens some connections, then runs the profile or searches
 * the capacity, and puts the report together.
 */
import type { Clock } from "../../lib/clock.ts";
import { Caller } from "./caller.ts";
import type { CapacityStep } from "./capacity-search.ts";
import { Dialler } from "./connection.ts";
import type { Endpoint } from "./endpoint.ts";
import { findCapacity } from "./find-capacity.ts";
import type { LoadReport } from "./load-report.ts";
import type { Segment } from "./profile.ts";
import { type LoadProgress, type LoadRun, runStage } from "./run-stage.ts";
import { Schedule } from "./schedule.ts";
import { type Limits, verdictOfRun, verdictOfSearch } from "./verdict.ts";
import type { Workload } from "./workload.ts";

export interface LoadOptions {
  /** As it was given, for reports. */
  readonly target: string;
  readonly kind: LoadReport["kind"];
  readonly endpoint: Endpoint;
  /** A CA to trust beside the public ones. */
  readonly caPem?: string;
  readonly workload: Workload;
  readonly connections: number;
  /** Requests that a connection carries before it is closed. */
  readonly connectionLife: number;
  /** Whether TLS sessions are resumed. */
  readonly resumption: boolean;
  readonly timeoutMs: number;
  readonly limits: Limits;
  /** Bounds of the whole run. */
  readonly seconds: number;
  readonly requests: number;
  readonly plan:
    | { readonly kind: "profile"; readonly text: string; readonly segments: readonly Segment[] }
    | { readonly kind: "find-capacity"; readonly from?: number; readonly most: number; readonly stepSeconds: number };
  /** For reports. */
  readonly settings: Readonly<Record<string, string>>;
  readonly clock: Clock;
  /** Calls `act` after sockets have been served once (setImmediate). */
  readonly soon: (act: () => void) => void;
  /** True ends the run early. */
  readonly stopped: () => boolean;
  readonly onProgress?: (progress: LoadProgress) => void;
  readonly onStep?: (step: CapacityStep, holds: boolean) => void;
}

/** The target does not answer as it must before load makes sense. */
export class LoadTargetError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "LoadTargetError";
  }
}

/** Connections that stand before the first request is due. */
const warmConnections = 8;
/**
 * A profile that begins at such a rate or a higher one is led up to: cold code and connections that are still to be opened would
 * make its first second late, and the target would be blamed for it.
 */
const leadUpFrom = 200;
const leadUpSeconds = 1.5;
/** The rate at which a search begins when nothing else is said, and how near it comes. */
const searchFrom = 100;
const searchPrecision = 0.04;

/** @throws LoadTargetError when not even one request is answered well */
export async function runLoad(options: LoadOptions): Promise<LoadReport> {
  const { clock, endpoint, limits } = options;
  const dialler = new Dialler(endpoint, clock, options);
  const caller = new Caller({ ...options, dialler });
  const run: LoadRun = { ...options, caller, limitMs: limits.limitMs };
  try {
    await makeReady(caller, options);
    const at = clock.now();
    const began = clock.monotonic();
    const measured =
      options.plan.kind === "profile" ? await runProfile(run, options, options.plan) : await search(run, options, options.plan);
    const { target, kind, settings } = options;
    const durationMs = clock.monotonic() - began;
    return { target, kind, settings, limits, at, durationMs, connectionsOpened: caller.opened, ...measured };
  } finally {
    caller.close();
  }
}

async function makeReady(caller: Caller, { workload, target, connections, connectionLife }: LoadOptions): Promise<void> {
  try {
    await workload.prepare((request) => caller.callAlone(request));
    await caller.callAlone(workload.request(0));
  } catch (error) {
    throw new LoadTargetError(
      `${target} does not answer well before there is any load: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  if (connectionLife === 1) return;
  const warm = Array.from({ length: Math.min(connections, warmConnections) }, (_, n) => caller.callAlone(workload.request(n)));
  // Whatever fails here will be counted when load begins.
  await Promise.allSettled(warm);
}

type Measured = Pick<LoadReport, "profile" | "verdict"> & Partial<LoadReport>;

async function runProfile(
  run: LoadRun,
  { limits, requests }: LoadOptions,
  plan: { readonly text: string; readonly segments: readonly Segment[] },
): Promise<Measured> {
  const schedule = new Schedule(plan.segments, requests);
  const first = plan.segments[0]?.from ?? 0;
  if (first >= leadUpFrom) {
    // It counts for nothing but the bound of requests: at most a tenth of them goes into it.
    const leadUp = new Schedule([{ seconds: leadUpSeconds, from: first / 20, to: first }], Math.ceil(requests / 10));
    await runStage(run, { what: "leading up", schedule: leadUp });
  }
  const tally = await runStage(run, { what: plan.text, schedule });
  return { profile: plan.text, verdict: verdictOfRun(tally, schedule, limits), schedule, ...(tally.ended > 0 && { tally }) };
}

async function search(
  run: LoadRun,
  options: LoadOptions,
  plan: { readonly from?: number; readonly most: number; readonly stepSeconds: number },
): Promise<Measured> {
  const { limits, seconds, requests, onStep } = options;
  const settings = { from: searchFrom, ...plan, allowed: limits.allowed, precision: searchPrecision, seconds, requests };
  const result = await findCapacity(run, { ...settings, ...(onStep && { onStep }) });
  const { tally } = result;
  return { profile: "find-capacity", verdict: verdictOfSearch(result, limits), search: result, ...(tally && tally.ended > 0 && { tally }) };
}
