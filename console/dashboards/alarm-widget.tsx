/** An alarm widget: the states of the alarms it names. */
import Box from "@cloudscape-design/components/box";
import StatusIndicator, { type StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";
import { type ReactNode, useCallback } from "react";
import { FailureAlert } from "../parts/failure-alert.tsx";
import { useSignedIn } from "../parts/session-context.ts";
import { useInterval, useLoad } from "../parts/use-load.ts";

interface AlarmEntry {
  readonly AlarmName: string;
  readonly AlarmArn: string;
  readonly StateValue: string;
}

const indicators: Readonly<Record<string, StatusIndicatorProps.Type>> = { OK: "success", ALARM: "error", INSUFFICIENT_DATA: "pending" };

export function AlarmWidgetView({ title, alarms }: { readonly title: string; readonly alarms: readonly string[] }): ReactNode {
  const { api } = useSignedIn();
  const names = alarms.map((arn) => arn.split(":alarm:")[1] ?? arn).join("\n");
  const { data, failure, reload } = useLoad(
    useCallback(
      (signal) =>
        api.cloudwatch<{ readonly MetricAlarms?: readonly AlarmEntry[]; readonly CompositeAlarms?: readonly AlarmEntry[] }>(
          "DescribeAlarms",
          { AlarmNames: names.split("\n"), AlarmTypes: ["MetricAlarm", "CompositeAlarm"] },
          signal,
        ),
      [api, names],
    ),
  );
  useInterval(reload, 60);
  const entries = [...(data?.MetricAlarms ?? []), ...(data?.CompositeAlarms ?? [])];
  return (
    <section aria-label={title}>
      <h3 className="graph-title">{title}</h3>
      <FailureAlert failure={failure} header="The alarms could not be read" onRetry={reload} />
      {data && entries.length === 0 && <Box>None of these alarms exists.</Box>}
      <ul className="alarm-list">
        {entries.map(({ AlarmName, AlarmArn, StateValue }) => (
          <li key={AlarmArn}>
            <StatusIndicator type={indicators[StateValue] ?? "info"}>
              {AlarmName}: {StateValue}
            </StatusIndicator>
          </li>
        ))}
      </ul>
    </section>
  );
}
