/** How the explored graph is drawn: title, kind, axis limits, horizontal lines. */
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ReactNode } from "react";
import type { AxisBounds, HorizontalAnnotation, MetricView, MetricWidget } from "../graph/widget.ts";
import { CommittedInput } from "../parts/committed-input.tsx";

interface GraphOptionsProps {
  readonly widget: MetricWidget;
  readonly onWidget: (widget: MetricWidget) => void;
}

const views: readonly MetricView[] = ["singleValue", "bar", "pie", "gauge", "table"];

const kinds = [
  { id: "line", text: "Line" },
  { id: "stacked", text: "Stacked area" },
  { id: "singleValue", text: "Number" },
  { id: "bar", text: "Bar" },
  { id: "pie", text: "Pie" },
  { id: "gauge", text: "Gauge" },
  { id: "table", text: "Table" },
] as const;

/** The graph drawn in another way. A gauge needs both ends of its axis. */
function ofKind(widget: MetricWidget, kind: string): MetricWidget {
  const left = widget.yAxis?.left ?? {};
  return {
    ...widget,
    stacked: kind === "stacked",
    view: views.find((view) => view === kind) ?? "timeSeries",
    ...(kind === "gauge" && { yAxis: { ...widget.yAxis, left: { ...left, min: left.min ?? 0, max: left.max ?? 100 } } }),
  };
}

export function GraphOptions({ widget, onWidget }: GraphOptionsProps): ReactNode {
  const kind = widget.view !== undefined && widget.view !== "timeSeries" ? widget.view : widget.stacked ? "stacked" : "line";
  const lines = (widget.annotations?.horizontal ?? []).flatMap((line): readonly HorizontalAnnotation[] =>
    Array.isArray(line) ? line : [line as HorizontalAnnotation],
  );
  const setLines = (horizontal: readonly HorizontalAnnotation[]): void =>
    onWidget({ ...widget, annotations: { ...widget.annotations, horizontal } });
  const setBound = (name: "min" | "max", text: string): void => {
    const { [name]: _, ...rest }: AxisBounds = widget.yAxis?.left ?? {};
    const bound = text.trim() === "" || !Number.isFinite(Number(text)) ? {} : { [name]: Number(text) };
    onWidget({ ...widget, yAxis: { ...widget.yAxis, left: { ...rest, ...bound } } });
  };
  return (
    <SpaceBetween size="m">
      <FormField label="Title">
        <CommittedInput label="Title" value={widget.title ?? ""} onChange={(title) => onWidget({ ...widget, title })} />
      </FormField>
      <FormField label="Kind">
        <SegmentedControl
          label="Kind of graph"
          selectedId={kind}
          options={kinds}
          onChange={({ detail }) => onWidget(ofKind(widget, detail.selectedId))}
        />
      </FormField>
      <SpaceBetween direction="horizontal" size="m">
        <FormField label="Axis from">
          <CommittedInput label="Axis from" value={String(widget.yAxis?.left?.min ?? "")} onChange={(text) => setBound("min", text)} />
        </FormField>
        <FormField label="Axis to">
          <CommittedInput label="Axis to" value={String(widget.yAxis?.left?.max ?? "")} onChange={(text) => setBound("max", text)} />
        </FormField>
      </SpaceBetween>
      {lines.map((line, index) => (
        <SpaceBetween key={`line-${String(index)}`} direction="horizontal" size="xs">
          <CommittedInput
            label={`Value of line ${index + 1}`}
            value={String(line.value)}
            onChange={(text) =>
              Number.isFinite(Number(text)) &&
              text !== "" &&
              setLines(lines.map((each, at) => (at === index ? { ...each, value: Number(text) } : each)))
            }
          />
          <CommittedInput
            label={`Label of line ${index + 1}`}
            value={line.label ?? ""}
            onChange={(label) => setLines(lines.map((each, at) => (at === index ? { ...each, label } : each)))}
          />
          <Button
            variant="icon"
            iconName="remove"
            ariaLabel={`Remove line ${index + 1}`}
            onClick={() => setLines(lines.filter((_, at) => at !== index))}
          />
        </SpaceBetween>
      ))}
      <Button onClick={() => setLines([...lines, { value: 0, label: `Line ${lines.length + 1}` }])}>Add horizontal line</Button>
    </SpaceBetween>
  );
}
