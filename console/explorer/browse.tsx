/** Browsing metrics: namespace, then dimensions, then metrics; a check box draws one at once. */
import Box from "@cloudscape-design/components/box";
import BreadcrumbGroup from "@cloudscape-design/components/breadcrumb-group";
import Button from "@cloudscape-design/components/button";
import Input from "@cloudscape-design/components/input";
import Pagination from "@cloudscape-design/components/pagination";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import Table from "@cloudscape-design/components/table";
import { type ReactNode, useCallback, useMemo, useState } from "react";
import type { Api } from "../api.ts";
import type { MetricWidget } from "../graph/widget.ts";
import { FailureAlert } from "../parts/failure-alert.tsx";
import { useSignedIn } from "../parts/session-context.ts";
import { useLoad } from "../parts/use-load.ts";
import { type ListedMetric, metricKey, shownKeys, toggleMetric } from "./graph-rows.ts";

/** Pages of 500 that are read; beyond it a search has to narrow the list down. */
const mostPages = 20;
const rowsPerPage = 25;

interface BrowseProps {
  readonly widget: MetricWidget;
  readonly onWidget: (widget: MetricWidget) => void;
}

export function Browse({ widget, onWidget }: BrowseProps): ReactNode {
  const { api } = useSignedIn();
  const { data, failure, reload } = useLoad(useCallback((signal) => listMetrics(api, signal), [api]));
  const [namespace, setNamespace] = useState<string>();
  const [group, setGroup] = useState<string>();
  const [search, setSearch] = useState("");
  const [page, setPage] = useState(1);
  const shown = useMemo(() => shownKeys(widget), [widget]);
  const found = useMemo(() => matching(data ?? [], search), [data, search]);
  const inNamespace = namespace === undefined ? found : found.filter(({ Namespace }) => Namespace === namespace);
  const inGroup = group === undefined ? inNamespace : inNamespace.filter((metric) => groupOf(metric) === group);
  const listed = search !== "" || group !== undefined;
  const go = (next: { readonly namespace?: string; readonly group?: string }): void => {
    setNamespace(next.namespace);
    setGroup(next.group);
    setPage(1);
  };

  if (failure && !data) return <FailureAlert failure={failure} header="The metrics could not be read" onRetry={reload} />;
  if (!data) return <Spinner size="large" />;
  if (data.length === 0) return <Box>No metrics yet: call a key, or run the demo with “npx xkswatch demo”.</Box>;
  return (
    <SpaceBetween size="s">
      <Input
        type="search"
        ariaLabel="Search metrics"
        placeholder="Search by any word of namespace, metric or dimension"
        value={search}
        onChange={({ detail }) => {
          setSearch(detail.value);
          setPage(1);
        }}
      />
      <BreadcrumbGroup
        ariaLabel="Metrics"
        items={[
          { text: "All", href: "#all" },
          ...(namespace === undefined ? [] : [{ text: namespace, href: "#namespace" }]),
          ...(group === undefined ? [] : [{ text: group, href: "#group" }]),
        ]}
        onFollow={(event) => {
          event.preventDefault();
          if (event.detail.href === "#all") go({});
          else if (event.detail.href === "#namespace" && namespace !== undefined) go({ namespace });
        }}
      />
      {listed ? (
        <MetricsTable
          metrics={inGroup}
          shown={shown}
          page={page}
          onPage={setPage}
          onToggle={(metric) => onWidget(toggleMetric(widget, metric))}
        />
      ) : (
        <div className="metric-cards">
          {counted(namespace === undefined ? inNamespace.map(({ Namespace }) => Namespace) : inNamespace.map(groupOf)).map(
            ([name, count]) => (
              <Button key={name} onClick={() => go(namespace === undefined ? { namespace: name } : { namespace, group: name })}>
                {name} ({count})
              </Button>
            ),
          )}
        </div>
      )}
    </SpaceBetween>
  );
}

interface MetricsTableProps {
  readonly metrics: readonly ListedMetric[];
  readonly shown: ReadonlySet<string>;
  readonly page: number;
  readonly onPage: (page: number) => void;
  readonly onToggle: (metric: ListedMetric) => void;
}

function MetricsTable({ metrics, shown, page, onPage, onToggle }: MetricsTableProps): ReactNode {
  const pages = Math.max(1, Math.ceil(metrics.length / rowsPerPage));
  const rows = metrics.slice((page - 1) * rowsPerPage, page * rowsPerPage);
  const names = [...new Set(metrics.flatMap(({ Dimensions = [] }) => Dimensions.map(({ Name }) => Name)))].slice(0, 8);
  const selected = rows.filter((metric) => shown.has(metricKey(metric)));
  return (
    <Table<ListedMetric>
      variant="embedded"
      contentDensity="compact"
      items={rows}
      trackBy={metricKey}
      selectionType="multi"
      selectedItems={selected}
      onSelectionChange={({ detail }) => {
        const now = new Set(detail.selectedItems.map(metricKey));
        const changed = rows.find((metric) => shown.has(metricKey(metric)) !== now.has(metricKey(metric)));
        if (changed) onToggle(changed);
      }}
      isItemDisabled={() => false}
      ariaLabels={{
        tableLabel: "Metrics",
        selectionGroupLabel: "Metrics",
        allItemsSelectionLabel: () => "The next metric",
        itemSelectionLabel: (_, metric) => `${metric.MetricName} ${(metric.Dimensions ?? []).map(({ Value }) => Value).join(" ")}`,
      }}
      empty="No metric matches"
      pagination={<Pagination currentPageIndex={page} pagesCount={pages} onChange={({ detail }) => onPage(detail.currentPageIndex)} />}
      columnDefinitions={[
        { id: "metric", header: "Metric name", isRowHeader: true, cell: ({ MetricName }) => MetricName },
        ...names.map((name) => ({
          id: name,
          header: name,
          cell: ({ Dimensions = [] }: ListedMetric) => Dimensions.find(({ Name }) => Name === name)?.Value ?? "–",
        })),
      ]}
    />
  );
}

async function listMetrics(api: Api, signal: AbortSignal): Promise<readonly ListedMetric[]> {
  const metrics: ListedMetric[] = [];
  let token: string | undefined;
  for (let page = 0; page < mostPages; page++) {
    const answer: { readonly Metrics?: readonly ListedMetric[]; readonly NextToken?: string } = await api.cloudwatch(
      "ListMetrics",
      token === undefined ? {} : { NextToken: token },
      signal,
    );
    metrics.push(...(answer.Metrics ?? []));
    token = answer.NextToken;
    if (!token) break;
  }
  return metrics;
}

/** The dimensions a metric has, as the name of its group. */
function groupOf({ Dimensions = [] }: ListedMetric): string {
  return Dimensions.length === 0
    ? "Metrics with no dimensions"
    : Dimensions.map(({ Name }) => Name)
        .sort()
        .join(", ");
}

function matching(metrics: readonly ListedMetric[], search: string): readonly ListedMetric[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return metrics;
  return metrics.filter((metric) => {
    const text = metricKey(metric).toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

function counted(names: readonly string[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => a.localeCompare(b));
}
