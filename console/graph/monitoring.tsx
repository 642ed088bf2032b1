/** The Monitoring section of a key store's detail page: five graphs over one time axis, asked for in one call. */
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { lazy, type ReactNode, Suspense, useCallback, useMemo, useState } from "react";
import { usePreferences } from "../parts/preferences.tsx";
import { useSignedIn } from "../parts/session-context.ts";
import { useInterval } from "../parts/use-load.ts";
import type { ViewState } from "../url-state.ts";
import { EmptyNote } from "./empty-note.tsx";
import { fiveGraph, type GraphId, graphIds, graphTitles } from "./five-graphs.ts";
import { MonitoredGraph, type MonitoredStore } from "./monitored-graph.tsx";
import { PointActions } from "./point-actions.tsx";
import { defaultPeriodSeconds, defaultRange, predefinedId, predefinedRanges, type TimeRange } from "./time-range.ts";
import { type StoreAlarm, useGraphEvents } from "./use-graph-events.ts";
import { useCopyGraphLink } from "./use-copy-graph-link.ts";
import { useMetricData } from "./use-metric-data.ts";

const AddToDashboard = lazy(async () => ({ default: (await import("../dashboards/add-to-dashboard.tsx")).AddToDashboard }));
const EnlargedGraph = lazy(async () => ({ default: (await import("./enlarged-graph.tsx")).EnlargedGraph }));

interface MonitoringProps {
  readonly store: MonitoredStore;
  /** The alarms that watch the store, once they are known. */
  readonly alarms: readonly StoreAlarm[] | undefined;
  /** What a link asked for; a reload forgets it. */
  readonly initial: ViewState;
}

/** Seconds between quiet refreshes of the section. */
const refreshSeconds = 60;

export function Monitoring({ store, alarms, initial }: MonitoringProps): ReactNode {
  const { session } = useSignedIn();
  const { timeZone } = usePreferences();
  const [range, setRange] = useState<TimeRange>(initial.view === undefined ? (initial.range ?? defaultRange) : defaultRange);
  const [zoom, setZoom] = useState<readonly [number, number]>();
  const [enlarged, setEnlarged] = useState(() => graphIds.find((id) => id === initial.view));
  const [adding, setAdding] = useState(false);
  const { id: keyStoreId, quotaPerSecond, name } = store;
  const facts = useMemo(() => ({ keyStoreId, region: session.region, quotaPerSecond }), [keyStoreId, quotaPerSecond, session.region]);
  const widgets = useMemo(() => graphIds.map((id) => fiveGraph(id, facts)), [facts]);
  const { data, failure, loading, reload } = useMetricData(widgets, range, defaultPeriodSeconds);
  useInterval(reload, zoom ? 0 : refreshSeconds);
  const eventsOf = useGraphEvents(keyStoreId, store.connectionState, alarms);
  const chooseRange = useCallback((next: TimeRange) => {
    setZoom(undefined);
    setRange(next);
  }, []);
  const copyGraphLink = useCopyGraphLink(keyStoreId);
  const pointActions = useCallback(
    (from: number, to: number, clear: () => void) => <PointActions keyStoreId={keyStoreId} from={from} to={to} onClear={clear} />,
    [keyStoreId],
  );

  const graph = (id: GraphId, place: number): ReactNode => {
    const widget = widgets[place];
    if (!widget) return null;
    return (
      <MonitoredGraph
        key={id}
        id={id}
        store={store}
        range={range}
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
        onEnlarge={() => setEnlarged(id)}
        onCopyLink={() => void copyGraphLink({ view: id, range, periodSeconds: defaultPeriodSeconds, zone: timeZone })}
        emptyNote={<EmptyNote graph={id} connectionState={store.connectionState} range={range} onRange={chooseRange} />}
        pointActions={pointActions}
        events={eventsOf(id)}
      />
    );
  };
  const enlargedWidget = enlarged === undefined ? undefined : widgets[graphIds.indexOf(enlarged)];

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
              <Button onClick={() => setAdding(true)}>Add to dashboard</Button>
            </SpaceBetween>
          }
        >
          Monitoring
        </Header>
      }
    >
      <div className="graph-grid">{graphIds.map(graph)}</div>
      <Suspense>
        {adding && <AddToDashboard widgets={graphIds.map((id) => fiveGraph(id, facts, name))} onClose={() => setAdding(false)} />}
        {enlarged !== undefined && enlargedWidget && (
          <EnlargedGraph
            title={graphTitles[enlarged]}
            widget={enlargedWidget}
            initial={enlarged === initial.view ? initial : {}}
            zone={timeZone}
            onClose={() => setEnlarged(undefined)}
            onCopyLink={(state) => void copyGraphLink({ view: enlarged, ...state })}
            pointActions={pointActions}
            events={eventsOf(enlarged)}
            emptyNote={(now, onRange) => (
              <EmptyNote graph={enlarged} connectionState={store.connectionState} range={now} onRange={onRange} />
            )}
          />
        )}
      </Suspense>
    </Container>
  );
}
