/** Add to dashboard: the given graphs go below what an existing dashboard holds, or onto a new one. */
import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Link from "@cloudscape-design/components/link";
import Modal from "@cloudscape-design/components/modal";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tiles from "@cloudscape-design/components/tiles";
import { type ReactNode, useCallback, useState } from "react";
import type { MetricWidget } from "../graph/widget.ts";
import { useNotices } from "../parts/notices.tsx";
import { useSignedIn } from "../parts/session-context.ts";
import { useLoad } from "../parts/use-load.ts";
import { addBelow, nameProblem } from "./dashboard-body.ts";
import { dashboardExists, listDashboards, readDashboard, writeDashboard } from "./dashboard-calls.ts";

interface AddToDashboardProps {
  readonly widgets: readonly MetricWidget[];
  readonly onClose: () => void;
}

export function AddToDashboard({ widgets, onClose }: AddToDashboardProps): ReactNode {
  const { api } = useSignedIn();
  const notices = useNotices();
  const { data: entries, failure: listFailure, loading } = useLoad(useCallback((signal) => listDashboards(api, signal), [api]));
  const [choice, setChoice] = useState<"existing" | "new">("existing");
  const kind = entries?.length === 0 ? "new" : choice;
  const [existing, setExisting] = useState<string>();
  const [name, setName] = useState("");
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);

  const add = async (): Promise<void> => {
    const target = kind === "new" ? name : existing;
    if (target === undefined) return setProblem("Choose a dashboard.");
    const badName = kind === "new" ? nameProblem(target) : undefined;
    if (badName !== undefined) return setProblem(badName);
    setBusy(true);
    try {
      if (kind === "new" && (await dashboardExists(api, target))) {
        setBusy(false);
        return setProblem(`A dashboard named ${target} exists. Choose it as an existing one, or enter another name.`);
      }
      const body = kind === "new" ? { widgets: [] } : await readDashboard(api, target);
      await writeDashboard(api, target, addBelow(body, widgets));
      notices.show({
        id: "added-to-dashboard",
        type: "success",
        content: (
          <>
            {widgets.length === 1 ? "The graph was added" : `${widgets.length} graphs were added`} to{" "}
            <Link color="inverted" href={`/dashboards/${target}`}>
              dashboard {target}
            </Link>
            .
          </>
        ),
      });
      onClose();
    } catch (error) {
      setBusy(false);
      setProblem(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
    }
    return undefined;
  };

  return (
    <Modal
      visible
      header="Add to dashboard"
      onDismiss={onClose}
      closeAriaLabel="Close"
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              Cancel
            </Button>
            <Button variant="primary" loading={busy} onClick={() => void add()}>
              Add to dashboard
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        {listFailure && <Alert type="error">{listFailure.message}</Alert>}
        <Tiles
          ariaLabel="Kind of dashboard"
          value={kind}
          onChange={({ detail }) => {
            setChoice(detail.value === "new" ? "new" : "existing");
            setProblem(undefined);
          }}
          items={[
            { value: "existing", label: "Existing dashboard", description: "Goes below what it shows.", disabled: entries?.length === 0 },
            { value: "new", label: "New dashboard" },
          ]}
        />
        {kind === "existing" ? (
          <FormField label="Dashboard" errorText={problem}>
            <Select
              filteringType="auto"
              filteringAriaLabel="Find a dashboard"
              placeholder="Choose a dashboard"
              statusType={loading ? "loading" : "finished"}
              selectedOption={existing === undefined ? null : { value: existing, label: existing }}
              options={(entries ?? []).map(({ DashboardName }) => ({ value: DashboardName, label: DashboardName }))}
              onChange={({ detail }) => {
                setExisting(detail.selectedOption.value);
                setProblem(undefined);
              }}
            />
          </FormField>
        ) : (
          <FormField label="Dashboard name" constraintText="Letters, digits, dash and underscore, at most 255." errorText={problem}>
            <Input
              value={name}
              onChange={({ detail }) => {
                setName(detail.value);
                setProblem(undefined);
              }}
              onKeyDown={({ detail }) => detail.key === "Enter" && void add()}
            />
          </FormField>
        )}
      </SpaceBetween>
    </Modal>
  );
}
