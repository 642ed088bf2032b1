/** An alarm's state in the console's words. */
import StatusIndicator, { type StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";
import type { ReactNode } from "react";
import type { MetricAlarm } from "./alarm-shapes.ts";

const indicators: Readonly<Record<MetricAlarm["StateValue"], { readonly type: StatusIndicatorProps.Type; readonly text: string }>> = {
  OK: { type: "success", text: "OK" },
  ALARM: { type: "error", text: "In alarm" },
  INSUFFICIENT_DATA: { type: "pending", text: "Insufficient data" },
};

export function AlarmStateIndicator({ state }: { readonly state: MetricAlarm["StateValue"] }): ReactNode {
  const { type, text } = indicators[state];
  return <StatusIndicator type={type}>{text}</StatusIndicator>;
}
