/** What holds for all widgets of a dashboard: range, zone, period override, refresh, linked graphs. */
import Button from "@cloudscape-design/components/button";
import Select from "@cloudscape-design/components/select";
import Toggle from "@cloudscape-design/components/toggle";
import type { ReactNode } from "react";
import type { Zone } from "../graph/format.ts";
import { RangeControl } from "../graph/range-control.tsx";
import { periodLabel, periods, type TimeRange } from "../graph/time-range.ts";
import { RefreshSelect } from "../graph/view-controls.tsx";
import type { ViewState } from "../url-state.ts";

interface DashboardControlsProps {
  readonly range: TimeRange;
  readonly zone: Zone;
  readonly periodSeconds: number | undefined;
  readonly refreshSeconds: number;
  readonly linked: boolean;
  readonly onShow: (changes: ViewState) => void;
  readonly onZone: (zone: Zone) => void;
  readonly onLinked: (linked: boolean) => void;
  readonly onRefresh: () => void;
}

export function DashboardControls(props: DashboardControlsProps): ReactNode {
  const { periodSeconds } = props;
  return (
    <div className="graph-controls">
      <RangeControl
        range={props.range}
        zone={props.zone}
        onChange={(range, zone) => {
          if (zone !== props.zone) props.onZone(zone);
          props.onShow({ range, zone });
        }}
      />
      <Select
        inlineLabelText="Period override"
        selectedOption={
          periodSeconds === undefined
            ? { value: "0", label: "Do not override" }
            : { value: String(periodSeconds), label: periodLabel(periodSeconds) }
        }
        options={[{ value: "0", label: "Do not override" }, ...periods.map(({ seconds, label }) => ({ value: String(seconds), label }))]}
        onChange={({ detail }) => {
          const seconds = Number(detail.selectedOption.value);
          props.onShow({ periodSeconds: seconds === 0 ? undefined : seconds });
        }}
      />
      <Toggle checked={props.linked} onChange={({ detail }) => props.onLinked(detail.checked)}>
        Link graphs
      </Toggle>
      <span className="graph-controls-end">
        <Button iconName="refresh" ariaLabel="Refresh" onClick={props.onRefresh} />
        <RefreshSelect refreshSeconds={props.refreshSeconds} onChange={(refreshSeconds) => props.onShow({ refreshSeconds })} />
      </span>
    </div>
  );
}
