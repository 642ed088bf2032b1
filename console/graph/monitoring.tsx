/** The Monitoring section of a key store's detail page: five graphs over one time axis, asked for in one call. */
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { type ReactNode, useCallback, useMemo, useState } from "react";
import { usePreferences } from "../parts/preferences.tsx";
import { useSignedIn } from "../parts/session-context.ts";
import { EmptyNote } from "./empty-note.tsx";
import { fiveGraph, type GraphId, graphIds, graphTitles } from "./five-graphs.ts";
import { GraphCard } from "./graph-card.tsx";
import { defaultPeriodSeconds, defaultRange, predefinedId, predefinedRanges, type TimeRange } from "./time-range.ts";
import { useMetricData } from "./use-metric-data.ts";

export interface MonitoredStore {
  readonly id: string;
  readonly name: string;
  readonly quotaPerSecond: number;
  readonly connectionState: string;
}

export function Monitoring({ store }: { readonly store: MonitoredStore }): ReactNode {
  const { session } = useSignedIn();
  const { timeZone } = usePreferences();
  const [range, setRange] = useState<TimeRange>(defaultRange);
  const [zoom, setZoom] = useState<readonly [number, number]>();
  const widgets = useMemo(
    () => graphIds.map((id) => fiveGraph(id, { keyStoreId: store.id, region: session.region, quotaPerSecond: store.quotaPerSecond })),
    [store.id, store.quotaPerSecond, session.region],
  );
  const { data, failure, loading, reload } = useMetricData(widgets, range, defaultPeriodSeconds);
  const chooseRange = useCallback((next: TimeRange) => {
    setZoom(undefined);
    setRange(next);
  }, []);

  const card = (id: GraphId, place: number): ReactNode => {
    const widget = widgets[place];
    if (!widget) return null;
    return (
      <GraphCard
        key={id}
        title={graphTitles[id]}
        widget={widget}
        columns={data?.[place]}
        failure={failure}
        loading={loading}
        zone={timeZone}
        height={220}
        syncKey="monitoring"
        zoom={zoom}
        onZoom={setZoom}
        onRetry={reload}
        emptyNote={<EmptyNote connectionState={store.connectionState} range={range} onRange={chooseRange} />}
      />
    );
  };

  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <SegmentedControl
                label="Time range"
                selectedId={predefinedId(range) ?? null}
                options={predefinedRanges.map(({ id }) => ({ id, text: id }))}
                onChange={({ detail }) => {
                  const chosen = predefinedRanges.find(({ id }) => id === detail.selectedId);
                  if (chosen) chooseRange({ kind: "relative", seconds: chosen.seconds });
                }}
              />
              <Button iconName="refresh" ariaLabel="Refresh graphs" onClick={reload} />
            </SpaceBetween>
          }
        >
          Monitoring
        </Header>
      }
    >
      <div className="graph-grid">{graphIds.map(card)}</div>
    </Container>
  );
}
