/** A finished run as all reports read it. */
import type { CapacityResult } from "./find-capacity.ts";
import type { Schedule } from "./schedule.ts";
import type { Tally } from "./tally.ts";
import type { Limits, Verdict } from "./verdict.ts";

export interface LoadReport {
  readonly target: string;
  readonly kind: "XKS proxy" | "KMS endpoint";
  /** When it began, epoch ms, and how long it took. */
  readonly at: number;
  readonly durationMs: number;
  /** As it was asked for; of a search "find-capacity". */
  readonly profile: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly limits: Limits;
  readonly verdict: Verdict;
  /** Of a search: of the step at the rate that holds. Absent where no request was sent. */
  readonly tally?: Tally;
  /** Of a profile's run. */
  readonly schedule?: Schedule;
  /** Of a search. */
  readonly search?: CapacityResult;
  readonly connectionsOpened: number;
}

/** Phases as reports name them, in their order. */
export const phaseTitles = {
  waiting: "due until sent",
  dns: "DNS",
  tcp: "TCP",
  tls: "TLS",
  firstByte: "first byte",
  lastByte: "last byte",
} as const;
