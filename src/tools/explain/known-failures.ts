/** Everything that can be recognized, as findings without evidence: made from the tables of `model/xks-failures` alone. */
import type { Finding } from "../../model/finding.ts";
import {
  connectionErrors,
  exceptionTable,
  externalKeyMessages,
  type ExceptionRow,
  type Explanation,
  type FurtherFailure,
  innerLayerFailure,
  notConnectedFailure,
  quotaFailure,
  unhealthyFailure,
  unreachableReasons,
  type UnreachableReason,
} from "../../model/xks-failures.ts";
import { kmsExceptions } from "./kms-exceptions.ts";

/** A finding by the table, and for an unreachable proxy how far it got. */
export type KnownFailure = Omit<Finding, "recognized" | "evidence" | "interactions"> & { readonly reason?: UnreachableReason };

const explanation = ({ owner, cause, remedy }: Explanation): Explanation => ({ owner, cause, remedy });

const reasonTitles: Readonly<Record<UnreachableReason, string>> = {
  "no-communication": "no communication",
  "no-tls": "no TLS connection",
  "time-out": "time-out",
};

/** The rows of the exception table; an unreachable proxy once for each reason. */
export const recordedFailures: readonly KnownFailure[] = exceptionTable.flatMap((row): KnownFailure[] => {
  const { exceptionName } = row;
  if (!row.byReason) return [{ ...explanation(row), title: titleOf(row), message: row.message, exceptionName }];
  const { byReason } = row;
  return unreachableReasons.map((reason) => ({
    ...explanation(byReason[reason]),
    title: `${exceptionName}, ${reasonTitles[reason]} (${row.errorType})`,
    message: byReason[reason].message,
    exceptionName,
    reason,
  }));
});

const externalKeyExplanation = kmsExceptions["XksKeyInvalidConfigurationException"] as Explanation;

/** Failures whose message is known and that no exception of the proxy stands behind. */
export const furtherFailures: readonly KnownFailure[] = [
  ...[innerLayerFailure, notConnectedFailure, unhealthyFailure, quotaFailure].map(
    (failure: FurtherFailure): KnownFailure => ({ ...explanation(failure), title: failure.exception, message: failure.message }),
  ),
  {
    owner: "KMS side",
    cause: "The KMS key waits for its deletion and cannot be used.",
    remedy: "CancelKeyDeletion, then EnableKey; or use another key.",
    title: "KMSInvalidStateException",
    message: "is pending deletion.",
  },
  // The part behind the last "is" differs from key to key.
  ...[externalKeyMessages.keySpec(""), externalKeyMessages.keyStatus(""), externalKeyMessages.keyUsage([])].map(
    (message): KnownFailure => ({
      ...externalKeyExplanation,
      title: "XksKeyInvalidConfigurationException",
      message: message.replace(/\s*\.$/, ""),
    }),
  ),
];

/** What a name stands for: an exception of the proxy, what KMS returns for one, an exception of KMS itself. */
export function failuresNamed(name: string): readonly KnownFailure[] {
  const recorded = recordedFailures.filter(({ exceptionName }) => exceptionName === name);
  const own = kmsExceptions[name];
  const ofKms: KnownFailure[] = own ? [{ ...own, title: `${name} from KMS` }] : [];
  const returnedFor = exceptionTable.filter(
    (row) => name !== "KMSInvalidStateException" && name !== "CustomKeyStoreInvalidStateException" && returns(row, name),
  );
  const behind = recordedFailures.filter(({ exceptionName }) => returnedFor.some((row) => row.exceptionName === exceptionName));
  return [...recorded, ...ofKms, ...behind.map((failure) => ({ ...failure, title: `${name} from KMS for ${failure.title}` }))];
}

/** The explanation of a ConnectionErrorCode. */
export function connectionFailure(code: string): KnownFailure | undefined {
  const found = Object.entries(connectionErrors).find(([name]) => name === code)?.[1];
  return found && { ...explanation(found), title: `${code}: the key store's connection FAILED` };
}

function titleOf({ exceptionName, errorType }: ExceptionRow): string {
  return `${exceptionName} from the XKS proxy (${errorType})`;
}

function returns(row: ExceptionRow, name: string): boolean {
  return Object.values(row.returns).includes(name);
}
