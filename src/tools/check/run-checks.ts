/**
 * Runs the checks against a proxy: what cannot mean anything after an earlier failure is skipped, the whole ends in time
 * whatever the proxy does. Nothing is changed at the proxy: keys are used, never made or altered.
 */
import type { Clock } from "../../lib/clock.ts";
import type { Check, CheckNeed, Finding } from "./check.ts";
import { fail, skip } from "./check.ts";
import { addressChecks } from "./checks/addresses.ts";
import { authenticationChecks } from "./checks/authentication.ts";
import { awsAcceptanceChecks } from "./checks/aws-acceptance.ts";
import { decryptChecks } from "./checks/decrypt.ts";
import { encryptChecks } from "./checks/encrypt.ts";
import { errorChecks } from "./checks/errors.ts";
import { healthChecks } from "./checks/health.ts";
import { keyMetadataChecks } from "./checks/key-metadata.ts";
import { transportChecks } from "./checks/transport.ts";
import type { ConnectionErrorCode } from "../../model/xks-failures.ts";
import { connectionErrorCodeOf } from "./connection-error.ts";
import type { Exchange } from "./exchange.ts";
import { Subject, type SubjectOptions } from "./subject.ts";

/** All checks in the order of the report. */
export const checks: readonly Check[] = [
  ...transportChecks,
  ...addressChecks,
  ...authenticationChecks,
  ...healthChecks,
  ...keyMetadataChecks,
  ...encryptChecks,
  ...decryptChecks,
  ...errorChecks,
  ...awsAcceptanceChecks,
];

/** One line of the report. */
export interface CheckOutcome {
  readonly check: Check;
  readonly finding: Finding;
  readonly durationMs: number;
  readonly evidence: readonly Exchange[];
  /** What AWS KMS would say on connecting, where the check failed. */
  readonly connectionErrorCode?: ConnectionErrorCode;
}

export interface CheckReport {
  readonly uriEndpoint: string;
  readonly uriPath: string;
  /** Epoch ms. */
  readonly at: number;
  readonly durationMs: number;
  readonly outcomes: readonly CheckOutcome[];
  /** No MUST failed. */
  readonly conforms: boolean;
  /** No MUST and none of AWS's own conditions failed. */
  readonly awsWouldAccept: boolean;
}

/** No check begins after so long, and none goes on after so much more: the whole takes less than a minute whatever the proxy does. */
const totalMs = 50_000;
const graceMs = 5_000;
const atATime = 4;

export async function runChecks(options: SubjectOptions): Promise<CheckReport> {
  const { clock } = options;
  const start = clock.monotonic();
  const exchanges: Exchange[] = [];
  const outcomes = new Map<Check, CheckOutcome>();
  const run = async (check: Check, without: string | undefined): Promise<CheckOutcome> => {
    const outcome = await runOne(
      check,
      options,
      exchanges,
      without ?? (clock.monotonic() - start > totalMs ? "the time was used up" : undefined),
      totalMs + graceMs - (clock.monotonic() - start),
    );
    outcomes.set(check, outcome);
    return outcome;
  };
  const missing = new Map<CheckNeed, string>();
  // First what the others stand on; times are measured while nothing else runs.
  const connection = await run(byId("T1"), undefined);
  if (connection.finding.result === "fail") missing.set("connection", "there is no TLS connection (T1)");
  const authentication = await run(byId("A1"), missing.get("connection"));
  if (authentication.finding.result !== "pass")
    missing.set("authentication", missing.get("connection") ?? "no signed request was answered (A1)");
  if (missing.has("authentication")) missing.set("key", missing.get("authentication") ?? "");
  else if (options.externalKeyId === undefined) missing.set("key", "no external key was given");
  const timed = checks.filter((check) => ["T7", "W9", "W10"].includes(check.id));
  for (const check of timed) await run(check, missing.get(check.needs));
  const rest = checks.filter((check) => !outcomes.has(check) && !errorChecks.includes(check));
  await inParallel(rest, atATime, (check) => run(check, missing.get(check.needs)));
  for (const check of errorChecks) await run(check, missing.get(check.needs));
  const all = checks.flatMap((check) => outcomes.get(check) ?? []);
  const failed = (...levels: readonly Check["level"][]) =>
    all.some(({ check, finding }) => finding.result === "fail" && levels.includes(check.level));
  return {
    uriEndpoint: options.uriEndpoint,
    uriPath: options.uriPath,
    at: clock.now(),
    durationMs: clock.monotonic() - start,
    outcomes: all,
    conforms: !failed("must"),
    awsWouldAccept: !failed("must", "aws"),
  };
}

async function runOne(
  check: Check,
  options: SubjectOptions,
  exchanges: Exchange[],
  without: string | undefined,
  leftMs: number,
): Promise<CheckOutcome> {
  if (without !== undefined) return { check, finding: skip(without), durationMs: 0, evidence: [] };
  const { clock } = options;
  const start = clock.monotonic();
  const subject = new Subject(options, exchanges);
  try {
    const finding = await inTime(check.run(subject), leftMs, clock);
    const { evidence } = subject;
    const connectionErrorCode = connectionErrorCodeOf(check, finding, evidence);
    return { check, finding, durationMs: clock.monotonic() - start, evidence, ...(connectionErrorCode && { connectionErrorCode }) };
  } catch (error) {
    const finding = fail(`the check itself failed: ${error instanceof Error ? error.message : "unknown error"}`);
    return { check, finding, durationMs: clock.monotonic() - start, evidence: subject.evidence };
  } finally {
    subject.close();
  }
}

function inTime(finding: Promise<Finding>, leftMs: number, clock: Clock): Promise<Finding> {
  return new Promise((resolve, reject) => {
    const timer = clock.after(leftMs, () => resolve(fail("not done when the time for all checks was used up")));
    void finding.then(resolve, reject).finally(() => timer.cancel());
  });
}

function byId(id: string): Check {
  const check = checks.find((one) => one.id === id);
  if (!check) throw new TypeError(`there is no check ${id}`);
  return check;
}

async function inParallel<T>(items: readonly T[], width: number, act: (item: T) => Promise<unknown>): Promise<void> {
  const waiting = [...items];
  const worker = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await act(item);
  };
  await Promise.all(Array.from({ length: width }, worker));
}
