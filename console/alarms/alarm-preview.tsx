/** What an alarm that is being written watches, and what it would have done over the last week. */
import Box from "@cloudscape-design/components/box";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Table from "@cloudscape-design/components/table";
import { type ReactNode, useDeferredValue, useMemo, useState } from "react";
import { formatAge, formatNumber, formatTime } from "../graph/format.ts";
import { GraphCard } from "../graph/graph-card.tsx";
import type { GraphEvent } from "../graph/graph-events.ts";
import type { TimeRange } from "../graph/time-range.ts";
import { useMetricData } from "../graph/use-metric-data.ts";
import type { MetricWidget } from "../graph/widget.ts";
import { nowSeconds } from "../parts/now.ts";
import { usePreferences } from "../parts/preferences.tsx";
import { type AlarmDraft, isPercentile, ruleOf, statisticOf, watchedGraph } from "./alarm-draft.ts";
import { foretell, foretoldWords } from "./foretell.ts";

const lastWeek: TimeRange = { kind: "relative", seconds: 7 * 86_400 };
/** The newest of many firings are listed. */
const listed = 20;

export function AlarmPreview({ draft }: { readonly draft: AlarmDraft }): ReactNode {
  const { timeZone } = usePreferences();
  const [zoom, setZoom] = useState<readonly [number, number]>();
  const statistic = statisticOf(draft);
  const percentile = isPercentile(statistic) ? Number(statistic?.slice(1)) / 100 : undefined;
  // What is watched, without the threshold: typing one asks for nothing.
  const watched = JSON.stringify(watchedGraph({ ...draft, threshold: "" }));
  const widgets = useMemo(() => {
    const graph = JSON.parse(watched ?? "null") as MetricWidget | null;
    return !graph ? [] : percentile === undefined ? [graph] : [graph, samplesOf(graph)];
  }, [watched, percentile]);
  const { data, failure, loading, reload } = useMetricData(widgets, lastWeek, draft.periodSeconds);
  const columns = data?.[0];
  const settled = useDeferredValue(JSON.stringify(ruleOf(draft)));
  const foretold = useMemo(() => {
    const rule = JSON.parse(settled ?? "null") as ReturnType<typeof ruleOf> | null;
    if (!rule || !columns || columns.periodSeconds !== draft.periodSeconds) return undefined;
    return foretell(rule, columns, columns.lines[0], nowSeconds(), percentile, percentile === undefined ? undefined : data?.[1]?.lines[0]);
  }, [settled, columns, data, percentile, draft.periodSeconds]);
  const events = useMemo(
    () => (foretold?.firings ?? []).map(({ from }): GraphEvent => ({ kind: "alarm", at: from, label: "Would go into alarm", tone: "bad" })),
    [foretold],
  );
  const widget = watchedGraph(draft);
  if (!widget) {
    return (
      <div className="graph-empty graph-empty-tall">
        <Box variant="strong">Nothing is watched yet</Box>
        <Box variant="small">Choose a metric under Browse, or write a query or an expression.</Box>
      </div>
    );
  }
  return (
    <div className="alarm-preview">
      <GraphCard
        title="Preview: the last week"
        widget={widget}
        columns={columns}
        failure={failure}
        loading={loading}
        zone={timeZone}
        height={240}
        zoom={zoom}
        onZoom={setZoom}
        onRetry={reload}
        events={events}
        emptyNote={
          <Box variant="small">Nothing was recorded in the last week. The alarm then decides by what it does with missing data.</Box>
        }
      />
      <div role="status" aria-label="What would have fired">
        {!columns ? null : foretold ? (
          <StatusIndicator type={foretold.firings.length === 0 ? "success" : "warning"}>
            {foretoldWords(foretold, "the last week", formatAge)}
          </StatusIndicator>
        ) : (
          <Box color="text-status-inactive">
            {ruleOf(draft)
              ? "There are too many periods to look at."
              : "Enter the condition to see what would have fired over the last week."}
          </Box>
        )}
      </div>
      {foretold && foretold.firings.length > 0 && (
        <Table
          variant="embedded"
          contentDensity="compact"
          ariaLabels={{ tableLabel: "What would have fired" }}
          items={foretold.firings.toReversed().slice(0, listed)}
          trackBy={({ from }) => String(from)}
          columnDefinitions={[
            { id: "from", header: "In alarm from", isRowHeader: true, cell: ({ from }) => formatTime(from, timeZone) },
            { id: "to", header: "To", cell: ({ to }) => (to === undefined ? "now" : formatTime(to, timeZone)) },
            { id: "for", header: "For", cell: ({ from, to }) => formatAge((to ?? nowSeconds()) - from) },
            { id: "value", header: "Value", cell: ({ value }) => (value === undefined ? "No data" : formatNumber(value)) },
          ]}
          footer={
            foretold.firings.length > listed ? (
              <Box variant="small">
                The newest {listed} of {foretold.firings.length}.
              </Box>
            ) : undefined
          }
        />
      )}
      <Box variant="small">Evaluated at the end of each period by the rules that the alarm itself follows.</Box>
    </div>
  );
}

/** How many samples stand behind each value: a percentile of few may be no evidence. */
function samplesOf(graph: MetricWidget): MetricWidget {
  return {
    ...graph,
    metrics: (graph.metrics ?? []).map((row) =>
      row.map((entry) => (typeof entry === "object" && entry.expression === undefined ? { ...entry, stat: "SampleCount" } : entry)),
    ),
  };
}
