/** Dialogs of a key store: disconnect, delete, request quota. */
import Alert from "@cloudscape-design/components/alert";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { type ReactNode, useState } from "react";
import { defaultQuotaPerSecond } from "../../src/model/key-store.ts";
import type { CustomKeyStore } from "../kms-shapes.ts";
import { ConfirmDialog } from "../parts/confirm-dialog.tsx";
import { useNotices } from "../parts/notices.tsx";
import { navigate } from "../parts/router.ts";
import { useSignedIn } from "../parts/session-context.ts";

interface DialogProps {
  readonly store: CustomKeyStore;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

export function DisconnectKeyStore({ store, onClose, onDone }: DialogProps): ReactNode {
  const { api } = useSignedIn();
  const notices = useNotices();
  const act = async (): Promise<void> => {
    await api.kms("DisconnectCustomKeyStore", { CustomKeyStoreId: store.CustomKeyStoreId });
    notices.show({
      id: `connect-${store.CustomKeyStoreId}`,
      type: "success",
      content: `${store.CustomKeyStoreName} is being disconnected.`,
    });
    onDone();
  };
  return (
    <ConfirmDialog header={`Disconnect ${store.CustomKeyStoreName}`} action="Disconnect" act={act} onClose={onClose}>
      <Alert type="warning">While it is disconnected its KMS keys are Unavailable: nothing can be encrypted or decrypted with them.</Alert>
    </ConfirmDialog>
  );
}

export function DeleteKeyStore({ store, onClose, onDone }: DialogProps): ReactNode {
  const { api } = useSignedIn();
  const notices = useNotices();
  const [typed, setTyped] = useState("");
  const act = async (): Promise<void> => {
    await api.kms("DeleteCustomKeyStore", { CustomKeyStoreId: store.CustomKeyStoreId });
    notices.show({ id: "key-store-deleted", type: "success", content: `The external key store ${store.CustomKeyStoreName} was deleted.` });
    navigate("/key-stores");
    onDone();
  };
  return (
    <ConfirmDialog
      header={`Delete ${store.CustomKeyStoreName}`}
      action="Delete"
      disabled={typed !== store.CustomKeyStoreName}
      act={act}
      onClose={onClose}
    >
      <Alert type="warning">Only a key store without KMS keys can be deleted. The proxy and the external keys are not touched.</Alert>
      <FormField label={`To confirm, enter the name ${store.CustomKeyStoreName}`}>
        <Input value={typed} onChange={({ detail }) => setTyped(detail.value)} />
      </FormField>
    </ConfirmDialog>
  );
}

export function KeyStoreQuota({
  store,
  quotaPerSecond,
  onClose,
  onDone,
}: DialogProps & { readonly quotaPerSecond: number | undefined }): ReactNode {
  const { api } = useSignedIn();
  const notices = useNotices();
  const [value, setValue] = useState(String(quotaPerSecond ?? defaultQuotaPerSecond));
  const isWhole = /^\d{1,7}$/.test(value) && Number(value) >= 1 && Number(value) <= 1_000_000;
  const act = async (): Promise<void> => {
    await api.xkswatch("PutKeyStoreQuota", { KeyStoreId: store.CustomKeyStoreId, QuotaPerSecond: Number(value) });
    notices.show({
      id: "quota",
      type: "success",
      content: `The request quota of ${store.CustomKeyStoreName} is now ${Number(value).toLocaleString("en-US")} a second.`,
    });
    onDone();
  };
  return (
    <ConfirmDialog header={`Request quota of ${store.CustomKeyStoreName}`} action="Save" disabled={!isWhole} act={act} onClose={onClose}>
      <FormField
        label="Cryptographic requests per second"
        description="Requests above it fail at once with ThrottlingException and never reach the proxy."
        constraintText={`1 to 1,000,000; AWS's default is ${defaultQuotaPerSecond.toLocaleString("en-US")}.`}
        errorText={isWhole ? undefined : "Enter a whole number from 1 to 1,000,000."}
      >
        <Input type="number" value={value} onChange={({ detail }) => setValue(detail.value)} />
      </FormField>
    </ConfirmDialog>
  );
}
