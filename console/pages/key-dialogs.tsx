/** Dialogs of a KMS key: schedule its deletion, and take that back. */
import Alert from "@cloudscape-design/components/alert";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { type ReactNode, useState } from "react";
import { ConfirmDialog } from "../parts/confirm-dialog.tsx";
import { useNotices } from "../parts/notices.tsx";
import { useSignedIn } from "../parts/session-context.ts";

interface KeyDialogProps {
  readonly keyId: string;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

export function ScheduleKeyDeletion({ keyId, onClose, onDone }: KeyDialogProps): ReactNode {
  const { api } = useSignedIn();
  const notices = useNotices();
  const [days, setDays] = useState("30");
  const isValid = /^\d+$/.test(days) && Number(days) >= 7 && Number(days) <= 30;
  const act = async (): Promise<void> => {
    await api.kms("ScheduleKeyDeletion", { KeyId: keyId, PendingWindowInDays: Number(days) });
    notices.show({ id: "key", type: "success", content: `The key will be deleted in ${days} days.` });
    onDone();
  };
  return (
    <ConfirmDialog header="Schedule key deletion" action="Schedule deletion" disabled={!isValid} act={act} onClose={onClose}>
      <Alert type="warning">
        After it is deleted nothing encrypted with this key can be decrypted, even though the external key remains.
      </Alert>
      <FormField label="Waiting period in days" constraintText="7 to 30" errorText={isValid ? undefined : "Enter 7 to 30."}>
        <Input type="number" value={days} onChange={({ detail }) => setDays(detail.value)} />
      </FormField>
    </ConfirmDialog>
  );
}

export function CancelKeyDeletion({ keyId, onClose, onDone }: KeyDialogProps): ReactNode {
  const { api } = useSignedIn();
  const notices = useNotices();
  const act = async (): Promise<void> => {
    await api.kms("CancelKeyDeletion", { KeyId: keyId });
    notices.show({ id: "key", type: "success", content: "The deletion was cancelled. The key is disabled: enable it to use it." });
    onDone();
  };
  return (
    <ConfirmDialog header="Cancel key deletion" action="Cancel key deletion" act={act} onClose={onClose}>
      The key stays, disabled.
    </ConfirmDialog>
  );
}
