/** The lines of a graph by name: a click shows one alone, a click with Ctrl, Shift or ⌘ hides or shows one. */
import type { ReactNode } from "react";
import { type Columns, lastValue } from "./columns.ts";
import type { LineStyle } from "./drawing.ts";
import { formatValue } from "./format.ts";
import { type EventKind, eventKinds, type GraphEvent } from "./graph-events.ts";
import { nextHidden } from "./hidden-lines.ts";
import type { Threshold } from "./thresholds.ts";

interface LegendProps {
  readonly columns: Columns;
  readonly styles: readonly LineStyle[];
  readonly hidden: ReadonlySet<string>;
  readonly unit: string;
  readonly thresholds: readonly Threshold[];
  readonly thresholdColour: string;
  readonly onHide: (hidden: ReadonlySet<string>) => void;
  readonly onLineInfo: ((label: string) => void) | undefined;
  /** Those in sight. */
  readonly events: readonly GraphEvent[];
  readonly hiddenKinds: ReadonlySet<EventKind>;
  readonly onHideKinds: (hidden: ReadonlySet<EventKind>) => void;
}

export function Legend({
  columns,
  styles,
  hidden,
  unit,
  thresholds,
  thresholdColour,
  onHide,
  onLineInfo,
  ...marks
}: LegendProps): ReactNode {
  const ids = columns.lines.map(({ id }) => id);
  return (
    <ul className="graph-legend" aria-label="Legend">
      {columns.lines.map((line, place) => (
        <li key={line.id}>
          <button
            type="button"
            className="graph-legend-item"
            aria-pressed={!hidden.has(line.id)}
            title={line.label}
            onClick={(event) => onHide(nextHidden(ids, hidden, line.id, event.ctrlKey || event.metaKey || event.shiftKey))}
          >
            <Swatch style={styles[place]} />
            <span className="graph-legend-label">{line.label}</span>
            <span className="graph-legend-value">{formatValue(lastValue(line), unit)}</span>
          </button>
          {onLineInfo && (
            <button
              type="button"
              className="graph-legend-info"
              aria-label={`Info about ${line.label}`}
              onClick={() => onLineInfo(line.label)}
            >
              Info
            </button>
          )}
        </li>
      ))}
      {thresholds.map(({ label, value }) => (
        <li key={label} className="graph-legend-threshold">
          <Swatch style={{ color: thresholdColour, dash: [6, 4] }} />
          <span>{label.includes(formatValue(value, unit)) ? label : `${label}: ${formatValue(value, unit)}`}</span>
        </li>
      ))}
      {(Object.keys(eventKinds) as EventKind[])
        .filter((kind) => marks.events.some((event) => event.kind === kind))
        .map((kind) => (
          <li key={kind}>
            <button
              type="button"
              className="graph-legend-item"
              aria-pressed={!marks.hiddenKinds.has(kind)}
              onClick={() => marks.onHideKinds(toggled(marks.hiddenKinds, kind))}
            >
              <svg className="graph-legend-swatch" width="18" height="10" aria-hidden="true">
                {kind === "connection" ? <circle cx="9" cy="5" r="4" /> : <path d="M4 1h10l-5 8z" />}
              </svg>
              <span className="graph-legend-label">{eventKinds[kind]}</span>
            </button>
          </li>
        ))}
    </ul>
  );
}

function toggled(kinds: ReadonlySet<EventKind>, kind: EventKind): ReadonlySet<EventKind> {
  const next = new Set(kinds);
  if (!next.delete(kind)) next.add(kind);
  return next;
}

/** A short piece of the line itself, dashes included. */
function Swatch({ style }: { readonly style: LineStyle | undefined }): ReactNode {
  return (
    <svg className="graph-legend-swatch" width="18" height="8" aria-hidden="true">
      <line
        x1="0"
        y1="4"
        x2="18"
        y2="4"
        stroke={style?.color ?? "currentColor"}
        strokeWidth="3"
        strokeDasharray={style?.dash.join(" ") ?? ""}
      />
    </svg>
  );
}
