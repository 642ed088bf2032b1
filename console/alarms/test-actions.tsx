/** Tells an alarm's receivers a test, and says what came of it with each. */
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator, { type StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";
import Table from "@cloudscape-design/components/table";
import { type ReactNode, useState } from "react";
import { FailureAlert } from "../parts/failure-alert.tsx";
import { useSignedIn } from "../parts/session-context.ts";
import { type TestedAction, testAlarmActions } from "./alarm-calls.ts";

const outcomes: Readonly<Record<TestedAction["Outcome"], { readonly type: StatusIndicatorProps.Type; readonly text: string }>> = {
  delivered: { type: "success", text: "Delivered" },
  failed: { type: "error", text: "Failed" },
  unconfirmed: { type: "warning", text: "Not confirmed yet" },
  nowhere: { type: "error", text: "Leads nowhere" },
};

interface TestActionsProps {
  readonly alarmName: string;
  readonly hasActions: boolean;
}

export function TestActions({ alarmName, hasActions }: TestActionsProps): ReactNode {
  const { api } = useSignedIn();
  const [tested, setTested] = useState<readonly TestedAction[]>();
  const [failure, setFailure] = useState<Error>();
  const [busy, setBusy] = useState(false);
  const test = async (): Promise<void> => {
    setBusy(true);
    setFailure(undefined);
    try {
      setTested(await testAlarmActions(api, alarmName));
    } catch (error) {
      setFailure(error instanceof Error ? error : new Error(String(error)));
    }
    setBusy(false);
  };
  const close = (): void => {
    setTested(undefined);
    setFailure(undefined);
  };
  return (
    <>
      <Button
        loading={busy}
        disabled={!hasActions}
        disabledReason="The alarm tells nobody yet: add an action under Edit."
        onClick={() => void test()}
      >
        Send test notification
      </Button>
      {(tested ?? failure) && (
        <Modal
          visible
          size="large"
          header="Test notification"
          closeAriaLabel="Close"
          onDismiss={close}
          footer={
            <Box float="right">
              <Button variant="primary" onClick={close}>
                Close
              </Button>
            </Box>
          }
        >
          <SpaceBetween size="s">
            <FailureAlert failure={failure} header="The test could not be sent" />
            {tested && (
              <Table
                variant="embedded"
                ariaLabels={{ tableLabel: "Test notification" }}
                items={tested}
                empty="The alarm tells nobody."
                columnDefinitions={[
                  {
                    id: "outcome",
                    header: "Outcome",
                    cell: ({ Outcome }) => <StatusIndicator type={outcomes[Outcome].type}>{outcomes[Outcome].text}</StatusIndicator>,
                  },
                  { id: "action", header: "Action", isRowHeader: true, cell: ({ Action }) => Action },
                  { id: "state", header: "State", cell: ({ StateValue }) => StateValue },
                  { id: "channel", header: "Receiver", cell: ({ Channel }) => Channel ?? "–" },
                  { id: "message", header: "What it says", cell: ({ Message }) => Message },
                ]}
              />
            )}
          </SpaceBetween>
        </Modal>
      )}
    </>
  );
}
