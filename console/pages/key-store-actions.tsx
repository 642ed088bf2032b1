/** Key store actions: connect, disconnect, edit, request quota, delete. Connecting goes on in the background; the page polls. */
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import { type ReactNode, useState } from "react";
import type { CustomKeyStore } from "../kms-shapes.ts";
import { useNotices } from "../parts/notices.tsx";
import { remedyFor } from "../parts/remedies.ts";
import { navigate } from "../parts/router.ts";
import { useSignedIn } from "../parts/session-context.ts";
import { DeleteKeyStore, DisconnectKeyStore, KeyStoreQuota } from "./key-store-dialogs.tsx";

interface KeyStoreActionsProps {
  readonly store: CustomKeyStore | undefined;
  readonly quotaPerSecond: number | undefined;
  /** Something changed: read anew. */
  readonly onChanged: () => void;
}

export function KeyStoreActions({ store, quotaPerSecond, onChanged }: KeyStoreActionsProps): ReactNode {
  const { api, session } = useSignedIn();
  const notices = useNotices();
  const [dialog, setDialog] = useState<"disconnect" | "delete" | "quota">();
  const state = store?.ConnectionState;
  const isAdmin = session.role === "admin";

  const connect = async (): Promise<void> => {
    if (!store) return;
    try {
      await api.kms("ConnectCustomKeyStore", { CustomKeyStoreId: store.CustomKeyStoreId });
      notices.show({
        id: `connect-${store.CustomKeyStoreId}`,
        type: "in-progress",
        content: `Connecting ${store.CustomKeyStoreName} is in progress.`,
      });
    } catch (error) {
      const failure = error instanceof Error ? error : new Error(String(error));
      notices.show({
        id: `connect-${store.CustomKeyStoreId}`,
        type: "error",
        header: `${failure.name}: ${failure.message}`,
        content: remedyFor(failure.name),
      });
    }
    onChanged();
  };
  const act = (id: string): void => {
    if (id === "connect") void connect();
    else if (id === "edit" && store) navigate(`/key-stores/${store.CustomKeyStoreId}/edit`);
    else if (id === "disconnect" || id === "delete" || id === "quota") setDialog(id);
  };
  const item = (
    id: string,
    text: string,
    possible: boolean,
    reason: string,
  ): { id: string; text: string; disabled: boolean; disabledReason?: string } => {
    if (!isAdmin) return { id, text, disabled: true, disabledReason: "Your role only allows to look." };
    return possible ? { id, text, disabled: false } : { id, text, disabled: true, disabledReason: reason };
  };
  return (
    <>
      <ButtonDropdown
        disabled={!store}
        onItemClick={({ detail }) => act(detail.id)}
        items={[
          item("connect", "Connect", state === "DISCONNECTED", state === "FAILED" ? "Disconnect it first." : "It is not disconnected."),
          item("disconnect", "Disconnect", state === "CONNECTED" || state === "FAILED" || state === "CONNECTING", "It is disconnected."),
          item("edit", "Edit", true, ""),
          item("quota", "Edit request quota", true, ""),
          item("delete", "Delete", state === "DISCONNECTED", "Only a disconnected key store can be deleted."),
        ]}
      >
        Key store actions
      </ButtonDropdown>
      {store && dialog === "disconnect" && <DisconnectKeyStore store={store} onClose={() => setDialog(undefined)} onDone={onChanged} />}
      {store && dialog === "delete" && <DeleteKeyStore store={store} onClose={() => setDialog(undefined)} onDone={onChanged} />}
      {store && dialog === "quota" && (
        <KeyStoreQuota store={store} quotaPerSecond={quotaPerSecond} onClose={() => setDialog(undefined)} onDone={onChanged} />
      )}
    </>
  );
}
