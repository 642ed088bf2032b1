/** Creates an external key store. It starts disconnected. */
import Button from "@cloudscape-design/components/button";
import Form from "@cloudscape-design/components/form";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { type ReactNode, useState } from "react";
import { FailureAlert } from "../parts/failure-alert.tsx";
import { useNotices } from "../parts/notices.tsx";
import { remedyFor } from "../parts/remedies.ts";
import { navigate } from "../parts/router.ts";
import { useSignedIn } from "../parts/session-context.ts";
import { KeyStoreFieldsForm } from "./key-store-fields.tsx";
import { createInput, emptyFields, type FieldProblems, problemsOf } from "./key-store-form.ts";

export default function CreateKeyStorePage(): ReactNode {
  const { api } = useSignedIn();
  const notices = useNotices();
  const [fields, setFields] = useState(emptyFields);
  const [problems, setProblems] = useState<FieldProblems>({});
  const [failure, setFailure] = useState<Error>();
  const [busy, setBusy] = useState(false);
  const create = async (): Promise<void> => {
    const found = problemsOf(fields);
    setProblems(found);
    setFailure(undefined);
    if (Object.keys(found).length > 0) return;
    setBusy(true);
    try {
      const { CustomKeyStoreId: id } = await api.kms<{ readonly CustomKeyStoreId: string }>("CreateCustomKeyStore", createInput(fields));
      notices.show({
        id: "key-store-created",
        type: "success",
        header: `The external key store ${fields.name} was created.`,
        content: "It is not connected yet. The next step: connect it.",
      });
      navigate(`/key-stores/${id}`);
    } catch (error) {
      setFailure(error instanceof Error ? error : new Error(String(error)));
      setBusy(false);
      window.scrollTo(0, 0);
    }
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void create();
      }}
    >
      <Form
        header={
          <Header variant="h1" description="A new key store is not connected. Connecting it is the next step.">
            Create external key store
          </Header>
        }
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" href="/key-stores" formAction="none">
              Cancel
            </Button>
            <Button variant="primary" loading={busy} formAction="submit">
              Create external key store
            </Button>
          </SpaceBetween>
        }
      >
        <SpaceBetween size="l">
          <FailureAlert failure={failure} header="The key store was not created" remedy={failure && remedyFor(failure.name)} />
          <KeyStoreFieldsForm
            fields={fields}
            problems={problems}
            lockedBecause={undefined}
            editing={false}
            onChange={(changes) => {
              setFields((before) => ({ ...before, ...changes }));
              setProblems({});
            }}
          />
        </SpaceBetween>
      </Form>
    </form>
  );
}
