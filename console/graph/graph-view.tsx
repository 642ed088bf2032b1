/** A graph's inside, wherever it stands: drawing, legend, table, and its states without data. */
import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Spinner from "@cloudscape-design/components/spinner";
import { lazy, memo, type ReactNode, Suspense, useDeferredValue, useEffect, useMemo, useState } from "react";
import { usePreferences } from "../parts/preferences.tsx";
import { Canvas } from "./canvas.tsx";
import { thresholdColours } from "./colours.ts";
import { type Columns, withData } from "./columns.ts";
import { EventsList } from "./events-list.tsx";
import { type EventKind, type GraphEvent } from "./graph-events.ts";
import { unitSuffix, type Zone, zoneName } from "./format.ts";
import { Legend } from "./legend.tsx";
import { lineStyles } from "./line-styles.ts";
import { MiniMap } from "./mini-map.tsx";
import { HiddenTable } from "./points-table.tsx";
import { thresholdsOf } from "./thresholds.ts";
import type { MetricWidget } from "./widget.ts";

const HeatMap = lazy(() => import("./heat-map.tsx"));
const HeatLegend = lazy(async () => ({ default: (await import("./heat-map.tsx")).HeatLegend }));
const PointsTable = lazy(async () => ({ default: (await import("./points-table.tsx")).PointsTable }));

export interface GraphViewProps {
  readonly title: string;
  readonly widget: MetricWidget;
  readonly columns: Columns | undefined;
  readonly failure: Error | undefined;
  readonly loading: boolean;
  readonly zone: Zone;
  readonly height: number;
  readonly syncKey?: string;
  readonly zoom: readonly [number, number] | undefined;
  readonly onZoom: (zoom: readonly [number, number] | undefined) => void;
  readonly onRetry: () => void;
  /** Said under "No data available". */
  readonly emptyNote?: ReactNode;
  readonly asTable: boolean;
  /** The lines are rows of a heat map: counts, told by colour. */
  readonly isHeatMap?: boolean;
  readonly events?: readonly GraphEvent[];
  /** Tells more of a line, by its label; the legend then offers it. */
  readonly onLineInfo?: (label: string) => void;
  /** What can be done with a chosen point of time, e.g. a link to its interactions. */
  readonly pointActions?: (from: number, to: number, clear: () => void) => ReactNode;
}

const noEvents: readonly GraphEvent[] = [];

