/** Access keys of this service: who may call its APIs and sign in here. A secret is shown once. */
import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { type ReactNode, useCallback, useState } from "react";
import { roles } from "../../src/model/access-key.ts";
import type { AccessKeyShape } from "../console-shapes.ts";
import { formatTime } from "../graph/format.ts";
import { ConfirmDialog } from "../parts/confirm-dialog.tsx";
import { FailureAlert } from "../parts/failure-alert.tsx";
import { usePreferences } from "../parts/preferences.tsx";
import { useSignedIn } from "../parts/session-context.ts";
import { useLoad } from "../parts/use-load.ts";

type CreatedKey = AccessKeyShape & { readonly SecretAccessKey: string };

const roleTexts: Readonly<Record<(typeof roles)[number], string>> = {
  admin: "Everything",
  user: "Cryptographic operations as key policies and grants allow",
  viewer: "Metrics, alarms and dashboards, no cryptographic operations",
};

export default function AccessKeysPage(): ReactNode {
  const { api } = useSignedIn();
  const { timeZone } = usePreferences();
  const [dialog, setDialog] = useState<"create" | "delete">();
  const [selected, setSelected] = useState<AccessKeyShape>();
  const [created, setCreated] = useState<CreatedKey>();
  const { data, failure, loading, reload } = useLoad(
    useCallback(
      async (signal) => (await api.xkswatch<{ readonly AccessKeys: readonly AccessKeyShape[] }>("ListAccessKeys", {}, signal)).AccessKeys,
      [api],
    ),
  );
  const remove = async (): Promise<void> => {
    if (selected) await api.xkswatch("DeleteAccessKey", { AccessKeyId: selected.AccessKeyId });
    setSelected(undefined);
    reload();
  };
  return (
    <SpaceBetween size="m">
      <FailureAlert failure={failure} header="The access keys could not be read" onRetry={reload} />
      {created && (
        <Alert
          type="success"
          header={`The access key of ${created.Name} was created`}
          dismissible
          dismissAriaLabel="Dismiss"
          onDismiss={() => setCreated(undefined)}
        >
          <Box>
            Access key ID{" "}
            <CopyToClipboard
              variant="inline"
              textToCopy={created.AccessKeyId}
              copyButtonAriaLabel="Copy access key ID"
              copySuccessText="Copied"
              copyErrorText="Could not copy"
            />
          </Box>
          <Box>
            Secret access key{" "}
            <CopyToClipboard
              variant="inline"
              textToCopy={created.SecretAccessKey}
              copyButtonAriaLabel="Copy secret access key"
              copySuccessText="Copied"
              copyErrorText="Could not copy"
            />
          </Box>
          The secret is shown only now.
        </Alert>
      )}
      <Table<AccessKeyShape>
        variant="full-page"
        items={data ?? []}
        loading={loading && !data}
        loadingText="Loading access keys"
        trackBy="AccessKeyId"
        selectionType="single"
        selectedItems={selected ? [selected] : []}
        onSelectionChange={({ detail }) => setSelected(detail.selectedItems[0])}
        ariaLabels={{ tableLabel: "Access keys", selectionGroupLabel: "Access key", itemSelectionLabel: (_, key) => key.Name }}
        empty={<Box textAlign="center">No access keys</Box>}
        header={
          <Header
            variant="h1"
            counter={data ? `(${data.length})` : ""}
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                <Button disabled={!selected} onClick={() => setDialog("delete")}>
                  Delete
                </Button>
                <Button variant="primary" onClick={() => setDialog("create")}>
                  Create access key
                </Button>
              </SpaceBetween>
            }
          >
            Access keys
          </Header>
        }
        columnDefinitions={[
          { id: "name", header: "Name", isRowHeader: true, cell: ({ Name }) => Name },
          { id: "id", header: "Access key ID", cell: ({ AccessKeyId }) => AccessKeyId },
          { id: "role", header: "Role", cell: ({ Role }) => Role },
          { id: "created", header: "Creation date", cell: ({ CreatedAt }) => formatTime(CreatedAt, timeZone) },
        ]}
      />
      {dialog === "create" && (
        <CreateAccessKey
          onClose={() => setDialog(undefined)}
          onCreated={(key) => {
            setCreated(key);
            reload();
          }}
        />
      )}
      {dialog === "delete" && selected && (
        <ConfirmDialog
          header={`Delete the access key of ${selected.Name}`}
          action="Delete"
          act={remove}
          onClose={() => setDialog(undefined)}
        >
          Calls signed with it are refused from now on, and its user&apos;s sessions here end.
        </ConfirmDialog>
      )}
    </SpaceBetween>
  );
}

function CreateAccessKey({
  onClose,
  onCreated,
}: {
  readonly onClose: () => void;
  readonly onCreated: (key: CreatedKey) => void;
}): ReactNode {
  const { api } = useSignedIn();
  const [name, setName] = useState("");
  const [role, setRole] = useState<(typeof roles)[number]>("viewer");
  const options = roles.map((value) => ({ value, label: value, description: roleTexts[value] }));
  return (
    <ConfirmDialog
      header="Create access key"
      action="Create access key"
      disabled={!/^[\w+=,.@-]{1,64}$/.test(name)}
      act={async () => onCreated(await api.xkswatch<CreatedKey>("CreateAccessKey", { Name: name, Role: role }))}
      onClose={onClose}
    >
      <FormField label="Name" constraintText="1 to 64 letters, digits and +=,.@_-">
        <Input value={name} onChange={({ detail }) => setName(detail.value.trim())} />
      </FormField>
      <FormField label="Role">
        <Select
          selectedOption={options.find(({ value }) => value === role) ?? null}
          options={options}
          onChange={({ detail }) => setRole(roles.find((each) => each === detail.selectedOption.value) ?? "viewer")}
        />
      </FormField>
    </ConfirmDialog>
  );
}
