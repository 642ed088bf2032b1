/**
 * Log lines of requests, joined with the KMS side's by kmsRequestId: failures at level info and above, successes at debug.
 * What is logged of a request is its metadata and its end, never its content.
 */
import type { XksErrorName } from "../xks/errors.ts";
import type { XksRequestOutcome } from "../xks/server.ts";
import type { ProxyLog } from "./log.ts";

/** Whose fault a failure is decides how loud it is: the proxy's own are errors. */
const levels: Partial<Record<XksErrorName, "warn" | "error">> = {
  AuthenticationFailedException: "warn",
  AccessDeniedException: "warn",
  ThrottlingException: "warn",
  DependencyTimeoutException: "error",
  InternalException: "error",
};

export function logRequest(log: ProxyLog, outcome: XksRequestOutcome): void {
  if (!outcome.failure && log.isLevelEnabled?.("debug") === false) return;
  const { failure, metadata, ...facts } = outcome;
  const fields = { ...metadata, ...facts, durationMs: Math.round(facts.durationMs * 1000) / 1000 };
  if (!failure) {
    log.debug({ ...fields, outcome: "success" }, "request");
    return;
  }
  const { errorName, message, cause } = failure;
  log[levels[errorName] ?? "info"](
    { ...fields, outcome: "failure", errorName, errorMessage: message, ...causeFields(cause) },
    "request failed",
  );
}

function causeFields(cause: unknown): object {
  if (cause === undefined) return {};
  return cause instanceof Error ? { cause: `${cause.name}: ${cause.message}`, stack: cause.stack } : { cause: typeof cause };
}
