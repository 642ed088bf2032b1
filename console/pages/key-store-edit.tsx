/** Edits an external key store. What only a disconnected one may change is greyed with the reason. */
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Form from "@cloudscape-design/components/form";
import Header from "@cloudscape-design/components/header";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import { type ReactNode, useCallback, useMemo, useState } from "react";
import type { CustomKeyStore } from "../kms-shapes.ts";
import { FailureAlert } from "../parts/failure-alert.tsx";
import { readKeyStore } from "../parts/kms-reads.ts";
import { useNotices } from "../parts/notices.tsx";
import { remedyFor } from "../parts/remedies.ts";
import { navigate } from "../parts/router.ts";
import { useSignedIn } from "../parts/session-context.ts";
import { useLoad } from "../parts/use-load.ts";
import { KeyStoreFieldsForm } from "./key-store-fields.tsx";
import { type FieldProblems, fieldsOf, problemsOf, updateInput } from "./key-store-form.ts";

export default function EditKeyStorePage({ keyStoreId = "" }: { readonly keyStoreId?: string }): ReactNode {
  const { api } = useSignedIn();
  const { data: store, failure, reload } = useLoad(useCallback((signal) => readKeyStore(api, keyStoreId, signal), [api, keyStoreId]));
  if (store) return <EditForm key={store.CustomKeyStoreId} store={store} />;
  if (failure) return <FailureAlert failure={failure} header="The key store could not be read" onRetry={reload} />;
  return <Spinner size="large" />;
}

function EditForm({ store }: { readonly store: CustomKeyStore }): ReactNode {
  const { api } = useSignedIn();
  const notices = useNotices();
  const before = useMemo(() => fieldsOf(store), [store]);
  const [fields, setFields] = useState(before);
  const [problems, setProblems] = useState<FieldProblems>({});
  const [failure, setFailure] = useState<Error>();
  const [confirming, setConfirming] = useState(false);
  const [busy, setBusy] = useState(false);
  const { input, changes } = updateInput(fields, before);
  const address = `/key-stores/${store.CustomKeyStoreId}`;
  const ask = (): void => {
    const found = problemsOf(fields, before);
    setProblems(found);
    setFailure(undefined);
    if (Object.keys(found).length > 0) return;
    if (changes.length === 0) setFailure(new Error("Nothing was changed."));
    else setConfirming(true);
  };
  const update = async (): Promise<void> => {
    setBusy(true);
    try {
      await api.kms("UpdateCustomKeyStore", { CustomKeyStoreId: store.CustomKeyStoreId, ...input });
      notices.show({
        id: "key-store-updated",
        type: "success",
        content: `The external key store ${fields.name} was updated: ${changes.join(", ")}.`,
      });
      navigate(address);
    } catch (error) {
      setFailure(error instanceof Error ? error : new Error(String(error)));
      setConfirming(false);
      setBusy(false);
      window.scrollTo(0, 0);
    }
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        ask();
      }}
    >
      <Form
        header={<Header variant="h1">Edit {store.CustomKeyStoreName}</Header>}
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" href={address} formAction="none">
              Cancel
            </Button>
            <Button variant="primary" formAction="submit">
              Update external key store
            </Button>
          </SpaceBetween>
        }
      >
        <SpaceBetween size="l">
          <FailureAlert failure={failure} header="The key store was not updated" remedy={failure && remedyFor(failure.name)} />
          <KeyStoreFieldsForm
            fields={fields}
            problems={problems}
            editing
            lockedBecause={
              store.ConnectionState === "DISCONNECTED"
                ? undefined
                : "Connectivity, endpoint and VPC endpoint service name can be changed only while the key store is disconnected."
            }
            onChange={(changed) => {
              setFields((now) => ({ ...now, ...changed }));
              setProblems({});
            }}
          />
        </SpaceBetween>
      </Form>
      <Modal
        visible={confirming}
        header="Update external key store"
        closeAriaLabel="Close"
        onDismiss={() => setConfirming(false)}
        footer={
          <Box float="right">
            <SpaceBetween direction="horizontal" size="xs">
              <Button variant="link" formAction="none" onClick={() => setConfirming(false)}>
                Cancel
              </Button>
              <Button variant="primary" formAction="none" loading={busy} onClick={() => void update()}>
                Update
              </Button>
            </SpaceBetween>
          </Box>
        }
      >
        A key store that points to another proxy or another path cannot decrypt what its keys encrypted. This changes: {changes.join(", ")}.
      </Modal>
    </form>
  );
}
