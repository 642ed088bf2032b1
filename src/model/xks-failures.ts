/**
 * The failures of an external key store, said once: the exception table, the time-out table, the connection error codes and
 * the further messages lie in `xks-failures/` as data; here are their names and the look-ups that kms, xks/client, explain,
 * alarms and the console share (reference: the KMS Developer Guide's pages on external key stores, the XKS Proxy API
 * specification 1.0.3).
 */
import { exceptionTable, unnamedReturn } from "./xks-failures/exception-table.ts";
import type { ExceptionRow, OperationKind } from "./xks-failures/exception-table.ts";
import type { ConnectionErrorCode, ErrorType, Explanation, UnreachableReason, XksExceptionName } from "./xks-failures/names.ts";
import { timeOutTable } from "./xks-failures/time-out-table.ts";
import type { AttemptEnd, TimeOutRow } from "./xks-failures/time-out-table.ts";

export { connectionErrorCodes, unreachableReasons, xksExceptionNames } from "./xks-failures/names.ts";
export type { ConnectionErrorCode, ErrorType, Explanation, Owner, UnreachableReason, XksExceptionName } from "./xks-failures/names.ts";
export { exceptionTable, operationKinds } from "./xks-failures/exception-table.ts";
export type { ExceptionRow, OperationKind } from "./xks-failures/exception-table.ts";
export { attemptEnds, defaultAttemptTimeMs, timeOutTable } from "./xks-failures/time-out-table.ts";
export type { AttemptEnd, TimeOutRow } from "./xks-failures/time-out-table.ts";
export { connectionErrors, unhealthyConnectionErrorCode } from "./xks-failures/connection-errors.ts";
export {
  externalKeyMessages,
  innerLayerFailure,
  notConnectedFailure,
  quotaFailure,
  unhealthyFailure,
} from "./xks-failures/further-messages.ts";
export type { FurtherFailure } from "./xks-failures/further-messages.ts";

const rows: ReadonlyMap<string, ExceptionRow> = new Map(exceptionTable.map((row) => [row.exceptionName, row]));
const endRows: ReadonlyMap<AttemptEnd, TimeOutRow> = new Map(timeOutTable.map((row) => [row.end, row]));

/** The exception table's row of a recorded ExceptionName. */
export function exceptionRowOf(exceptionName: XksExceptionName): ExceptionRow {
  const row = rows.get(exceptionName);
  if (!row) throw new Error(`no row for ${exceptionName} in the exception table`);
  return row;
}

/** The ErrorType that is recorded with an ExceptionName. */
export function errorTypeOf(exceptionName: XksExceptionName): ErrorType {
  return exceptionRowOf(exceptionName).errorType;
}

/** What KMS returns to the caller of an operation of this kind for a failure of the proxy; `reason` chooses among XksProxyUnreachableException's messages. */
export function failureOf(
  exceptionName: XksExceptionName,
  kind: OperationKind,
  reason?: UnreachableReason,
): { readonly exception: string; readonly message: string } {
  const row = exceptionRowOf(exceptionName);
  const named = row.returns[kind];
  return {
    exception: named === "–" ? unnamedReturn(exceptionName) : named,
    message: (reason && row.byReason?.[reason].message) ?? row.message,
  };
}

/** The ConnectionErrorCode of a ConnectCustomKeyStore that failed this way. */
export function connectionErrorCodeOf(exceptionName: XksExceptionName, reason?: UnreachableReason): ConnectionErrorCode {
  const row = exceptionRowOf(exceptionName);
  return (reason && row.byReason?.[reason].connectionErrorCode) ?? row.connectionErrorCode;
}

/** Owner, cause and remedy of a recorded failure. */
export function explanationOf(exceptionName: XksExceptionName, reason?: UnreachableReason): Explanation {
  const row = exceptionRowOf(exceptionName);
  return (reason && row.byReason?.[reason]) ?? row;
}

/** The time-out table's row for how an attempt ended. */
export function timeOutRowOf(end: AttemptEnd): TimeOutRow {
  const row = endRows.get(end);
  if (!row) throw new Error(`no row for ${end} in the time-out table`);
  return row;
}
