/** Which ConnectionErrorCode AWS KMS would give where a check fails: its table's, or what the answer that failed it says. */
import { type ConnectionErrorCode, exceptionTable } from "../../model/xks-failures.ts";
import type { Check, Finding } from "./check.ts";
import type { Exchange } from "./exchange.ts";
import { errorNameOf } from "./expectations.ts";

/** Checks that ask what AWS KMS asks on connecting, GetHealthStatus: any failure of it may be behind theirs. */
const likeConnecting: ReadonlySet<string> = new Set(["T4", "A1", "H1"]);

/** @param evidence what the check asked, the decisive exchange last; undefined where the check did not fail, or AWS KMS would not mind */
export function connectionErrorCodeOf(check: Check, { result }: Finding, evidence: readonly Exchange[]): ConnectionErrorCode | undefined {
  if (result !== "fail" || check.level === "should") return undefined;
  const last = evidence.at(-1);
  if (check.connectionErrorCode === undefined || !last) return check.connectionErrorCode;
  return likeConnecting.has(check.id) || !last.answer ? codeOfExchange(last) : check.connectionErrorCode;
}

function codeOfExchange(exchange: Exchange): ConnectionErrorCode {
  const { answer, failure = "" } = exchange;
  if (answer) {
    const errorName = errorNameOf(exchange);
    return exceptionTable.find(({ exceptionName }) => exceptionName === errorName)?.connectionErrorCode ?? "XKS_PROXY_INVALID_RESPONSE";
  }
  if (failure.startsWith("no complete answer")) return "XKS_PROXY_TIMED_OUT";
  return /^Parse Error|^the answer has more/.test(failure) ? "XKS_PROXY_INVALID_RESPONSE" : "XKS_PROXY_NOT_REACHABLE";
}
