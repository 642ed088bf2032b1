/** Data of one or several graphs as a page shows them: one question per view, asked again when range, period or turn change. */
import { useCallback, useMemo } from "react";
import { type Loaded, useLoad } from "../parts/use-load.ts";
import { useSignedIn } from "../parts/session-context.ts";
import { nowSeconds } from "../parts/now.ts";
import type { Columns } from "./columns.ts";
import { readMetricData } from "./metric-data.ts";
import { resolveRange, type TimeRange } from "./time-range.ts";
import type { MetricWidget } from "./widget.ts";

/** Columns of each widget, in their order. `widgets` and `range` must be stable. */
export function useMetricData(widgets: readonly MetricWidget[], range: TimeRange, periodSeconds: number): Loaded<readonly Columns[]> {
  const { api } = useSignedIn();
  const rangeKey = JSON.stringify(range);
  const stableRange = useMemo(() => JSON.parse(rangeKey) as TimeRange, [rangeKey]);
  const load = useCallback(
    (signal: AbortSignal) => {
      const { from, to } = resolveRange(stableRange, periodSeconds, nowSeconds());
      return readMetricData(api, widgets, from, to, periodSeconds, signal);
    },
    [api, widgets, stableRange, periodSeconds],
  );
  return useLoad(load);
}
