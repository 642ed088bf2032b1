/** The requests behind a point: filtered by the address bar, slowest or newest first, each with its detail. */
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { type ReactNode, useCallback, useEffect, useMemo, useState } from "react";
import type { InteractionShape, ListInteractionsOutput } from "../console-shapes.ts";
import { formatNumber, formatTime, zoneName } from "../graph/format.ts";
import { RangeControl } from "../graph/range-control.tsx";
import { rangeLabel } from "../graph/time-range.ts";
import { FailureAlert } from "../parts/failure-alert.tsx";
import { useHelp } from "../parts/help-context.ts";
import { useNotices } from "../parts/notices.tsx";
import { nowSeconds } from "../parts/now.ts";
import { usePreferences } from "../parts/preferences.tsx";
import { navigate, useQuery } from "../parts/router.ts";
import { useSignedIn } from "../parts/session-context.ts";
import { useLoad } from "../parts/use-load.ts";
import { InteractionDetail } from "./interaction-detail.tsx";
import { InteractionFilters } from "./interaction-filters.tsx";
import { OutcomeIndicator } from "./interaction-outcome.tsx";
import { type InteractionsQuery, listInput, readInteractionsQuery, writeInteractionsQuery } from "./interactions-query.ts";

const pageSize = 100;

export default function InteractionsPage(): ReactNode {
  const { api } = useSignedIn();
  const { timeZone, change } = usePreferences();
  const { show } = useNotices();
  const { showDetail } = useHelp();
  const address = useQuery();
  const { query, broken } = useMemo(() => readInteractionsQuery(address), [address]);
  const [more, setMore] = useState<{
    readonly of: string;
    readonly items: readonly InteractionShape[];
    readonly next: string | undefined;
  }>();
  const [selected, setSelected] = useState<InteractionShape>();
  const { data, failure, loading, reload } = useLoad(
    useCallback(
      (signal) => api.xkswatch<ListInteractionsOutput>("ListInteractions", listInput(query, nowSeconds(), pageSize, undefined), signal),
      [api, query],
    ),
  );
  const applyFilter = (changes: Partial<InteractionsQuery>): void => navigate(writeInteractionsQuery({ ...query, ...changes }));

  useEffect(() => {
    if (broken.length > 0)
      show({ id: "broken-link", type: "warning", content: `The address's ${broken.join(", ")} could not be read and was left out.` });
  }, [broken, show]);
  useEffect(() => setSelected(undefined), [address]);
  useEffect(() => {
    if (!selected) return undefined;
    showDetail({
      header: `${selected.KmsOperation} at ${formatTime(selected.At, timeZone, true)} ${zoneName(timeZone, selected.At)}`,
      content: <InteractionDetail interaction={selected} />,
      onClose: () => setSelected(undefined),
    });
    return () => showDetail(undefined);
  }, [selected, showDetail, timeZone]);

  const shownMore = more?.of === address ? more : undefined;
  const items = [...(data?.Interactions ?? []), ...(shownMore?.items ?? [])];
  const next = shownMore ? shownMore.next : data?.NextToken;
  const loadMore = async (): Promise<void> => {
    try {
      const page = await api.xkswatch<ListInteractionsOutput>("ListInteractions", listInput(query, nowSeconds(), pageSize, next));
      setMore({ of: address, items: [...(shownMore?.items ?? []), ...page.Interactions], next: page.NextToken });
    } catch (error) {
      show({ id: "interactions-more", type: "error", content: error instanceof Error ? error.message : String(error) });
    }
  };
  const sampling = data?.Sampling;

  return (
    <SpaceBetween size="m">
      <FailureAlert failure={failure} header="The interactions could not be read" onRetry={reload} />
      <Table<InteractionShape>
        variant="full-page"
        stickyHeader
        items={items}
        trackBy={(item) => String(item.Id)}
        loading={loading && !data}
        loadingText="Loading interactions"
        selectionType="single"
        selectedItems={selected ? [selected] : []}
        onSelectionChange={({ detail }) => setSelected(detail.selectedItems[0])}
        onRowClick={({ detail }) => setSelected(detail.item)}
        ariaLabels={{
          tableLabel: "Interactions",
          selectionGroupLabel: "Interaction",
          itemSelectionLabel: (_, item) => `${item.KmsOperation} ${item.KmsRequestId}`,
        }}
        header={
          <Header
            variant="h1"
            counter={data ? `(${items.length}${next ? "+" : ""})` : ""}
            description={
              sampling
                ? `Every failure and everything from ${sampling.KeptFromLatencyMs} ms on is kept; of the other successes ${sampling.SuccessesPerSecond} a second, key store and operation. Kept for ${sampling.MaximumDays} days or ${formatNumber(sampling.MaximumBytes / 1e9)} GB.`
                : ""
            }
            actions={<Button iconName="refresh" ariaLabel="Refresh" onClick={reload} />}
          >
            Interactions
          </Header>
        }
        filter={
          <SpaceBetween size="s">
            <RangeControl
              range={query.range}
              zone={timeZone}
              onChange={(range, zone) => {
                change({ timeZone: zone });
                applyFilter({ range });
              }}
            />
            <InteractionFilters query={query} onChange={applyFilter} />
          </SpaceBetween>
        }
        footer={
          next && (
            <Box textAlign="center">
              <Button onClick={() => void loadMore()}>Load more</Button>
            </Box>
          )
        }
        empty={
          <Box textAlign="center">
            None kept in this span ({rangeLabel(query.range)}).
            {sampling && ` Interactions are kept for ${sampling.MaximumDays} days.`}
          </Box>
        }
        columnDefinitions={[
          {
            id: "at",
            header: `Time (${zoneName(timeZone, nowSeconds())})`,
            cell: ({ At }) => formatTime(At, timeZone, true),
            isRowHeader: true,
          },
          { id: "operation", header: "KMS operation", cell: ({ KmsOperation }) => KmsOperation },
          { id: "xks", header: "XKS operation", cell: ({ XksOperation }) => XksOperation },
          { id: "outcome", header: "Outcome", cell: ({ Failure }) => <OutcomeIndicator failure={Failure} /> },
          { id: "latency", header: "Latency", cell: ({ LatencyMs }) => `${formatNumber(LatencyMs)} ms` },
          { id: "attempts", header: "Attempts", cell: ({ Attempts }) => Attempts.length },
          { id: "caller", header: "Caller", cell: ({ CallerArn }) => CallerArn?.split(":").at(-1) ?? "–" },
          { id: "request", header: "Request ID", cell: ({ KmsRequestId }) => <Box variant="code">{KmsRequestId}</Box> },
        ]}
      />
    </SpaceBetween>
  );
}
