/** A key store's connection state in the console's words, its error code on hover and focus. */
import Popover from "@cloudscape-design/components/popover";
import StatusIndicator, { type StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";
import type { ReactNode } from "react";
import type { ConnectionState } from "../kms-shapes.ts";
import { connectionErrors } from "./connection-errors.ts";

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
  /** Whether it was ever connected, where known: says which kind of disconnected. */
  readonly everConnected?: boolean | undefined;
}

export function ConnectionStateIndicator({ state, errorCode, everConnected }: ConnectionStateProps): ReactNode {
  const { type, text } = indicators[state];
  const suffix = state === "DISCONNECTED" && everConnected !== undefined ? (everConnected ? " on purpose" : ", never connected") : "";
  const indicator = (
    <StatusIndicator type={type}>
      {text}
      {suffix}
    </StatusIndicator>
  );
  if (state !== "FAILED" || errorCode === undefined) return indicator;
  return (
    <Popover header={errorCode} content={connectionErrors[errorCode]?.meaning ?? errorCode} dismissButton={false}>
      {indicator}
    </Popover>
  );
}
