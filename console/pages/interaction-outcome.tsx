/** How an interaction ended. */
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import type { ReactNode } from "react";
import type { FailureShape } from "../console-shapes.ts";

export function OutcomeIndicator({ failure }: { readonly failure: FailureShape | undefined }): ReactNode {
  if (!failure) return <StatusIndicator type="success">Success</StatusIndicator>;
  return <StatusIndicator type={failure.ErrorType === "Retryable" ? "warning" : "error"}>{failure.ExceptionName}</StatusIndicator>;
}
