/** One graph enlarged: own period, range, zone and refresh, all dropped when it closes. */
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Toggle from "@cloudscape-design/components/toggle";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import { useInterval } from "../parts/use-load.ts";
import type { ViewState } from "../url-state.ts";
import { withPrevious } from "./columns.ts";
import type { Zone } from "./format.ts";
import type { GraphEvent } from "./graph-events.ts";
import { GraphView, type GraphViewProps } from "./graph-view.tsx";
import { RangeControl } from "./range-control.tsx";
import { defaultPeriodSeconds, defaultRange, type TimeRange } from "./time-range.ts";
import { useMetricData } from "./use-metric-data.ts";
import { PeriodSelect, RefreshSelect } from "./view-controls.tsx";
import type { MetricWidget } from "./widget.ts";

const noWidgets: readonly MetricWidget[] = [];
/** Live: the newest second, without a click. */
const liveSeconds = 2;
const liveRangeSeconds = 300;

interface EnlargedGraphProps {
  readonly title: string;
  readonly widget: MetricWidget;
  /** What a link asked for; else the defaults. */
  readonly initial: ViewState;
  readonly zone: Zone;
  readonly onClose: () => void;
  readonly onCopyLink: (state: ViewState) => void;
  readonly emptyNote: (range: TimeRange, onRange: (range: TimeRange) => void) => ReactNode;
  readonly pointActions?: GraphViewProps["pointActions"];
  readonly events?: readonly GraphEvent[];
}

export function EnlargedGraph({
  title,
  widget,
  initial,
  onClose,
  onCopyLink,
  emptyNote,
  pointActions,
  events,
  ...props
}: EnlargedGraphProps): ReactNode {
  const [range, setRange] = useState<TimeRange>(initial.range ?? defaultRange);
  const [periodSeconds, setPeriod] = useState(initial.periodSeconds ?? widget.period ?? defaultPeriodSeconds);
  const [zone, setZone] = useState<Zone>(initial.zone ?? props.zone);
  const [refreshSeconds, setRefresh] = useState(initial.refreshSeconds ?? 0);
  const [zoom, setZoom] = useState<readonly [number, number]>();
  const [live, setLive] = useState(false);
  const [asTable, setAsTable] = useState(false);
  const widgets = useMemo(() => [widget], [widget]);
  const { data, failure, loading, reload } = useMetricData(widgets, range, periodSeconds);
  useInterval(reload, live ? liveSeconds : refreshSeconds);
  useEffect(() => {
    // The dialog hears Escape only while the focus is in it; a focused part may have gone.
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key === "Escape" && document.activeElement === document.body) onClose();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [onClose]);
  const [comparing, setComparing] = useState(false);
  const columns = data?.[0];
  const first = columns?.times[0];
  const wholeSeconds = (columns?.times.length ?? 0) * periodSeconds;
  const previous: TimeRange = first === undefined ? range : { kind: "absolute", from: first - wholeSeconds, to: first };
  const before = useMetricData(comparing && first !== undefined ? widgets : noWidgets, previous, periodSeconds);
  const earlier = before.data?.[0];
  const shown = useMemo(() => (comparing && columns && earlier ? withPrevious(columns, earlier) : columns), [comparing, columns, earlier]);
  const chooseRange = (next: TimeRange): void => {
    setZoom(undefined);
    setRange(next);
  };
  return (
    <Modal
      visible
      size="max"
      header={title}
      onDismiss={onClose}
      closeAriaLabel="Close enlarged view"
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button iconName="share" onClick={() => onCopyLink({ range, periodSeconds, zone, refreshSeconds })}>
              Copy link
            </Button>
            <Button onClick={() => setComparing(!comparing)}>
              {comparing ? "Without the previous period" : "Compare with the previous period"}
            </Button>
            <Button onClick={() => setAsTable(!asTable)}>{asTable ? "Show as graph" : "Show as table"}</Button>
            <Button variant="primary" onClick={onClose}>
              Close
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <section aria-label={`${title}, enlarged`}>
        <div className="graph-controls">
          <PeriodSelect
            periodSeconds={periodSeconds}
            onChange={(seconds) => {
              setZoom(undefined);
              setPeriod(seconds);
            }}
          />
          <RangeControl
            range={range}
            zone={zone}
            onChange={(next, nextZone) => {
              chooseRange(next);
              setZone(nextZone);
            }}
          />
          <span className="graph-controls-end">
            {zoom && <Button variant="icon" iconName="zoom-out" ariaLabel="Reset zoom" onClick={() => setZoom(undefined)} />}
            <Toggle
              checked={live}
              onChange={({ detail }) => {
                setLive(detail.checked);
                if (!detail.checked) return;
                setPeriod(1);
                chooseRange({ kind: "relative", seconds: liveRangeSeconds });
              }}
            >
              Live
            </Toggle>
            <Button iconName="refresh" ariaLabel="Refresh" onClick={reload} />
            <RefreshSelect refreshSeconds={refreshSeconds} onChange={setRefresh} />
          </span>
        </div>
        <GraphView
          title={title}
          widget={widget}
          columns={shown}
          failure={failure}
          loading={loading}
          zone={zone}
          height={420}
          zoom={zoom}
          onZoom={setZoom}
          onRetry={reload}
          asTable={asTable}
          emptyNote={emptyNote(range, chooseRange)}
          {...(pointActions && { pointActions })}
          {...(events && { events })}
        />
      </section>
    </Modal>
  );
}
