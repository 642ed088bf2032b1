/** The rows of the explored graph: label, statistic, visibility, removal. */
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Checkbox from "@cloudscape-design/components/checkbox";
import Select from "@cloudscape-design/components/select";
import Table from "@cloudscape-design/components/table";
import type { ReactNode } from "react";
import { type ExpandedRow, expandRows, type MetricWidget } from "../graph/widget.ts";
import { CommittedInput } from "../parts/committed-input.tsx";
import { changeRow, removeRow } from "./graph-rows.ts";

const statistics = ["Average", "Sum", "Minimum", "Maximum", "SampleCount", "p50", "p90", "p95", "p99", "p99.9", "tm99", "IQM"] as const;

interface GraphedMetricsProps {
  readonly widget: MetricWidget;
  readonly onWidget: (widget: MetricWidget) => void;
}

export function GraphedMetrics({ widget, onWidget }: GraphedMetricsProps): ReactNode {
  const rows = expandRows(widget.metrics ?? []).map((row, index) => ({ ...row, index }));
  return (
    <Table<ExpandedRow & { readonly index: number }>
      variant="embedded"
      contentDensity="compact"
      items={rows}
      trackBy={({ index }) => String(index)}
      ariaLabels={{ tableLabel: "Graphed metrics" }}
      empty="Nothing is graphed"
      columnDefinitions={[
        {
          id: "visible",
          header: "Shown",
          cell: ({ index, renderer }) => (
            <Checkbox
              checked={renderer.visible !== false}
              ariaLabel={`Show row ${index + 1}`}
              onChange={({ detail }) => onWidget(changeRow(widget, index, { visible: detail.checked ? undefined : false }))}
            />
          ),
        },
        { id: "id", header: "Id", cell: ({ renderer }) => renderer.id ?? "–" },
        {
          id: "label",
          header: "Label",
          cell: ({ index, renderer }) => (
            <CommittedInput
              label={`Label of row ${index + 1}`}
              value={renderer.label ?? ""}
              onChange={(label) => onWidget(changeRow(widget, index, { label: label || undefined }))}
            />
          ),
        },
        {
          id: "details",
          header: "Details",
          cell: ({ index, metric, renderer }) =>
            metric ? (
              <Box variant="small">
                {metric.namespace} · {metric.metricName} · {metric.dimensions.map(({ name, value }) => `${name}: ${value}`).join(" · ")}
              </Box>
            ) : (
              <CommittedInput
                label={`Expression of row ${index + 1}`}
                value={renderer.expression ?? ""}
                onChange={(expression) => expression !== "" && onWidget(changeRow(widget, index, { expression }))}
              />
            ),
        },
        {
          id: "statistic",
          header: "Statistic",
          cell: ({ index, metric, renderer }) => {
            const stat = renderer.stat ?? widget.stat ?? "Average";
            return metric ? (
              <Select
                ariaLabel={`Statistic of row ${index + 1}`}
                selectedOption={{ value: stat, label: stat }}
                options={statistics.map((value) => ({ value, label: value }))}
                onChange={({ detail }) => onWidget(changeRow(widget, index, { stat: detail.selectedOption.value }))}
              />
            ) : (
              "–"
            );
          },
        },
        {
          id: "remove",
          header: "Actions",
          cell: ({ index }) => (
            <Button
              variant="icon"
              iconName="remove"
              ariaLabel={`Remove row ${index + 1}`}
              onClick={() => onWidget(removeRow(widget, index))}
            />
          ),
        },
      ]}
    />
  );
}
