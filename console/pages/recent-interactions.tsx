/** The newest interactions of a key store, failures first in sight, with the way to all. */
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import Table from "@cloudscape-design/components/table";
import { type ReactNode, useCallback } from "react";
import type { InteractionShape, ListInteractionsOutput } from "../console-shapes.ts";
import { formatNumber, formatTime } from "../graph/format.ts";
import { FailureAlert } from "../parts/failure-alert.tsx";
import { usePreferences } from "../parts/preferences.tsx";
import { useSignedIn } from "../parts/session-context.ts";
import { useLoad } from "../parts/use-load.ts";
import { OutcomeIndicator } from "./interaction-outcome.tsx";

export function RecentInteractions({ keyStoreId }: { readonly keyStoreId: string }): ReactNode {
  const { api } = useSignedIn();
  const { timeZone } = usePreferences();
  const { data, failure, loading, reload } = useLoad(
    useCallback(
      async (signal) =>
        (
          await api.xkswatch<ListInteractionsOutput>(
            "ListInteractions",
            { KeyStoreId: keyStoreId, Order: "Newest", MaxResults: 10 },
            signal,
          )
        ).Interactions,
      [api, keyStoreId],
    ),
  );
  return (
    <>
      <FailureAlert failure={failure} header="The interactions could not be read" onRetry={reload} />
      <Table<InteractionShape>
        items={data ?? []}
        loading={loading && !data}
        loadingText="Loading interactions"
        ariaLabels={{ tableLabel: "Newest interactions" }}
        empty={<Box textAlign="center">None kept</Box>}
        header={
          <Header variant="h2" actions={<Button href={`/interactions?keyStore=${keyStoreId}`}>All interactions</Button>}>
            Newest interactions
          </Header>
        }
        columnDefinitions={[
          { id: "at", header: "Time", cell: ({ At }) => formatTime(At, timeZone, true) },
          { id: "operation", header: "KMS operation", cell: ({ KmsOperation }) => KmsOperation },
          { id: "outcome", header: "Outcome", cell: ({ Failure }) => <OutcomeIndicator failure={Failure} /> },
          { id: "latency", header: "Latency", cell: ({ LatencyMs }) => `${formatNumber(LatencyMs)} ms` },
          { id: "caller", header: "Caller", cell: ({ CallerArn }) => CallerArn?.split(":").at(-1) ?? "–" },
        ]}
      />
    </>
  );
}
