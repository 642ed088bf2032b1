/** The table of KMS keys, of all key stores or of one. */
import { useCollection } from "@cloudscape-design/collection-hooks";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import Link from "@cloudscape-design/components/link";
import Pagination from "@cloudscape-design/components/pagination";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import TextFilter from "@cloudscape-design/components/text-filter";
import { type ReactNode, useCallback, useMemo } from "react";
import { formatTime } from "../graph/format.ts";
import { FailureAlert } from "../parts/failure-alert.tsx";
import { KeyStateIndicator } from "../parts/key-state.tsx";
import { readKeys } from "../parts/kms-reads.ts";
import { usePreferences } from "../parts/preferences.tsx";
import { useSignedIn } from "../parts/session-context.ts";
import { useLoad } from "../parts/use-load.ts";

type Row = Awaited<ReturnType<typeof readKeys>>[number];
const none: readonly Row[] = [];

export default function KeysPage(): ReactNode {
  return <KeysTable variant="full-page" />;
}

interface KeysTableProps {
  readonly variant: "full-page" | "container";
  /** Only the keys of this key store. */
  readonly keyStoreId?: string;
}

export function KeysTable({ variant, keyStoreId }: KeysTableProps): ReactNode {
  const { api } = useSignedIn();
  const { timeZone } = usePreferences();
  const { data, failure, loading, reload } = useLoad(useCallback((signal) => readKeys(api, signal), [api]));
  const rows = useMemo(
    () => (data ?? none).filter((key) => keyStoreId === undefined || key.CustomKeyStoreId === keyStoreId),
    [data, keyStoreId],
  );
  const { items, collectionProps, filterProps, paginationProps } = useCollection(rows, {
    filtering: {
      empty: <Box textAlign="center">No KMS keys. Connect a key store, then create a KMS key in it.</Box>,
      noMatch: "No key matches",
      filteringFunction: (key, text) =>
        [key.KeyId, key.Description, key.CustomKeyStoreId, key.XksKeyConfiguration?.Id, key.KeyState, ...key.aliases].some((value) =>
          value?.toLowerCase().includes(text.toLowerCase()),
        ),
    },
    sorting: {},
    pagination: { pageSize: 50 },
  });
  return (
    <SpaceBetween size="m">
      <FailureAlert failure={failure} header="The keys could not be read" onRetry={reload} />
      <Table<Row>
        {...collectionProps}
        items={items}
        loading={loading && !data}
        loadingText="Loading keys"
        variant={variant}
        wrapLines
        trackBy="KeyId"
        ariaLabels={{ tableLabel: "Customer managed keys" }}
        header={
          <Header
            variant={variant === "full-page" ? "h1" : "h2"}
            counter={data ? `(${rows.length})` : ""}
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                <Button iconName="refresh" ariaLabel="Refresh keys" onClick={reload} />
                <Button variant="primary" href={keyStoreId === undefined ? "/keys/create" : `/keys/create?keyStore=${keyStoreId}`}>
                  Create key
                </Button>
              </SpaceBetween>
            }
          >
            {variant === "full-page" ? "Customer managed keys" : "KMS keys"}
          </Header>
        }
        filter={<TextFilter {...filterProps} filteringPlaceholder="Find keys" filteringAriaLabel="Find keys" />}
        pagination={<Pagination {...paginationProps} />}
        columnDefinitions={[
          {
            id: "aliases",
            header: "Aliases",
            cell: ({ aliases }) => aliases.map((name) => name.replace(/^alias\//, "")).join(", ") || "–",
          },
          {
            id: "id",
            header: "Key ID",
            isRowHeader: true,
            sortingField: "KeyId",
            cell: ({ KeyId }) => <Link href={`/keys/${KeyId}`}>{KeyId}</Link>,
          },
          { id: "state", header: "Status", sortingField: "KeyState", cell: ({ KeyState }) => <KeyStateIndicator state={KeyState} /> },
          { id: "external", header: "External key ID", cell: ({ XksKeyConfiguration: external }) => external?.Id ?? "–" },
          ...(keyStoreId === undefined
            ? [
                {
                  id: "store",
                  header: "Custom key store ID",
                  sortingField: "CustomKeyStoreId",
                  cell: ({ CustomKeyStoreId: id }: Row) => (id === undefined ? "–" : <Link href={`/key-stores/${id}`}>{id}</Link>),
                },
              ]
            : []),
          {
            id: "created",
            header: "Creation date",
            sortingField: "CreationDate",
            cell: ({ CreationDate }) => (CreationDate === undefined ? "–" : formatTime(CreationDate, timeZone)),
          },
        ]}
      />
    </SpaceBetween>
  );
}
