/** In the place of the console's own drawing: the same graph by Cloudscape's LineChart. For the comparison in bench/console.ts alone. */
import LineChart from "@cloudscape-design/components/line-chart";
import type { ReactNode } from "react";
import type { CanvasProps } from "../../console/graph/canvas.tsx";

export function Canvas({ title, columns, styles, hidden, height, window }: CanvasProps): ReactNode {
  const times = columns.times.map((second) => new Date(second * 1000));
  return (
    <div role="application" aria-label={`${title} graph`} data-points={columns.times.length}>
      <LineChart
        ariaLabel={title}
        height={height}
        hideFilter
        hideLegend
        xScaleType="time"
        xDomain={[new Date(window[0] * 1000), new Date(window[1] * 1000)]}
        series={columns.lines
          .filter(({ id }) => !hidden.has(id))
          .map(({ label, values }, place) => ({
            type: "line",
            title: label,
            color: styles[place]?.color ?? "#888888",
            data: values.flatMap((value, index) => (value === null ? [] : [{ x: times[index] ?? new Date(0), y: value }])),
          }))}
      />
    </div>
  );
}
