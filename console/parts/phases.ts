/** The parts of an attempt's time, from the instants it reached. */
import type { AttemptShape } from "../console-shapes.ts";

export interface Phase {
  readonly name: "DNS" | "TCP" | "TLS" | "Send" | "Wait" | "Body" | "No answer";
  readonly ms: number;
}

/**
 * Consecutive parts that add up to the attempt's total. What was never reached has no part; the time after the last instant
 * reached is "No answer" where the answer did not come whole.
 */
export function phasesOf(attempt: AttemptShape): Phase[] {
  const reached: readonly (readonly [Phase["name"], number | undefined])[] = [
    ["DNS", attempt.DnsMs],
    ["TCP", attempt.TcpMs],
    ["TLS", attempt.TlsMs],
    ["Send", attempt.SentMs],
    ["Wait", attempt.FirstByteMs],
    ["Body", attempt.LastByteMs],
  ];
  const phases: Phase[] = [];
  let at = 0;
  for (const [name, until] of reached) {
    if (until === undefined) continue;
    if (until > at) phases.push({ name, ms: until - at });
    at = Math.max(at, until);
  }
  const rest = attempt.TotalMs - at;
  if (rest > 0.05 && attempt.LastByteMs === undefined) phases.push({ name: "No answer", ms: rest });
  return phases;
}
