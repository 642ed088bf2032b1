/** Percentiles beside the average, and the heat map: what an average hides. */
import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Select from "@cloudscape-design/components/select";
import { type ReactNode, useMemo, useState } from "react";
import { fiveGraph } from "../graph/five-graphs.ts";
import type { Zone } from "../graph/format.ts";
import { GraphCard } from "../graph/graph-card.tsx";
import { heatMapGraph, type OperationPair, percentilesGraph } from "../graph/latency-distribution.ts";
import { RangeControl } from "../graph/range-control.tsx";
import { defaultPeriodSeconds, defaultRange, type TimeRange } from "../graph/time-range.ts";
import { useMetricData } from "../graph/use-metric-data.ts";
import { usePreferences } from "../parts/preferences.tsx";
import { useSignedIn } from "../parts/session-context.ts";
import { useInterval } from "../parts/use-load.ts";

const all = { value: "", label: "All operations" } as const;
const between = " / ";
const refreshSeconds = 60;

export default function LatencySpread({ keyStoreId }: { readonly keyStoreId: string }): ReactNode {
  const { session } = useSignedIn();
  const preferences = usePreferences();
  const [zone, setZone] = useState<Zone>(preferences.timeZone);
  const [range, setRange] = useState<TimeRange>(defaultRange);
  const [operation, setOperation] = useState<string>(all.value);
  const [zoom, setZoom] = useState<readonly [number, number]>();
  const widgets = useMemo(() => {
    const subject = { keyStoreId, region: session.region, pair: pairOf(operation) };
    // The latencies by operation tell which operations there are.
    return [percentilesGraph(subject), heatMapGraph(subject), fiveGraph("latency", { ...subject, quotaPerSecond: 1 })] as const;
  }, [keyStoreId, session.region, operation]);
  const { data, failure, loading, reload } = useMetricData(widgets, range, defaultPeriodSeconds);
  useInterval(reload, zoom ? 0 : refreshSeconds);
  const operations = useMemo(() => [...new Set((data?.[2]?.lines ?? []).map(({ label }) => label))].sort(), [data]);
  const options = [all, ...operations.map((label) => ({ value: label, label }))];
  const shared = { failure, loading, zone, zoom, onZoom: setZoom, onRetry: reload, syncKey: "latency-spread" };
  return (
    <Container
      header={
        <Header variant="h2" description="An average hides the few slow calls; percentiles and the heat map show them.">
          How latencies are spread
        </Header>
      }
    >
      <div className="graph-controls">
        <Select
          inlineLabelText="Operation"
          selectedOption={options.find(({ value }) => value === operation) ?? { value: operation, label: operation }}
          options={options}
          onChange={({ detail }) => setOperation(detail.selectedOption.value ?? all.value)}
        />
        <RangeControl
          range={range}
          zone={zone}
          onChange={(next, nextZone) => {
            setZoom(undefined);
            setRange(next);
            setZone(nextZone);
          }}
        />
      </div>
      <div className="graph-pair">
        <GraphCard {...shared} title="Latency percentiles" widget={widgets[0]} columns={data?.[0]} height={260} />
        <GraphCard {...shared} title="Latency heat map" widget={widgets[1]} columns={data?.[1]} height={260} isHeatMap />
      </div>
      <Box variant="small">
        Each cell of the heat map counts the requests of five minutes whose latency lies between its bounds. Above the red line a request
        has timed out.
      </Box>
    </Container>
  );
}

function pairOf(operation: string): OperationPair | undefined {
  const [kmsOperation, xksOperation] = operation.split(between);
  return kmsOperation && xksOperation ? { kmsOperation, xksOperation } : undefined;
}
