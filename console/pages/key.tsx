/** One KMS key: configuration, cryptographic configuration, aliases, tags, policy, and a try of Encrypt and Decrypt. */
import Box from "@cloudscape-design/components/box";
import Alert from "@cloudscape-design/components/alert";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import Tabs from "@cloudscape-design/components/tabs";
import { type ReactNode, useCallback, useState } from "react";
import { formatTime } from "../graph/format.ts";
import type { KeyMetadata } from "../kms-shapes.ts";
import { FailureAlert } from "../parts/failure-alert.tsx";
import { KeyStateIndicator } from "../parts/key-state.tsx";
import { useNotices } from "../parts/notices.tsx";
import { usePreferences } from "../parts/preferences.tsx";
import { useSignedIn } from "../parts/session-context.ts";
import { useLoad } from "../parts/use-load.ts";
import { CancelKeyDeletion, ScheduleKeyDeletion } from "./key-dialogs.tsx";
import { KeyPolicy } from "./key-policy-tab.tsx";
import { KeyAliases, TryKey } from "./key-tabs.tsx";
import { KeyTags } from "./key-tags-tab.tsx";

export default function KeyPage({ keyId = "" }: { readonly keyId?: string }): ReactNode {
  const { api } = useSignedIn();
  const { data, failure, reload } = useLoad(
    useCallback(
      async (signal) => (await api.kms<{ readonly KeyMetadata: KeyMetadata }>("DescribeKey", { KeyId: keyId }, signal)).KeyMetadata,
      [api, keyId],
    ),
  );
  if (data) return <KeyDetail metadata={data} onChanged={reload} />;
  if (failure) return <FailureAlert failure={failure} header="The key could not be read" onRetry={reload} />;
  return <Spinner size="large" />;
}

function KeyDetail({ metadata, onChanged }: { readonly metadata: KeyMetadata; readonly onChanged: () => void }): ReactNode {
  const { timeZone } = usePreferences();
  const { api, session } = useSignedIn();
  const notices = useNotices();
  const [dialog, setDialog] = useState<"schedule" | "cancel">();
  const state = metadata.KeyState;
  const isAdmin = session.role === "admin";
  const change = async (operation: "EnableKey" | "DisableKey"): Promise<void> => {
    try {
      await api.kms(operation, { KeyId: metadata.KeyId });
      notices.show({ id: "key", type: "success", content: operation === "EnableKey" ? "The key was enabled." : "The key was disabled." });
      onChanged();
    } catch (error) {
      notices.show({ id: "key", type: "error", content: error instanceof Error ? `${error.name}: ${error.message}` : String(error) });
    }
  };
  const isPending = state === "PendingDeletion";
  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        actions={
          <ButtonDropdown
            onItemClick={({ detail }) => {
              if (detail.id === "enable") void change("EnableKey");
              else if (detail.id === "disable") void change("DisableKey");
              else setDialog(detail.id === "cancel" ? "cancel" : "schedule");
            }}
            items={[
              { id: "enable", text: "Enable", disabled: !isAdmin || metadata.Enabled === true || isPending },
              { id: "disable", text: "Disable", disabled: !isAdmin || metadata.Enabled === false || isPending },
              { id: "schedule", text: "Schedule key deletion", disabled: !isAdmin || isPending },
              { id: "cancel", text: "Cancel key deletion", disabled: !isAdmin || !isPending },
            ]}
          >
            Key actions
          </ButtonDropdown>
        }
      >
        {metadata.KeyId}
      </Header>
      {state === "Unavailable" && (
        <Alert type="warning" header="The key is unavailable">
          Its key store is not connected. <Link href={`/key-stores/${metadata.CustomKeyStoreId ?? ""}`}>Open the key store</Link> and
          connect it.
        </Alert>
      )}
      <Container header={<Header variant="h2">General configuration</Header>}>
        <KeyValuePairs
          columns={3}
          items={[
            { label: "ARN", value: metadata.Arn },
            { label: "Status", value: <KeyStateIndicator state={state} /> },
            { label: "Creation date", value: metadata.CreationDate === undefined ? "–" : formatTime(metadata.CreationDate, timeZone) },
            { label: "Description", value: metadata.Description || "–" },
            ...(metadata.DeletionDate === undefined
              ? []
              : [{ label: "Deletion date", value: formatTime(metadata.DeletionDate, timeZone) }]),
          ]}
        />
      </Container>
      <Tabs
        tabs={[
          { id: "cryptographic", label: "Cryptographic configuration", content: <CryptographicConfiguration metadata={metadata} /> },
          { id: "aliases", label: "Aliases", content: <KeyAliases keyId={metadata.KeyId} /> },
          { id: "tags", label: "Tags", content: <KeyTags keyId={metadata.KeyId} /> },
          { id: "policy", label: "Key policy", content: <KeyPolicy keyId={metadata.KeyId} /> },
          { id: "try", label: "Try it", content: <TryKey keyId={metadata.KeyId} /> },
        ]}
      />
      {dialog === "schedule" && <ScheduleKeyDeletion keyId={metadata.KeyId} onClose={() => setDialog(undefined)} onDone={onChanged} />}
      {dialog === "cancel" && <CancelKeyDeletion keyId={metadata.KeyId} onClose={() => setDialog(undefined)} onDone={onChanged} />}
    </SpaceBetween>
  );
}

function CryptographicConfiguration({ metadata }: { readonly metadata: KeyMetadata }): ReactNode {
  return (
    <SpaceBetween size="l">
      <KeyValuePairs
        columns={3}
        items={[
          { label: "Key spec", value: metadata.KeySpec ?? "–" },
          { label: "Key usage", value: metadata.KeyUsage ?? "–" },
          { label: "Origin", value: metadata.Origin ?? "–" },
        ]}
      />
      <div>
        <Box variant="h3">Custom key store</Box>
        <Link href={`/key-stores/${metadata.CustomKeyStoreId ?? ""}`}>{metadata.CustomKeyStoreId}</Link>
      </div>
      <div>
        <Box variant="h3">External key</Box>
        <KeyValuePairs items={[{ label: "External key ID", value: metadata.XksKeyConfiguration?.Id ?? "–" }]} />
      </div>
    </SpaceBetween>
  );
}
