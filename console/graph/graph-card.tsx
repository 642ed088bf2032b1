/** One graph of a section: a region named by its title, with its help, enlarge icon and menu. */
import Button from "@cloudscape-design/components/button";
import ButtonDropdown, { type ButtonDropdownProps } from "@cloudscape-design/components/button-dropdown";
import Link from "@cloudscape-design/components/link";
import { memo, type ReactNode, useId, useRef, useState } from "react";
import { colourPlaces, palettes } from "./colours.ts";
import { withData } from "./columns.ts";
import { csvOf, download, pngOf } from "./export-graph.ts";
import { formatTime, zoneName } from "./format.ts";
import { GraphView, type GraphViewProps } from "./graph-view.tsx";

export interface GraphAction {
  readonly id: string;
  readonly text: string;
  readonly act: () => void;
}

export interface GraphCardProps extends Omit<GraphViewProps, "asTable"> {
  readonly onInfo?: () => void;
  readonly onEnlarge?: () => void;
  /** Further entries of the menu. */
  readonly actions?: readonly GraphAction[];
}

export const GraphCard = memo(function GraphCard({ onInfo, onEnlarge, actions = [], ...view }: GraphCardProps): ReactNode {
  const titleId = useId();
  const card = useRef<HTMLElement>(null);
  const [asTable, setAsTable] = useState(false);
  const hasData = view.columns?.lines.some(({ values }) => values.some((value) => value !== null)) ?? false;
  const entries: readonly GraphAction[] = [
    ...(onEnlarge ? [{ id: "enlarge", text: "Enlarge", act: onEnlarge }] : []),
    ...actions,
    ...(hasData
      ? [
          { id: "table", text: asTable ? "Show as graph" : "Show as table", act: () => setAsTable(!asTable) },
          { id: "csv", text: "Download CSV", act: () => downloadCsv(view) },
          ...(asTable || view.isHeatMap ? [] : [{ id: "png", text: "Download PNG", act: () => void downloadPng(view, card.current) }]),
        ]
      : []),
  ];
  const items: ButtonDropdownProps.Items = entries.map(({ id, text }) => ({ id, text }));
  return (
    <section ref={card} className="graph-card" aria-labelledby={titleId}>
      <div className="graph-head">
        <h3 id={titleId} className="graph-title">
          {view.title}
        </h3>
        {onInfo && (
          <Link variant="info" onFollow={onInfo} ariaLabel={`Info about ${view.title}`}>
            Info
          </Link>
        )}
        <span className="graph-head-end">
          {view.zoom && <Button variant="icon" iconName="zoom-out" ariaLabel="Reset zoom" onClick={() => view.onZoom(undefined)} />}
          {onEnlarge && (
            <span className="graph-hover-action">
              <Button variant="icon" iconName="expand" ariaLabel={`Enlarge ${view.title}`} onClick={onEnlarge} />
            </span>
          )}
          <ButtonDropdown
            variant="icon"
            ariaLabel={`Menu of ${view.title}`}
            items={items}
            onItemClick={({ detail }) => entries.find(({ id }) => id === detail.id)?.act()}
          />
        </span>
      </div>
      <GraphView {...view} asTable={asTable} />
    </section>
  );
});

function fileName(title: string, ending: string): string {
  return `${title.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}.${ending}`;
}

function downloadCsv({ title, columns }: Pick<GraphViewProps, "title" | "columns">): void {
  if (columns) download(fileName(title, "csv"), new Blob([csvOf(withData(columns))], { type: "text/csv" }));
}

async function downloadPng(
  { title, columns, zone }: Pick<GraphViewProps, "title" | "columns" | "zone">,
  card: HTMLElement | null,
): Promise<void> {
  const canvas = card?.querySelector("canvas");
  if (!canvas || !columns) return;
  const { lines, times } = withData(columns);
  const [first = 0, last = 0] = [times[0], times.at(-1)];
  const palette = palettes[document.documentElement.classList.contains("dark") ? "dark" : "light"];
  const places = colourPlaces(lines.map(({ label }) => label));
  const picture = await pngOf(
    canvas,
    title,
    `${formatTime(first, zone)} to ${formatTime(last, zone)} ${zoneName(zone, last)}`,
    lines.map(({ label }, index) => ({ label, color: palette[places[index] ?? 0] ?? "" })),
  );
  download(fileName(title, "png"), picture);
}
