/** The list of external key stores. */
import { useCollection } from "@cloudscape-design/collection-hooks";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import TextFilter from "@cloudscape-design/components/text-filter";
import { type ReactNode, useCallback, useState } from "react";
import { formatTime } from "../graph/format.ts";
import type { CustomKeyStore } from "../kms-shapes.ts";
import { ConnectionStateIndicator } from "../parts/connection-state.tsx";
import { FailureAlert } from "../parts/failure-alert.tsx";
import { readKeyStores } from "../parts/kms-reads.ts";
import { usePreferences } from "../parts/preferences.tsx";
import { useSignedIn } from "../parts/session-context.ts";
import { useConnectionNotices } from "../parts/use-connection-notices.ts";
import { useInterval, useLoad } from "../parts/use-load.ts";
import { KeyStoreActions } from "./key-store-actions.tsx";

const none: readonly CustomKeyStore[] = [];

export default function KeyStoresPage(): ReactNode {
  const { api } = useSignedIn();
  const { timeZone } = usePreferences();
  const { data, failure, loading, reload } = useLoad(useCallback((signal) => readKeyStores(api, signal), [api]));
  const [selectedId, setSelectedId] = useState<string>();
  const selected = data?.find(({ CustomKeyStoreId }) => CustomKeyStoreId === selectedId);
  useConnectionNotices(data);
  const isMoving = data?.some(({ ConnectionState }) => ConnectionState === "CONNECTING" || ConnectionState === "DISCONNECTING") ?? false;
  useInterval(reload, isMoving ? 2 : 30);

  const { items, collectionProps, filterProps } = useCollection(data ?? none, {
    filtering: {
      empty: (
        <SpaceBetween size="xs" alignItems="center">
          <Box variant="strong">No external key stores</Box>
          <Box variant="p">
            An external key store keeps KMS keys in your own key manager, behind an XKS proxy. Try it with{" "}
            <Box variant="code">npx xkswatch demo</Box>, or connect your own.
          </Box>
          <Button href="/key-stores/create">Create external key store</Button>
        </SpaceBetween>
      ),
      noMatch: "No key store matches",
    },
    sorting: { defaultState: { sortingColumn: { sortingField: "CustomKeyStoreName" } } },
  });

  return (
    <SpaceBetween size="m">
      <FailureAlert failure={failure} header="The key stores could not be read" onRetry={reload} />
      <Table<CustomKeyStore>
        {...collectionProps}
        items={items}
        loading={loading && !data}
        loadingText="Loading key stores"
        variant="full-page"
        trackBy="CustomKeyStoreId"
        selectionType="single"
        selectedItems={selected ? [selected] : []}
        onSelectionChange={({ detail }) => setSelectedId(detail.selectedItems[0]?.CustomKeyStoreId)}
        onRowClick={({ detail }) => setSelectedId(detail.item.CustomKeyStoreId)}
        ariaLabels={{
          tableLabel: "External key stores",
          selectionGroupLabel: "Key store",
          itemSelectionLabel: (_, store) => store.CustomKeyStoreName,
        }}
        header={
          <Header
            variant="h1"
            counter={data ? `(${data.length})` : ""}
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                <Button iconName="refresh" ariaLabel="Refresh" onClick={reload} />
                <KeyStoreActions store={selected} quotaPerSecond={undefined} onChanged={reload} />
                <Button variant="primary" href="/key-stores/create">
                  Create external key store
                </Button>
              </SpaceBetween>
            }
          >
            External key stores
          </Header>
        }
        filter={<TextFilter {...filterProps} filteringPlaceholder="Find key stores" filteringAriaLabel="Find key stores" />}
        columnDefinitions={[
          {
            id: "name",
            header: "Custom key store name",
            sortingField: "CustomKeyStoreName",
            isRowHeader: true,
            cell: (store) => <Link href={`/key-stores/${store.CustomKeyStoreId}`}>{store.CustomKeyStoreName}</Link>,
          },
          { id: "id", header: "Custom key store ID", sortingField: "CustomKeyStoreId", cell: (store) => store.CustomKeyStoreId },
          {
            id: "state",
            header: "Connection state",
            sortingField: "ConnectionState",
            cell: (store) => <ConnectionStateIndicator state={store.ConnectionState} errorCode={store.ConnectionErrorCode} />,
          },
          {
            id: "connectivity",
            header: "Proxy connectivity",
            cell: (store) =>
              store.XksProxyConfiguration?.Connectivity === "VPC_ENDPOINT_SERVICE" ? "VPC endpoint service" : "Public endpoint",
          },
          {
            id: "created",
            header: "Creation date",
            sortingField: "CreationDate",
            cell: (store) => (store.CreationDate === undefined ? "–" : formatTime(store.CreationDate, timeZone)),
          },
        ]}
      />
    </SpaceBetween>
  );
}
