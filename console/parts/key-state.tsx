/** A KMS key's state in the console's words. */
import StatusIndicator, { type StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";
import type { ReactNode } from "react";

const indicators: Readonly<Record<string, { readonly type: StatusIndicatorProps.Type; readonly text: string }>> = {
  Enabled: { type: "success", text: "Enabled" },
  Disabled: { type: "stopped", text: "Disabled" },
  PendingDeletion: { type: "warning", text: "Pending deletion" },
  Unavailable: { type: "error", text: "Unavailable" },
};

export function KeyStateIndicator({ state }: { readonly state: string | undefined }): ReactNode {
  const known = indicators[state ?? ""];
  return <StatusIndicator type={known?.type ?? "info"}>{known?.text ?? state ?? "–"}</StatusIndicator>;
}
