/** Explanations of the model's failure tables for names that came over the wire. */
import {
  connectionErrors,
  type ConnectionErrorCode,
  type ExceptionRow,
  exceptionTable,
  type Explanation,
} from "../../src/model/xks-failures.ts";

/** Cause, owner and remedy of a ConnectionErrorCode. */
export function connectionErrorOf(code: string | undefined): Explanation | undefined {
  return code === undefined ? undefined : connectionErrors[code as ConnectionErrorCode];
}

/** The exception table's row of a recorded ExceptionName. */
export function exceptionRow(name: string | undefined): ExceptionRow | undefined {
  return exceptionTable.find(({ exceptionName }) => exceptionName === name);
}

/**
 * The explanation that fits a recorded failure: for XksProxyUnreachableException that of the reason its detail speaks of.
 */
export function explanationFor(name: string | undefined, detail: string | undefined): Explanation | undefined {
  const row = exceptionRow(name);
  if (!row?.byReason || detail === undefined) return row;
  if (/tls|certificate|handshake/i.test(detail)) return row.byReason["no-tls"];
  if (/time|within/i.test(detail)) return row.byReason["time-out"];
  return row;
}
