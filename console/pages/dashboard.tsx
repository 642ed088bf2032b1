/** One dashboard: a grid of widgets over one range, editable, saved on demand. */
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Spinner from "@cloudscape-design/components/spinner";
import { type ReactNode, useCallback, useState } from "react";
import { defaultQuotaPerSecond } from "../../src/model/key-store.ts";
import type { KeyStoreStatus } from "../console-shapes.ts";
import { compareAll, compareAllName } from "../dashboards/compare-all.ts";
import type { DashboardBody } from "../dashboards/dashboard-body.ts";
import { readDashboard } from "../dashboards/dashboard-calls.ts";
import { DashboardView } from "../dashboards/dashboard-view.tsx";
import { dropDraft, readDraft } from "../dashboards/draft-storage.ts";
import type { Api } from "../api.ts";
import { FailureAlert } from "../parts/failure-alert.tsx";
import { readKeyStores } from "../parts/kms-reads.ts";
import { useSignedIn } from "../parts/session-context.ts";
import { useLoad } from "../parts/use-load.ts";

export default function DashboardPage({ name = "" }: { readonly name?: string }): ReactNode {
  const { api, session } = useSignedIn();
  const isBuiltIn = name === compareAllName;
  const { data, failure, reload } = useLoad(
    useCallback(
      (signal) => (isBuiltIn ? readComparison(api, session.region, signal) : readDashboard(api, name, signal)),
      [api, isBuiltIn, name, session.region],
    ),
  );
  const [draft, setDraft] = useState(() => readDraft(name));
  const [start, setStart] = useState<DashboardBody>();
  if (!data) {
    if (failure) return <FailureAlert failure={failure} header={`The dashboard ${name} could not be read`} onRetry={reload} />;
    return <Spinner size="large" />;
  }
  return (
    <>
      {draft && !start && (
        <Alert
          type="info"
          header="There are unsaved changes of this dashboard in this browser"
          action={
            <>
              <Button onClick={() => setStart(draft)}>Restore</Button>{" "}
              <Button
                variant="link"
                onClick={() => {
                  dropDraft(name);
                  setDraft(undefined);
                }}
              >
                Drop them
              </Button>
            </>
          }
        />
      )}
      <DashboardView
        key={start ? "restored" : "saved"}
        name={name}
        saved={data}
        start={start ?? data}
        isBuiltIn={isBuiltIn}
        onSaved={reload}
      />
    </>
  );
}

async function readComparison(api: Api, region: string, signal: AbortSignal): Promise<DashboardBody> {
  const stores = await readKeyStores(api, signal);
  const compared = await Promise.all(
    stores.map(async ({ CustomKeyStoreId: keyStoreId, CustomKeyStoreName: name }) => {
      const status = await api.xkswatch<KeyStoreStatus>("GetKeyStoreStatus", { KeyStoreId: keyStoreId }, signal).catch(() => undefined);
      return { keyStoreId, name, quotaPerSecond: status?.QuotaPerSecond ?? defaultQuotaPerSecond };
    }),
  );
  return compareAll(compared, region);
}
