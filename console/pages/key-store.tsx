/** The detail page of one external key store. */
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tabs from "@cloudscape-design/components/tabs";
import Spinner from "@cloudscape-design/components/spinner";
import { lazy, type ReactNode, Suspense, useCallback, useEffect, useMemo, useState } from "react";
import { defaultQuotaPerSecond } from "../../src/model/key-store.ts";
import type { KeyStoreStatus } from "../console-shapes.ts";
import { Monitoring } from "../graph/monitoring.tsx";
import { useStoreAlarms } from "../graph/use-graph-events.ts";
import { connectionErrorOf } from "../parts/failure-texts.ts";
import { FailureAlert } from "../parts/failure-alert.tsx";
import { readKeyStore } from "../parts/kms-reads.ts";
import { useNotices } from "../parts/notices.tsx";
import { navigate } from "../parts/router.ts";
import { useSignedIn } from "../parts/session-context.ts";
import { useConnectionNotices } from "../parts/use-connection-notices.ts";
import { useInterval, useLoad } from "../parts/use-load.ts";
import { readViewState, type ViewState } from "../url-state.ts";
import { BudgetPanel } from "./budget-panel.tsx";
import { KeyStoreActions } from "./key-store-actions.tsx";
import { KeysTable } from "./keys.tsx";
import { RecentInteractions } from "./recent-interactions.tsx";
import { StoreAlarmsPanel } from "./store-alarms-panel.tsx";
import { CertificatePanel, FleetPanel, GeneralPanel, ProxyPanel } from "./key-store-panels.tsx";

const LatencySpread = lazy(() => import("./latency-spread.tsx"));

export default function KeyStorePage({ keyStoreId = "" }: { readonly keyStoreId?: string }): ReactNode {
  const { api } = useSignedIn();
  const store = useLoad(useCallback((signal) => readKeyStore(api, keyStoreId, signal), [api, keyStoreId]));
  const status = useLoad(
    useCallback((signal) => api.xkswatch<KeyStoreStatus>("GetKeyStoreStatus", { KeyStoreId: keyStoreId }, signal), [api, keyStoreId]),
  );
  useConnectionNotices(useMemo(() => (store.data ? [store.data] : undefined), [store.data]));
  const initial = useLinkState();
  const alarms = useStoreAlarms(keyStoreId);
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
  const errorText = connectionErrorOf(facts.ConnectionErrorCode);
  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <KeyStoreActions store={facts} quotaPerSecond={status.data?.QuotaPerSecond} onChanged={reload} />
            <Button
              variant="primary"
              disabled={state !== "CONNECTED"}
              disabledReason="Connect the key store first: creating a KMS key asks the proxy for the external key."
              href={`/keys/create?keyStore=${facts.CustomKeyStoreId}`}
            >
              Create a KMS key in this key store
            </Button>
          </SpaceBetween>
        }
      >
        {facts.CustomKeyStoreName}
      </Header>
      {state === "FAILED" && (
        <Alert type="error" header={`Connection failed: ${facts.ConnectionErrorCode ?? "unknown"}`}>
          {errorText ? `${errorText.cause} ${errorText.remedy}` : "Disconnect the key store, mend the cause, and connect it again."}
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
        alarms={alarms.data}
        initial={initial}
      />
      <StoreAlarmsPanel keyStoreId={facts.CustomKeyStoreId} alarms={alarms} />
      <Tabs
        tabs={[
          { id: "keys", label: "KMS keys", content: <KeysTable variant="container" keyStoreId={facts.CustomKeyStoreId} /> },
          { id: "budget", label: "Time budget", content: <TimeBudget keyStoreId={facts.CustomKeyStoreId} /> },
          { id: "interactions", label: "Interactions", content: <RecentInteractions keyStoreId={facts.CustomKeyStoreId} /> },
        ]}
      />
    </SpaceBetween>
  );
}

function TimeBudget({ keyStoreId }: { readonly keyStoreId: string }): ReactNode {
  return (
    <SpaceBetween size="l">
      <BudgetPanel keyStoreId={keyStoreId} />
      <Suspense fallback={<Spinner />}>
        <LatencySpread keyStoreId={keyStoreId} />
      </Suspense>
    </SpaceBetween>
  );
}

/** What a shared link asked for. It is applied once and taken out of the address bar, so that a reload shows the defaults. */
function useLinkState(): ViewState {
  const { show } = useNotices();
  const [link] = useState(() => readViewState(window.location.search));
  useEffect(() => {
    if (window.location.search !== "") navigate(window.location.pathname, { replace: true });
    if (link.broken.length > 0)
      show({ id: "broken-link", type: "warning", content: `The link's ${link.broken.join(", ")} could not be read and was left out.` });
  }, [link, show]);
  return link.state;
}
