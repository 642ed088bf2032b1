/** One widget of a dashboard, by its type; a type that is not drawn here says so and keeps its JSON. */
import Box from "@cloudscape-design/components/box";
import type { ComponentProps, ReactNode } from "react";
import type { MetricWidget } from "../graph/widget.ts";
import { Markdown } from "../parts/markdown.tsx";
import { AlarmWidgetView } from "./alarm-widget.tsx";
import { markdownOf, type Widget } from "./dashboard-body.ts";
import { titleOf } from "./grid.tsx";
import { MetricWidgetView } from "./metric-widget.tsx";

type WidgetViewProps = Omit<ComponentProps<typeof MetricWidgetView>, "widget"> & { readonly widget: Widget };

export function WidgetView({ widget, ...props }: WidgetViewProps): ReactNode {
  switch (widget.type) {
    case "metric":
      return <MetricWidgetView widget={widget.properties as unknown as MetricWidget} {...props} />;
    case "text":
      return <Markdown text={markdownOf(widget)} />;
    case "alarm": {
      const alarms = widget.properties["alarms"];
      return <AlarmWidgetView title={titleOf(widget)} alarms={Array.isArray(alarms) ? alarms.map(String) : []} />;
    }
    default:
      return (
        <Box color="text-status-inactive">
          <Box variant="strong">{titleOf(widget)}</Box>
          <div>Widgets of type “{widget.type}” are kept unchanged but not drawn here.</div>
        </Box>
      );
  }
}
