/** The explorer's graph with its controls. */
import Button from "@cloudscape-design/components/button";
import Box from "@cloudscape-design/components/box";
import { type ReactNode, useMemo, useState } from "react";
import { createAlarmAddress } from "./explorer-link.ts";
import { GraphCard } from "../graph/graph-card.tsx";
import { RangeControl } from "../graph/range-control.tsx";
import { rangeLabel, type TimeRange } from "../graph/time-range.ts";
import { useMetricData } from "../graph/use-metric-data.ts";
import { PeriodSelect, RefreshSelect } from "../graph/view-controls.tsx";
import { ValueView } from "../graph/value-view.tsx";
import type { MetricWidget } from "../graph/widget.ts";
import { usePreferences } from "../parts/preferences.tsx";
import { navigate } from "../parts/router.ts";
import { useInterval } from "../parts/use-load.ts";
import type { ViewState } from "../url-state.ts";

interface ExploredGraphProps {
  readonly widget: MetricWidget;
  readonly state: ViewState;
  readonly range: TimeRange;
  readonly onWidget: (widget: MetricWidget, changes?: ViewState) => void;
  readonly onState: (changes: ViewState) => void;
}

export function ExploredGraph({ widget, state, range, onWidget, onState }: ExploredGraphProps): ReactNode {
  const { timeZone } = usePreferences();
  const zone = state.zone ?? timeZone;
  const periodSeconds = state.periodSeconds ?? widget.period ?? 300;
  const [zoom, setZoom] = useState<readonly [number, number]>();
  const widgets = useMemo(() => [widget], [widget]);
  const { data, failure, loading, reload } = useMetricData(widgets, range, periodSeconds);
  useInterval(reload, state.refreshSeconds ?? 0);
  const columns = data?.[0];
  const isNumber = widget.view !== undefined && widget.view !== "timeSeries";
  return (
    <>
      <div className="graph-controls">
        <PeriodSelect
          periodSeconds={periodSeconds}
          onChange={(seconds) => {
            setZoom(undefined);
            onWidget({ ...widget, period: seconds }, { periodSeconds: seconds });
          }}
        />
        <RangeControl
          range={range}
          zone={zone}
          onChange={(next, nextZone) => {
            setZoom(undefined);
            onState({ range: next, zone: nextZone });
          }}
        />
        <span className="graph-controls-end">
          <Button iconName="refresh" ariaLabel="Refresh" onClick={reload} />
          <RefreshSelect refreshSeconds={state.refreshSeconds ?? 0} onChange={(refreshSeconds) => onState({ refreshSeconds })} />
        </span>
      </div>
      {(widget.metrics ?? []).length === 0 ? (
        <div className="graph-empty graph-empty-tall">
          <Box variant="strong">Nothing is drawn yet</Box>
          <Box variant="small">Choose metrics under Browse, or write a query or an expression.</Box>
        </div>
      ) : isNumber && columns ? (
        <section aria-label={widget.title ?? "Metrics"}>
          <ValueView title={widget.title ?? "Metrics"} widget={widget} columns={columns} />
        </section>
      ) : (
        <GraphCard
          title={widget.title ?? "Metrics"}
          widget={widget}
          columns={columns}
          failure={failure}
          loading={loading}
          zone={zone}
          height={320}
          zoom={zoom}
          onZoom={setZoom}
          onRetry={reload}
          emptyNote={<Box variant="small">{rangeLabel(range)}.</Box>}
          actions={[{ id: "alarm", text: "Create alarm", act: () => navigate(createAlarmAddress(widget)) }]}
        />
      )}
    </>
  );
}
