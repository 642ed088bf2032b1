/** One graph of a section: a region named by its title, with its help, enlarge icon and menu. */
import Button from "@cloudscape-design/components/button";
import ButtonDropdown, { type ButtonDropdownProps } from "@cloudscape-design/components/button-dropdown";
import Link from "@cloudscape-design/components/link";
import { memo, type ReactNode, useId, useState } from "react";
import { GraphView, type GraphViewProps } from "./graph-view.tsx";

export interface GraphAction {
  readonly id: string;
  readonly text: string;
  readonly act: () => void;
}

interface GraphCardProps extends Omit<GraphViewProps, "asTable"> {
  readonly onInfo?: () => void;
  readonly onEnlarge?: () => void;
  /** Further entries of the menu. */
  readonly actions?: readonly GraphAction[];
}

export const GraphCard = memo(function GraphCard({ onInfo, onEnlarge, actions = [], ...view }: GraphCardProps): ReactNode {
  const titleId = useId();
  const [asTable, setAsTable] = useState(false);
  const entries: readonly GraphAction[] = [
    ...(onEnlarge ? [{ id: "enlarge", text: "Enlarge", act: onEnlarge }] : []),
    ...actions,
    { id: "table", text: asTable ? "Show as graph" : "Show as table", act: () => setAsTable(!asTable) },
  ];
  const items: ButtonDropdownProps.Items = entries.map(({ id, text }) => ({ id, text }));
  return (
    <section className="graph-card" aria-labelledby={titleId}>
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
