/** One alarm: its graph with the threshold, why it is in its state, and its history. */
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import Table from "@cloudscape-design/components/table";
import { type ReactNode, useCallback, useMemo } from "react";
import { readAlarm, readHistory } from "../alarms/alarm-calls.ts";
import { alarmGraph, conditionOf } from "../alarms/alarm-graph.ts";
import type { MetricAlarm } from "../alarms/alarm-shapes.ts";
import { AlarmStateIndicator } from "../alarms/alarm-state.tsx";
import { TestActions } from "../alarms/test-actions.tsx";
import { ExploredGraph } from "../explorer/explored-graph.tsx";
import { formatTime } from "../graph/format.ts";
import { defaultRange } from "../graph/time-range.ts";
import { FailureAlert } from "../parts/failure-alert.tsx";
import { usePreferences } from "../parts/preferences.tsx";
import { navigate, useQuery } from "../parts/router.ts";
import { useSignedIn } from "../parts/session-context.ts";
import { useInterval, useLoad } from "../parts/use-load.ts";
import { readViewState, type ViewState, writeViewState } from "../url-state.ts";

export default function AlarmPage({ name = "" }: { readonly name?: string }): ReactNode {
  const { api, session } = useSignedIn();
  const { timeZone } = usePreferences();
  const address = useQuery();
  const { state } = useMemo(() => readViewState(address), [address]);
  const alarm = useLoad(useCallback(async (signal) => ({ found: await readAlarm(api, name, signal) }), [api, name]));
  const history = useLoad(useCallback((signal) => readHistory(api, name, signal), [api, name]));
  useInterval(() => {
    alarm.reload();
    history.reload();
  }, 30);
  const found = alarm.data?.found;
  const widget = useMemo(() => (found ? alarmGraph(found, session.region) : undefined), [found, session.region]);
  const show = (changes: ViewState): void => navigate(`/alarms/${encodeURIComponent(name)}?${writeViewState({ ...state, ...changes })}`);
  if (!alarm.data) {
    if (alarm.failure) return <FailureAlert failure={alarm.failure} header="The alarm could not be read" onRetry={alarm.reload} />;
    return <Spinner size="large" />;
  }
  if (!found) return <FailureAlert failure={new Error(`There is no alarm named ${name}.`)} header="Not found" />;
  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <TestActions alarmName={found.AlarmName} hasActions={actionsOf(found).length > 0} />
            <Button variant="primary" href={`/alarms/${encodeURIComponent(found.AlarmName)}/edit`}>
              Edit
            </Button>
          </SpaceBetween>
        }
      >
        {found.AlarmName}
      </Header>
      <Container header={<Header variant="h2">Details</Header>}>
        <KeyValuePairs
          columns={3}
          items={[
            { label: "State", value: <AlarmStateIndicator state={found.StateValue} /> },
            {
              label: "Since",
              value: found.StateUpdatedTimestamp === undefined ? "–" : formatTime(found.StateUpdatedTimestamp, timeZone, true),
            },
            { label: "Condition", value: conditionOf(found) },
            { label: "Reason", value: found.StateReason || "–" },
            { label: "Missing data", value: found.TreatMissingData ?? "missing" },
            { label: "Description", value: found.AlarmDescription || "–" },
            { label: "Tells", value: actionsOf(found).join(", ") || "Nobody" },
            { label: "Actions", value: found.ActionsEnabled === false ? "Disabled" : "Enabled" },
          ]}
        />
      </Container>
      {widget && (
        <Container header={<Header variant="h2">Graph</Header>}>
          <ExploredGraph
            widget={widget}
            state={state}
            range={state.range ?? defaultRange}
            onState={show}
            onWidget={(_, changes = {}) => show(changes)}
          />
        </Container>
      )}
      <Table
        items={history.data ?? []}
        loading={history.loading && !history.data}
        loadingText="Loading history"
        ariaLabels={{ tableLabel: "History" }}
        empty={<Box textAlign="center">{history.failure ? history.failure.message : "No history"}</Box>}
        header={<Header variant="h2">History</Header>}
        columnDefinitions={[
          { id: "at", header: "Date", cell: ({ Timestamp }) => formatTime(Timestamp, timeZone, true) },
          { id: "type", header: "Type", cell: ({ HistoryItemType }) => HistoryItemType },
          {
            id: "summary",
            header: "Description",
            cell: ({ HistorySummary, HistoryData }) =>
              HistoryData === undefined ? (
                HistorySummary
              ) : (
                <ExpandableSection headerText={HistorySummary} variant="inline">
                  <Box variant="pre">{pretty(HistoryData)}</Box>
                </ExpandableSection>
              ),
          },
        ]}
      />
    </SpaceBetween>
  );
}

/** Every target that the alarm tells, whatever the state. */
function actionsOf({ AlarmActions = [], OKActions = [], InsufficientDataActions = [] }: MetricAlarm): readonly string[] {
  return [...new Set([...AlarmActions, ...OKActions, ...InsufficientDataActions])];
}

function pretty(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), undefined, 2);
  } catch {
    return json;
  }
}
