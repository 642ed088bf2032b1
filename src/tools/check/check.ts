/** What a conformance check is: one line of the tables in `checks/`, with a number, its source, and a function that asks the proxy. */
import type { ConnectionErrorCode } from "../../model/xks-failures.ts";
import type { Subject } from "./subject.ts";

/**
 * How binding the rule behind a check is: a MUST of the specification, a SHOULD (or what follows from the specification
 * without being said), or what AWS KMS itself would refuse.
 */
export type CheckLevel = "must" | "should" | "aws";

/** What must have worked before a check means anything. */
export type CheckNeed = "nothing" | "connection" | "authentication" | "key";

export type CheckResult = "pass" | "fail" | "warn" | "skip";

/** What a check found. */
export interface Finding {
  readonly result: CheckResult;
  /** What was seen, in a sentence without full stop. */
  readonly detail: string;
}

export interface Check {
  /** Stable; letter by subject, number within it. */
  readonly id: string;
  /** What holds for a proxy that passes. */
  readonly title: string;
  /** Section of the XKS Proxy API specification, or of the KMS Developer Guide. */
  readonly source: string;
  readonly level: CheckLevel;
  readonly needs: CheckNeed;
  /** What to do when it fails, an imperative sentence without full stop. */
  readonly remedy: string;
  /** What AWS KMS would say on connecting when this fails. */
  readonly connectionErrorCode?: ConnectionErrorCode;
  readonly run: (subject: Subject) => Promise<Finding>;
}

export const pass = (detail: string): Finding => ({ result: "pass", detail });
export const fail = (detail: string): Finding => ({ result: "fail", detail });
export const warn = (detail: string): Finding => ({ result: "warn", detail });
export const skip = (detail: string): Finding => ({ result: "skip", detail });
