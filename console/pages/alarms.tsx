/** The list of alarms; the recommended ones are made in one step. */
import { useCollection } from "@cloudscape-design/collection-hooks";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import Header from "@cloudscape-design/components/header";
import Link from "@cloudscape-design/components/link";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import TextFilter from "@cloudscape-design/components/text-filter";
import { type ReactNode, useCallback, useMemo, useState } from "react";
import { createRecommendedAlarms, readAlarms } from "../alarms/alarm-calls.ts";
import { conditionOf } from "../alarms/alarm-graph.ts";
import type { MetricAlarm } from "../alarms/alarm-shapes.ts";
import { AlarmStateIndicator } from "../alarms/alarm-state.tsx";
import { formatTime } from "../graph/format.ts";
import { ConfirmDialog } from "../parts/confirm-dialog.tsx";
import { FailureAlert } from "../parts/failure-alert.tsx";
import { useNotices } from "../parts/notices.tsx";
import { usePreferences } from "../parts/preferences.tsx";
import { navigate, useQuery } from "../parts/router.ts";
import { useSignedIn } from "../parts/session-context.ts";
import { useInterval, useLoad } from "../parts/use-load.ts";

const states = [
  { value: "", label: "Any" },
  { value: "ALARM", label: "In alarm" },
  { value: "OK", label: "OK" },
  { value: "INSUFFICIENT_DATA", label: "Insufficient data" },
] as const;
const none: readonly MetricAlarm[] = [];

export default function AlarmsPage(): ReactNode {
  const { api } = useSignedIn();
  const { timeZone } = usePreferences();
  const notices = useNotices();
  const state = new URLSearchParams(useQuery()).get("state") ?? "";
  const { data, failure, loading, reload } = useLoad(useCallback((signal) => readAlarms(api, signal), [api]));
  const [selected, setSelected] = useState<readonly MetricAlarm[]>([]);
  const [deleting, setDeleting] = useState(false);
  useInterval(reload, 30);
  const rows = useMemo(() => (data ?? none).filter(({ StateValue }) => state === "" || StateValue === state), [data, state]);
  const run = async (act: () => Promise<string>): Promise<void> => {
    try {
      notices.show({ id: "alarms", type: "success", content: await act() });
      reload();
    } catch (error) {
      notices.show({ id: "alarms", type: "error", content: error instanceof Error ? `${error.name}: ${error.message}` : String(error) });
    }
  };
  const recommend = (): Promise<void> =>
    run(async () => {
      const created = await createRecommendedAlarms(api, data ?? none);
      return created === 0 ? "All recommended alarms exist already." : `${created} recommended alarms were created.`;
    });
  const names = selected.map(({ AlarmName }) => AlarmName);
  const { items, collectionProps, filterProps } = useCollection(rows, {
    filtering: {
      empty: (
        <SpaceBetween size="xs" alignItems="center">
          <Box variant="strong">No alarms</Box>
          <Button onClick={() => void recommend()}>Create the recommended alarms</Button>
        </SpaceBetween>
      ),
      noMatch: "No alarm matches",
    },
    sorting: {},
  });
  return (
    <SpaceBetween size="m">
      <FailureAlert failure={failure} header="The alarms could not be read" onRetry={reload} />
      <Table<MetricAlarm>
        {...collectionProps}
        items={items}
        loading={loading && !data}
        loadingText="Loading alarms"
        variant="full-page"
        trackBy="AlarmName"
        selectionType="multi"
        selectedItems={selected}
        onSelectionChange={({ detail }) => setSelected(detail.selectedItems)}
        ariaLabels={{
          tableLabel: "Alarms",
          selectionGroupLabel: "Alarms",
          allItemsSelectionLabel: () => "All alarms",
          itemSelectionLabel: (_, { AlarmName }) => AlarmName,
        }}
        header={
          <Header
            variant="h1"
            counter={data ? `(${rows.length})` : ""}
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                <ButtonDropdown
                  disabled={selected.length === 0}
                  items={[
                    { id: "enable", text: "Enable actions" },
                    { id: "disable", text: "Disable actions" },
                    { id: "delete", text: "Delete" },
                  ]}
                  onItemClick={({ detail }) => {
                    if (detail.id === "delete") setDeleting(true);
                    else
                      void run(async () => {
                        await api.cloudwatch(detail.id === "enable" ? "EnableAlarmActions" : "DisableAlarmActions", { AlarmNames: names });
                        return `Actions were ${detail.id === "enable" ? "enabled" : "disabled"}.`;
                      });
                  }}
                >
                  Actions
                </ButtonDropdown>
                <Button onClick={() => void recommend()}>Create the recommended alarms</Button>
                <Button variant="primary" href="/alarms/create">
                  Create alarm
                </Button>
              </SpaceBetween>
            }
          >
            Alarms
          </Header>
        }
        filter={
          <div className="filters">
            <TextFilter {...filterProps} filteringPlaceholder="Find alarms" filteringAriaLabel="Find alarms" />
            <Select
              inlineLabelText="State"
              selectedOption={states.find(({ value }) => value === state) ?? states[0]}
              options={states}
              onChange={({ detail }) => navigate(detail.selectedOption.value ? `/alarms?state=${detail.selectedOption.value}` : "/alarms")}
            />
          </div>
        }
        columnDefinitions={[
          {
            id: "name",
            header: "Name",
            isRowHeader: true,
            sortingField: "AlarmName",
            cell: ({ AlarmName }) => <Link href={`/alarms/${encodeURIComponent(AlarmName)}`}>{AlarmName}</Link>,
          },
          {
            id: "state",
            header: "State",
            sortingField: "StateValue",
            cell: ({ StateValue }) => <AlarmStateIndicator state={StateValue} />,
          },
          {
            id: "updated",
            header: "Last state update",
            sortingField: "StateUpdatedTimestamp",
            cell: ({ StateUpdatedTimestamp: at }) => (at === undefined ? "–" : formatTime(at, timeZone, true)),
          },
          { id: "condition", header: "Conditions", cell: conditionOf },
          {
            id: "actions",
            header: "Actions",
            cell: ({ ActionsEnabled, AlarmActions = [] }) =>
              AlarmActions.length === 0 ? "None" : ActionsEnabled === false ? "Disabled" : `${AlarmActions.length} enabled`,
          },
        ]}
      />
      {deleting && (
        <ConfirmDialog
          header={`Delete ${names.length} alarm${names.length === 1 ? "" : "s"}`}
          action="Delete"
          onClose={() => setDeleting(false)}
          act={async () => {
            await api.cloudwatch("DeleteAlarms", { AlarmNames: names });
            setSelected([]);
            reload();
          }}
        >
          {names.join(", ")}
        </ConfirmDialog>
      )}
    </SpaceBetween>
  );
}
