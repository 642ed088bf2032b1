/** A metric widget: lines, stacked areas, or the newest values as numbers, bars, pie, gauge or table. */
import { type ReactNode, useEffect, useMemo, useState } from "react";
import type { Zone } from "../graph/format.ts";
import { GraphCard, type GraphAction } from "../graph/graph-card.tsx";
import type { TimeRange } from "../graph/time-range.ts";
import { useMetricData } from "../graph/use-metric-data.ts";
import { ValueView } from "../graph/value-view.tsx";
import type { MetricWidget } from "../graph/widget.ts";
import { useInterval } from "../parts/use-load.ts";
import { parseDuration } from "../url-state.ts";

interface MetricWidgetViewProps {
  readonly widget: MetricWidget;
  readonly range: TimeRange;
  /** Replaces the widget's period; undefined lets it keep its own. */
  readonly periodSeconds: number | undefined;
  readonly refreshSeconds: number;
  readonly zone: Zone;
  readonly heightPx: number;
  readonly zoom: readonly [number, number] | undefined;
  readonly onZoom: (zoom: readonly [number, number] | undefined) => void;
  readonly actions: readonly GraphAction[];
  readonly onEnlarge: () => void;
  /** Rises when everything is to be read anew. */
  readonly turn: number;
}

export function MetricWidgetView(props: MetricWidgetViewProps): ReactNode {
  const { widget, turn } = props;
  const [ownZoom, setOwnZoom] = useState<readonly [number, number]>();
  const widgets = useMemo(() => [widget], [widget]);
  const range = ownRange(widget) ?? props.range;
  const periodSeconds = periodOf(widget, range, props.periodSeconds);
  const { data, failure, loading, reload } = useMetricData(widgets, range, periodSeconds);
  useInterval(reload, props.refreshSeconds);
  useEffect(() => {
    if (turn > 0) reload();
  }, [turn, reload]);
  const isLinked = range === props.range;
  const columns = data?.[0];
  const title = widget.title ?? "Metrics";
  const view = widget.view ?? "timeSeries";
  if (view !== "timeSeries" && columns) {
    return (
      <section className="number-widget" aria-label={title}>
        <h3 className="graph-title">{title}</h3>
        <ValueView title={title} widget={widget} columns={columns} />
      </section>
    );
  }
  return (
    <GraphCard
      title={title}
      widget={widget}
      columns={columns}
      failure={failure}
      loading={loading}
      zone={props.zone}
      height={Math.max(90, props.heightPx - 130)}
      {...(isLinked && { syncKey: "dashboard" })}
      zoom={isLinked ? props.zoom : ownZoom}
      onZoom={isLinked ? props.onZoom : setOwnZoom}
      onRetry={reload}
      onEnlarge={props.onEnlarge}
      actions={props.actions}
    />
  );
}

/** "Set period to time range" makes one value of a whole range. */
function periodOf(widget: MetricWidget, range: TimeRange, override: number | undefined): number {
  if (widget.setPeriodToTimeRange !== true || (widget.view ?? "timeSeries") === "timeSeries") return override ?? widget.period ?? 300;
  const seconds = range.kind === "relative" ? range.seconds : range.to - range.from;
  return Math.max(60, Math.ceil(seconds / 60) * 60);
}

/** A widget's own range ("persist time range"), where it has one. */
function ownRange({ start, end }: MetricWidget): TimeRange | undefined {
  if (start === undefined) return undefined;
  const seconds = parseDuration(start);
  if (seconds !== undefined) return { kind: "relative", seconds };
  const [from, to] = [Date.parse(start), Date.parse(end ?? "")];
  return Number.isNaN(from) || Number.isNaN(to)
    ? undefined
    : { kind: "absolute", from: Math.floor(from / 1000), to: Math.floor(to / 1000) };
}
