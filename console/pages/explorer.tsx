/** The metrics explorer: one graph of any metrics, queries and expressions; the address bar is its state. */
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tabs from "@cloudscape-design/components/tabs";
import { type ReactNode, useMemo, useState } from "react";
import { AddToDashboard } from "../dashboards/add-to-dashboard.tsx";
import { Browse } from "../explorer/browse.tsx";
import { explorerAddress, graphOf } from "../explorer/explorer-link.ts";
import { ExploredGraph } from "../explorer/explored-graph.tsx";
import { GraphOptions } from "../explorer/graph-options.tsx";
import { GraphedMetrics } from "../explorer/graphed-metrics.tsx";
import { QueryTab } from "../explorer/query-tab.tsx";
import { Source } from "../explorer/source.tsx";
import { defaultRange } from "../graph/time-range.ts";
import type { MetricWidget } from "../graph/widget.ts";
import { copyLink } from "../parts/copy-link.ts";
import { useNotices } from "../parts/notices.tsx";
import { navigate, useQuery } from "../parts/router.ts";
import { useSignedIn } from "../parts/session-context.ts";
import { readViewState, type ViewState } from "../url-state.ts";

export default function ExplorerPage(): ReactNode {
  const { session } = useSignedIn();
  const notices = useNotices();
  const address = useQuery();
  const { state, broken } = useMemo(() => readViewState(address), [address]);
  const asked = useMemo(() => graphOf(address), [address]);
  const widget = useMemo<MetricWidget>(
    () =>
      asked === undefined || typeof asked === "string" ? { region: session.region, title: "Metrics", period: 300, metrics: [] } : asked,
    [asked, session.region],
  );
  const [tab, setTab] = useState((widget.metrics ?? []).length > 0 ? "graphed" : "browse");
  const [adding, setAdding] = useState(false);
  const range = state.range ?? defaultRange;
  const show = (next: MetricWidget, changes: ViewState = {}): void => navigate(explorerAddress(next, { ...state, ...changes }));
  const share = async (): Promise<void> => {
    const copied = await copyLink(explorerAddress(widget, { ...state, range }));
    notices.show({
      id: "copied",
      type: copied ? "success" : "warning",
      content: copied ? "The link was copied." : "The link could not be copied: take it from the address bar.",
    });
  };
  return (
    <SpaceBetween size="m">
      {typeof asked === "string" && (
        <Alert type="warning" header="The address's graph could not be read">
          {asked}
        </Alert>
      )}
      {broken.length > 0 && <Alert type="warning">The address&apos;s {broken.join(", ")} could not be read and was left out.</Alert>}
      <Header
        variant="h1"
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button iconName="share" onClick={() => void share()}>
              Copy link
            </Button>
            <Button variant="primary" disabled={(widget.metrics ?? []).length === 0} onClick={() => setAdding(true)}>
              Add to dashboard
            </Button>
          </SpaceBetween>
        }
      >
        Metrics
      </Header>
      <Container>
        <ExploredGraph widget={widget} state={state} range={range} onWidget={show} onState={(changes) => show(widget, changes)} />
      </Container>
      <Tabs
        activeTabId={tab}
        onChange={({ detail }) => setTab(detail.activeTabId)}
        tabs={[
          { id: "browse", label: "Browse", content: <Browse widget={widget} onWidget={show} /> },
          { id: "query", label: "Query", content: <QueryTab onAdd={(next) => show(next(widget))} /> },
          {
            id: "graphed",
            label: `Graphed metrics (${(widget.metrics ?? []).length})`,
            content: <GraphedMetrics widget={widget} onWidget={show} />,
          },
          { id: "options", label: "Options", content: <GraphOptions widget={widget} onWidget={show} /> },
          { id: "source", label: "Source", content: <Source key={address} widget={widget} onWidget={show} /> },
        ]}
      />
      {adding && <AddToDashboard widgets={[widget]} onClose={() => setAdding(false)} />}
    </SpaceBetween>
  );
}
