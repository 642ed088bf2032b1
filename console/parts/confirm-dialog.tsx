/** A dialog that asks before it acts, tells a failure in place, and closes when it is done. */
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { type ReactNode, useState } from "react";
import { FailureAlert } from "./failure-alert.tsx";
import { remedyFor } from "./remedies.ts";

interface ConfirmDialogProps {
  readonly header: string;
  /** The word on the button that acts. */
  readonly action: string;
  readonly disabled?: boolean;
  readonly act: () => Promise<void>;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

export function ConfirmDialog({ header, action, disabled = false, act, onClose, children }: ConfirmDialogProps): ReactNode {
  const [failure, setFailure] = useState<Error>();
  const [busy, setBusy] = useState(false);
  const run = async (): Promise<void> => {
    setBusy(true);
    setFailure(undefined);
    try {
      await act();
      onClose();
    } catch (error) {
      setFailure(error instanceof Error ? error : new Error(String(error)));
      setBusy(false);
    }
  };
  return (
    <Modal
      visible
      header={header}
      closeAriaLabel="Close"
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              Cancel
            </Button>
            <Button variant="primary" disabled={disabled} loading={busy} onClick={() => void run()}>
              {action}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <FailureAlert failure={failure} header="It did not work" remedy={failure && remedyFor(failure.name)} />
        {children}
      </SpaceBetween>
    </Modal>
  );
}
