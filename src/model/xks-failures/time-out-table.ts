/**
 * The time-out table: what can happen to one attempt at the XKS proxy, whether it is tried again, and what is recorded.
 * "250 ms a request, one retry on a network time-out, about 500 then, 250 in all other cases of no answer" are AWS's own
 * words; the rest spells them out. xks/client decides by this table alone.
 */
import type { UnreachableReason } from "./names.ts";

export const attemptEnds = [
  "nothing-in-time",
  "body-incomplete-in-time",
  "not-connected",
  "tls-failed",
  "reset-on-reused-connection",
  "reset-otherwise",
  "answered",
] as const;
/** How one attempt ended. */
export type AttemptEnd = (typeof attemptEnds)[number];

export interface TimeOutRow {
  readonly end: AttemptEnd;
  /** What happened, in a sentence. */
  readonly what: string;
  /**
   * - `no`;
   * - `once`: one more attempt with a time of its own, on a fresh connection;
   * - `within-budget`: once more at once, on a fresh connection, inside the same time; not counted as an attempt.
   */
  readonly retry: "no" | "once" | "within-budget";
  /** What the attempt adds to the recorded latency: the whole time allotted, or its true time. Attempts add up. */
  readonly latency: "allotted" | "true";
  /** Why it is recorded as XksProxyUnreachableException; absent: the answer itself says how it is recorded. */
  readonly reason?: UnreachableReason;
}

/** Time for one attempt at the XKS proxy, milliseconds. */
export const defaultAttemptTimeMs = 250;

export const timeOutTable: readonly TimeOutRow[] = [
  {
    end: "nothing-in-time",
    what: "no byte of an answer in time, counted from the start: name, TCP, TLS and waiting",
    retry: "once",
    latency: "allotted",
    reason: "time-out",
  },
  {
    end: "body-incomplete-in-time",
    what: "the answer began but was not complete in time",
    retry: "no",
    latency: "allotted",
    reason: "time-out",
  },
  {
    end: "not-connected",
    what: "connection refused, host or network unreachable, or name not found",
    retry: "no",
    latency: "allotted",
    reason: "no-communication",
  },
  {
    end: "tls-failed",
    what: "TLS failure: certificate, name or version",
    retry: "no",
    latency: "allotted",
    reason: "no-tls",
  },
  {
    end: "reset-on-reused-connection",
    what: "reset or closed before any byte of an answer, on a connection that had been used before",
    retry: "within-budget",
    latency: "true",
    reason: "no-communication",
  },
  {
    end: "reset-otherwise",
    what: "reset or closed, otherwise",
    retry: "no",
    latency: "allotted",
    reason: "no-communication",
  },
  {
    end: "answered",
    what: "a complete answer, good or an error",
    retry: "no",
    latency: "true",
  },
];
