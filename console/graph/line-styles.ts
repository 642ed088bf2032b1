/** Colours and dashes of lines: those of the definition where it names them, else of the palette. */
import { colourPlaces, dashes, palettes } from "./colours.ts";
import { type Columns, labelNow, previousPrefix } from "./columns.ts";
import type { LineStyle } from "./drawing.ts";
import { expandRows, type MetricWidget } from "./widget.ts";

export function lineStyles(widget: MetricWidget, columns: Columns, mode: "light" | "dark"): readonly LineStyle[] {
  const named = new Map(
    expandRows(widget.metrics ?? []).flatMap(({ renderer }) => (renderer.id && renderer.color ? [[renderer.id, renderer.color]] : [])),
  );
  // The period before has the colour of now, paler; it takes none of its own. Lines of one label have one each.
  const now = columns.lines.filter(({ id }) => !id.startsWith(previousPrefix));
  const labels = [
    ...now.map(({ label }) => label),
    ...columns.lines.map(labelNow).filter((label) => !now.some((line) => line.label === label)),
  ];
  const places = colourPlaces(labels);
  return columns.lines.map((line) => {
    const own = now.indexOf(line);
    const place = own >= 0 ? own : labels.indexOf(labelNow(line));
    const color = named.get(line.queryId) ?? palettes[mode][places[place] ?? 0] ?? "#888888";
    return line.id.startsWith(previousPrefix)
      ? { color: `${color}80`, dash: [2, 2] }
      : { color, dash: dashes[place % dashes.length] ?? [] };
  });
}
