/** The detail page of one external key store. */
import Alert from "@cloudscape-design/components/alert";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import { type ReactNode, useCallback } from "react";
import { defaultQuotaPerSecond } from "../../src/model/key-store.ts";
import type { KeyStoreStatus } from "../console-shapes.ts";
import { Monitoring } from "../graph/monitoring.tsx";
import { FailureAlert } from "../parts/failure-alert.tsx";
import { connectionErrors } from "../parts/connection-errors.ts";
import { readKeyStore } from "../parts/kms-reads.ts";
import { useSignedIn } from "../parts/session-context.ts";
import { useInterval, useLoad } from "../parts/use-load.ts";
import { CertificatePanel, FleetPanel, GeneralPanel, ProxyPanel } from "./key-store-panels.tsx";

export default function KeyStorePage({ keyStoreId = "" }: { readonly keyStoreId?: string }): ReactNode {
  const { api } = useSignedIn();
  const store = useLoad(useCallback((signal) => readKeyStore(api, keyStoreId, signal), [api, keyStoreId]));
  const status = useLoad(
    useCallback((signal) => api.xkswatch<KeyStoreStatus>("GetKeyStoreStatus", { KeyStoreId: keyStoreId }, signal), [api, keyStoreId]),
  );
  const state = store.data?.ConnectionState;
  const reload = (): void => {
    store.reload();
    status.reload();
  };
  useInterval(reload, state === "CONNECTING" || state === "DISCONNECTING" ? 2 : 60);

  if (!store.data) {
    if (store.failure) return <FailureAlert failure={store.failure} header="The key store could not be read" onRetry={reload} />;
    return <Spinner size="large" />;
  }
  const facts = store.data;
  const errorText = facts.ConnectionErrorCode === undefined ? undefined : connectionErrors[facts.ConnectionErrorCode];
  return (
    <SpaceBetween size="l">
      <Header variant="h1">{facts.CustomKeyStoreName}</Header>
      {state === "FAILED" && (
        <Alert type="error" header={`Connection failed: ${facts.ConnectionErrorCode ?? "unknown"}`}>
          {errorText ? `${errorText.meaning} ${errorText.remedy}` : "Disconnect the key store, mend the cause, and connect it again."}
        </Alert>
      )}
      <FailureAlert failure={store.failure} header="The key store could not be read anew" onRetry={reload} />
      <GeneralPanel store={facts} status={status.data} />
      <ProxyPanel store={facts} status={status.data} />
      <div className="two-panels">
        <CertificatePanel status={status.data} failure={status.failure} />
        <FleetPanel status={status.data} failure={status.failure} />
      </div>
      <Monitoring
        store={{
          id: facts.CustomKeyStoreId,
          name: facts.CustomKeyStoreName,
          quotaPerSecond: status.data?.QuotaPerSecond ?? defaultQuotaPerSecond,
          connectionState: facts.ConnectionState,
        }}
      />
    </SpaceBetween>
  );
}