export const GraphView = memo(function GraphView(props: GraphViewProps): ReactNode {
  const { widget, title, zone, zoom, onZoom, height } = props;
  const { mode } = usePreferences();
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const [chosen, setChosen] = useState<number>();
  const [hiddenKinds, setHiddenKinds] = useState<ReadonlySet<EventKind>>(new Set());
  const { events = noEvents } = props;
  const shownEvents = useMemo(() => events.filter(({ kind }) => !hiddenKinds.has(kind)), [events, hiddenKinds]);
  const columns = useMemo(() => (props.columns ? withData(props.columns) : undefined), [props.columns]);
  // Thousands of cells that nobody looks at: they come after the drawing.
  const tabled = useDeferredValue(columns, undefined);
  const styles = useMemo(() => (columns ? lineStyles(widget, columns, mode) : []), [widget, columns, mode]);
  const thresholds = useMemo(() => thresholdsOf(widget, columns?.periodSeconds ?? 300), [widget, columns?.periodSeconds]);
  const bounds = widget.yAxis?.left;
  const unit = unitSuffix(bounds?.label);

  // Ids carry the place in the answer: what was hidden must not outlive its line.
  const lineIds = columns?.lines.map(({ id, label }) => id + label).join();
  useEffect(() => {
    setHidden(new Set());
    setChosen(undefined);
  }, [lineIds]);

  if (!columns) {
    if (props.failure) return <Failure failure={props.failure} onRetry={props.onRetry} />;
    return (
      <div className="graph-empty" style={{ height: height + 34 }}>
        <Spinner /> <Box variant="span">Loading data</Box>
      </div>
    );
  }
  if (columns.lines.length === 0) {
    return (
      <div className="graph-empty" style={{ minHeight: height + 34 }}>
        <Messages columns={columns} />
        <Box variant="strong">No data available</Box>
        {props.emptyNote}
      </div>
    );
  }
  const first = columns.times[0] ?? 0;
  const last = columns.times.at(-1) ?? first;
  const whole: [number, number] = first === last ? [first - columns.periodSeconds / 2, first + columns.periodSeconds / 2] : [first, last];
  const window = zoom ?? whole;
  const thresholdColour = thresholdColours[mode];
  const chosenTime = chosen === undefined ? undefined : columns.times[chosen];
  return (
    <div className={props.loading ? "graph-view graph-refreshing" : "graph-view"}>
      <Messages columns={columns} />
      {props.failure && <Failure failure={props.failure} onRetry={props.onRetry} />}
      {props.asTable ? (
        <Suspense fallback={<Spinner />}>
          <PointsTable title={title} columns={columns} unit={unit} zone={zone} />
        </Suspense>
      ) : (
        <>
          {props.isHeatMap ? (
            <Suspense fallback={<div className="graph-empty" style={{ height }} />}>
              <HeatMap
                title={title}
                columns={columns}
                zone={zone}
                height={height}
                syncKey={props.syncKey}
                window={window}
                mode={mode}
                onZoom={(from, to) => onZoom([from, to])}
                onResetZoom={zoom ? () => onZoom(undefined) : undefined}
              />
              <HeatLegend columns={columns} mode={mode} />
            </Suspense>
          ) : (
            <Canvas
              title={title}
              columns={columns}
              styles={styles}
              hidden={hidden}
              stacked={widget.stacked === true}
              zone={zone}
              bounds={bounds}
              unit={unit}
              thresholds={thresholds}
              thresholdColour={thresholdColour}
              events={shownEvents}
              syncKey={props.syncKey}
              height={height}
              window={window}
              mode={mode}
              onZoom={(from, to) => onZoom([from, to])}
              onResetZoom={zoom ? () => onZoom(undefined) : undefined}
              onChoose={props.pointActions ? setChosen : undefined}
            />
          )}
          <div className="graph-zone">{zoneName(zone, last)}</div>
          {zoom && !props.isHeatMap && (
            <MiniMap
              columns={columns}
              styles={styles}
              hidden={hidden}
              whole={whole}
              window={zoom}
              onChange={(from, to) => onZoom([from, to])}
            />
          )}
          {chosenTime !== undefined && props.pointActions && (
            <div className="graph-chosen">
              {props.pointActions(chosenTime, chosenTime + columns.periodSeconds, () => setChosen(undefined))}
            </div>
          )}
          {widget.legend?.position !== "hidden" && !props.isHeatMap && (
            <Legend
              columns={columns}
              styles={styles}
              hidden={hidden}
              unit={unit}
              thresholds={thresholds}
              thresholdColour={thresholdColour}
              onHide={setHidden}
              onLineInfo={props.onLineInfo}
              events={events.filter(({ at }) => at >= window[0] && at <= window[1] + columns.periodSeconds)}
              hiddenKinds={hiddenKinds}
              onHideKinds={setHiddenKinds}
            />
          )}
          {tabled && <HiddenTable title={title} columns={tabled} unit={unit} zone={zone} />}
          <EventsList title={title} events={shownEvents} zone={zone} from={first} to={last + columns.periodSeconds} />
        </>
      )}
    </div>
  );
});

function Messages({ columns }: { readonly columns: Columns }): ReactNode {
  if (columns.messages.length === 0) return null;
  return <Alert type="warning">{[...new Set(columns.messages)].join(" ")}</Alert>;
}

function Failure({ failure, onRetry }: { readonly failure: Error; readonly onRetry: () => void }): ReactNode {
  const requestId = "requestId" in failure && typeof failure.requestId === "string" ? failure.requestId : undefined;
  return (
    <Alert type="error" header="The data could not be read" action={<Button onClick={onRetry}>Retry</Button>}>
      {failure.name}: {failure.message}
      {requestId && <Box variant="small"> Request ID {requestId}</Box>}
    </Alert>
  );
}
