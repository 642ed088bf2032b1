/** A key store's connection state in the console's words, its error code on hover and focus. */
import Popover from "@cloudscape-design/components/popover";
import StatusIndicator, { type StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";
import type { ReactNode } from "react";
import type { ConnectionState } from "../kms-shapes.ts";
import { connectionErrorOf } from "./failure-texts.ts";

const indicators: Readonly<Record<ConnectionState, { readonly type: StatusIndicatorProps.Type; readonly text: string }>> = {
  CONNECTED: { type: "success", text: "Connected" },
  CONNECTING: { type: "in-progress", text: "Connecting" },
  DISCONNECTED: { type: "stopped", text: "Disconnected" },
  DISCONNECTING: { type: "in-progress", text: "Disconnecting" },
  FAILED: { type: "error", text: "Failed" },
};

interface ConnectionStateProps {
  readonly state: ConnectionState;
  readonly errorCode: string | undefined;
  /** Says which kind of disconnected, where known. */
  readonly because?: "NEVER_CONNECTED" | "ON_PURPOSE" | undefined;
}

export function ConnectionStateIndicator({ state, errorCode, because }: ConnectionStateProps): ReactNode {
  const { type, text } = indicators[state];
  const suffix = state !== "DISCONNECTED" || because === undefined ? "" : because === "ON_PURPOSE" ? " on purpose" : ", never connected";
  const indicator = (
    <StatusIndicator type={type}>
      {text}
      {suffix}
    </StatusIndicator>
  );
  if (state !== "FAILED" || errorCode === undefined) return indicator;
  return (
    <Popover header={errorCode} content={connectionErrorOf(errorCode)?.cause ?? errorCode} dismissButton={false}>
      {indicator}
    </Popover>
  );
}
