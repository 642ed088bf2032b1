/** What `explain` finds out about a text, a code or a request id. */
import type { Interaction } from "./interaction.ts";
import type { Explanation, XksExceptionName } from "./xks-failures.ts";

/** As what the text was recognized. */
export type Recognized = "message" | "similar message" | "exception" | "connection error code" | "request id";

export interface Finding extends Explanation {
  readonly recognized: Recognized;
  /** One line, e.g. "ThrottlingException from the XKS proxy (Retryable)". */
  readonly title: string;
  /** The message that callers see, where there is one. */
  readonly message?: string;
  /** The ExceptionName in the metrics, where there is one. */
  readonly exceptionName?: XksExceptionName;
  /** What is known of the very case: times, phases, what the proxy wrote. */
  readonly evidence: readonly string[];
  /** The interactions it is about: of the request, or the latest of the kind. */
  readonly interactions: readonly Interaction[];
}

/** Where the interactions behind a finding come from. */
export interface Evidence {
  ofRequest(kmsRequestId: string): Promise<readonly Interaction[]>;
  /** The latest failures of an exception, newest first. */
  latest(exceptionName: XksExceptionName, count: number): Promise<readonly Interaction[]>;
}
