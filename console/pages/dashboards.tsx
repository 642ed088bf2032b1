/** The list of dashboards: create, delete, and the one that compares all key stores. */
import { useCollection } from "@cloudscape-design/collection-hooks";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import TextFilter from "@cloudscape-design/components/text-filter";
import { type ReactNode, useCallback, useMemo, useState } from "react";
import { compareAllName } from "../dashboards/compare-all.ts";
import { nameProblem } from "../dashboards/dashboard-body.ts";
import { type DashboardEntry, dashboardExists, deleteDashboards, listDashboards, writeDashboard } from "../dashboards/dashboard-calls.ts";
import { formatTime } from "../graph/format.ts";
import { ConfirmDialog } from "../parts/confirm-dialog.tsx";
import { FailureAlert } from "../parts/failure-alert.tsx";
import { usePreferences } from "../parts/preferences.tsx";
import { navigate } from "../parts/router.ts";
import { useSignedIn } from "../parts/session-context.ts";
import { useLoad } from "../parts/use-load.ts";

type Row = DashboardEntry & { readonly builtIn?: true };

export default function DashboardsPage(): ReactNode {
  const { api } = useSignedIn();
  const { timeZone } = usePreferences();
  const { data, failure, loading, reload } = useLoad(useCallback((signal) => listDashboards(api, signal), [api]));
  const [selected, setSelected] = useState<readonly Row[]>([]);
  const [dialog, setDialog] = useState<"create" | "delete">();
  const rows = useMemo<readonly Row[]>(() => [{ DashboardName: compareAllName, builtIn: true }, ...(data ?? [])], [data]);
  const { items, collectionProps, filterProps } = useCollection(rows, { filtering: { noMatch: "No dashboard matches" }, sorting: {} });
  return (
    <SpaceBetween size="m">
      <FailureAlert failure={failure} header="The dashboards could not be read" onRetry={reload} />
      <Table<Row>
        {...collectionProps}
        items={items}
        loading={loading && !data}
        loadingText="Loading dashboards"
        variant="full-page"
        trackBy="DashboardName"
        selectionType="multi"
        selectedItems={selected}
        isItemDisabled={({ builtIn }) => builtIn === true}
        onSelectionChange={({ detail }) => setSelected(detail.selectedItems)}
        ariaLabels={{
          tableLabel: "Dashboards",
          selectionGroupLabel: "Dashboards",
          allItemsSelectionLabel: () => "All dashboards",
          itemSelectionLabel: (_, { DashboardName }) => DashboardName,
        }}
        header={
          <Header
            variant="h1"
            counter={data ? `(${rows.length})` : ""}
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                <Button disabled={selected.length === 0} onClick={() => setDialog("delete")}>
                  Delete
                </Button>
                <Button variant="primary" onClick={() => setDialog("create")}>
                  Create dashboard
                </Button>
              </SpaceBetween>
            }
          >
            Dashboards
          </Header>
        }
        filter={<TextFilter {...filterProps} filteringPlaceholder="Find dashboards" filteringAriaLabel="Find dashboards" />}
        columnDefinitions={[
          {
            id: "name",
            header: "Name",
            isRowHeader: true,
            sortingField: "DashboardName",
            cell: ({ DashboardName }) => <Link href={`/dashboards/${DashboardName}`}>{DashboardName}</Link>,
          },
          {
            id: "kind",
            header: "Kind",
            cell: ({ builtIn }) => (builtIn ? "Built in: every key store side by side" : "Own"),
          },
          {
            id: "modified",
            header: "Last updated",
            sortingField: "LastModified",
            cell: ({ LastModified }) => (LastModified === undefined ? "–" : formatTime(LastModified, timeZone)),
          },
          { id: "size", header: "Size", cell: ({ Size }) => (Size === undefined ? "–" : `${Size.toLocaleString("en-US")} bytes`) },
        ]}
      />
      {dialog === "create" && <CreateDashboard onClose={() => setDialog(undefined)} />}
      {dialog === "delete" && (
        <ConfirmDialog
          header={`Delete ${selected.length} dashboard${selected.length === 1 ? "" : "s"}`}
          action="Delete"
          onClose={() => setDialog(undefined)}
          act={async () => {
            await deleteDashboards(
              api,
              selected.map(({ DashboardName }) => DashboardName),
            );
            setSelected([]);
            reload();
          }}
        >
          <Box>{selected.map(({ DashboardName }) => DashboardName).join(", ")}</Box>
        </ConfirmDialog>
      )}
    </SpaceBetween>
  );
}

function CreateDashboard({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { api } = useSignedIn();
  const [name, setName] = useState("");
  const problem = name === "" ? undefined : nameProblem(name);
  const create = async (): Promise<void> => {
    if (name === compareAllName || (await dashboardExists(api, name)))
      throw new Error(`A dashboard named ${name} exists. Choose another name.`);
    await writeDashboard(api, name, { widgets: [] });
    navigate(`/dashboards/${name}`);
  };
  return (
    <ConfirmDialog
      header="Create dashboard"
      action="Create dashboard"
      disabled={name === "" || problem !== undefined}
      act={create}
      onClose={onClose}
    >
      <FormField label="Dashboard name" constraintText="Letters, digits, dash and underscore, at most 255." errorText={problem}>
        <Input value={name} onChange={({ detail }) => setName(detail.value)} />
      </FormField>
    </ConfirmDialog>
  );
}
