/** Creates a KMS key in an external key store, with an alias. */
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Checkbox from "@cloudscape-design/components/checkbox";
import Container from "@cloudscape-design/components/container";
import Form from "@cloudscape-design/components/form";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import { type ReactNode, useCallback, useState } from "react";
import type { KeyMetadata } from "../kms-shapes.ts";
import { FailureAlert } from "../parts/failure-alert.tsx";
import { readKeyStores } from "../parts/kms-reads.ts";
import { useNotices } from "../parts/notices.tsx";
import { remedyFor } from "../parts/remedies.ts";
import { navigate, useQuery } from "../parts/router.ts";
import { useSignedIn } from "../parts/session-context.ts";
import { useLoad } from "../parts/use-load.ts";
import { keyProblems } from "./key-form.ts";

export default function CreateKeyPage(): ReactNode {
  const { api } = useSignedIn();
  const notices = useNotices();
  const asked = new URLSearchParams(useQuery()).get("keyStore") ?? undefined;
  const { data: stores, failure: storesFailure, reload } = useLoad(useCallback((signal) => readKeyStores(api, signal), [api]));
  const [chosen, setChosen] = useState<string | undefined>(asked);
  const [externalKeyId, setExternalKeyId] = useState("");
  const [alias, setAlias] = useState("");
  const [description, setDescription] = useState("");
  const [confirmed, setConfirmed] = useState(false);
  const [problems, setProblems] = useState<ReturnType<typeof keyProblems>>({});
  const [failure, setFailure] = useState<Error>();
  const [busy, setBusy] = useState(false);
  const connected = (stores ?? []).filter(({ ConnectionState }) => ConnectionState === "CONNECTED");
  const keyStoreId = chosen ?? (connected.length === 1 ? connected[0]?.CustomKeyStoreId : undefined);
  const store = stores?.find(({ CustomKeyStoreId }) => CustomKeyStoreId === keyStoreId);

  const create = async (): Promise<void> => {
    const found = keyProblems({ keyStoreId, externalKeyId, alias, confirmed });
    setProblems(found);
    setFailure(undefined);
    if (Object.keys(found).length > 0) return;
    setBusy(true);
    try {
      const { KeyMetadata: key } = await api.kms<{ readonly KeyMetadata: KeyMetadata }>("CreateKey", {
        Origin: "EXTERNAL_KEY_STORE",
        CustomKeyStoreId: keyStoreId,
        XksKeyId: externalKeyId,
        Description: description,
      });
      if (alias !== "") {
        try {
          await api.kms("CreateAlias", { AliasName: `alias/${alias}`, TargetKeyId: key.KeyId });
        } catch (error) {
          notices.show({
            id: "alias",
            type: "warning",
            header: "The key was created, its alias was not.",
            content: error instanceof Error ? `${error.name}: ${error.message}` : "",
          });
          navigate(`/keys/${key.KeyId}`);
          return;
        }
      }
      notices.show({ id: "key-created", type: "success", content: `The KMS key ${alias || key.KeyId} was created.` });
      navigate(`/keys/${key.KeyId}`);
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
          <Header variant="h1" description="A symmetric encryption key whose key material stays in your external key manager.">
            Create key
          </Header>
        }
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" href="/keys" formAction="none">
              Cancel
            </Button>
            <Button variant="primary" loading={busy} formAction="submit">
              Create key
            </Button>
          </SpaceBetween>
        }
      >
        <SpaceBetween size="l">
          <FailureAlert failure={storesFailure} header="The key stores could not be read" onRetry={reload} />
          <FailureAlert failure={failure} header="The key was not created" remedy={failure && remedyFor(failure.name)} />
          {stores && connected.length === 0 && <Alert type="warning">No external key store is connected. Connect one first.</Alert>}
          <Container header={<Header variant="h2">External key</Header>}>
            <SpaceBetween size="m">
              <FormField label="External key store" errorText={problems.keyStoreId}>
                <Select
                  selectedOption={store ? { value: store.CustomKeyStoreId, label: store.CustomKeyStoreName } : null}
                  placeholder="Choose a connected key store"
                  options={(stores ?? []).map((each) => ({
                    value: each.CustomKeyStoreId,
                    label: each.CustomKeyStoreName,
                    description: each.CustomKeyStoreId,
                    disabled: each.ConnectionState !== "CONNECTED",
                    disabledReason: "It is not connected.",
                  }))}
                  onChange={({ detail }) => setChosen(detail.selectedOption.value)}
                />
              </FormField>
              <FormField
                label="External key ID"
                description="The id of an enabled AES-256 key in the key manager that allows encrypting and decrypting."
                errorText={problems.externalKeyId}
              >
                <Input value={externalKeyId} spellcheck={false} onChange={({ detail }) => setExternalKeyId(detail.value.trim())} />
              </FormField>
              <FormField errorText={problems.confirmed}>
                <Checkbox checked={confirmed} onChange={({ detail }) => setConfirmed(detail.checked)}>
                  I know that data encrypted with this key can be decrypted only while the external key exists and its manager can be
                  reached.
                </Checkbox>
              </FormField>
            </SpaceBetween>
          </Container>
          <Container header={<Header variant="h2">Labels</Header>}>
            <SpaceBetween size="m">
              <FormField label="Alias - optional" errorText={problems.alias}>
                <Input value={alias} spellcheck={false} onChange={({ detail }) => setAlias(detail.value.trim().replace(/^alias\//, ""))} />
              </FormField>
              <FormField label="Description - optional">
                <Textarea value={description} rows={2} onChange={({ detail }) => setDescription(detail.value)} />
              </FormField>
            </SpaceBetween>
          </Container>
        </SpaceBetween>
      </Form>
    </form>
  );
}
