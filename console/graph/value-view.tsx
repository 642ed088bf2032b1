/** A graph without a time axis: the newest value of each line as number, bar, pie, gauge or table. */
import Box from "@cloudscape-design/components/box";
import type { ReactNode } from "react";
import { usePreferences } from "../parts/preferences.tsx";
import { type Columns, lastValue } from "./columns.ts";
import { formatNumber, formatValue, unitSuffix } from "./format.ts";
import { lineStyles } from "./line-styles.ts";
import { barOf, gaugeShare, ringPath, sharesOf } from "./shares.ts";
import type { AxisBounds, MetricView, MetricWidget } from "./widget.ts";

interface ValueViewProps {
  readonly title: string;
  readonly widget: MetricWidget;
  readonly columns: Columns;
}

interface ShownValue {
  readonly id: string;
  readonly label: string;
  readonly value: number | null;
  readonly color: string;
}

interface ViewProps {
  readonly values: readonly ShownValue[];
  readonly unit: string;
  readonly bounds: AxisBounds;
}

type ValueKind = Exclude<MetricView, "timeSeries">;

const views: Readonly<Record<ValueKind, (props: ViewProps) => ReactNode>> = {
  singleValue: Numbers,
  table: ValuesTable,
  bar: Bars,
  pie: Pie,
  gauge: Gauges,
};

/** Views whose picture says nothing to a screen reader: a table stands behind them. */
const drawn: ReadonlySet<ValueKind> = new Set<ValueKind>(["bar", "pie", "gauge"]);

export function ValueView({ title, widget, columns }: ValueViewProps): ReactNode {
  const { mode } = usePreferences();
  const styles = lineStyles(widget, columns, mode);
  const values = columns.lines.map((line, place) => ({
    id: line.id,
    label: line.label,
    value: lastValue(line),
    color: styles[place]?.color ?? "#888888",
  }));
  const unit = unitSuffix(widget.yAxis?.left?.label);
  const kind: ValueKind = widget.view === undefined || widget.view === "timeSeries" ? "singleValue" : widget.view;
  const View = views[kind];
  if (values.every(({ value }) => value === null)) return <Box padding="s">No data available</Box>;
  return (
    <div className="value-view">
      <View values={values} unit={unit} bounds={widget.yAxis?.left ?? {}} />
      {drawn.has(kind) && (
        <div className="visually-hidden">
          <table>
            <caption>{title}, newest values</caption>
            <tbody>
              {values.map(({ id, label, value }) => (
                <tr key={id}>
                  <th scope="row">{label}</th>
                  <td>{formatValue(value, unit)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}

function Numbers({ values, unit }: ViewProps): ReactNode {
  return (
    <div className="number-list">
      {values.map(({ id, label, value }) => (
        <div key={id}>
          <div className="number-value">{formatValue(value, unit)}</div>
          <div className="number-label">{label}</div>
        </div>
      ))}
    </div>
  );
}

function ValuesTable({ values, unit }: ViewProps): ReactNode {
  return (
    <table className="value-table">
      <tbody>
        {values.map(({ id, label, value, color }) => (
          <tr key={id}>
            <th scope="row">
              <span className="graph-swatch" style={{ backgroundColor: color }} /> {label}
            </th>
            <td>{formatValue(value, unit)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Bars({ values, unit, bounds }: ViewProps): ReactNode {
  const known = values.flatMap(({ value }) => value ?? []);
  return (
    <ul className="bars" aria-hidden="true">
      {values.map(({ id, label, value, color }) => {
        const { from, length } = barOf(value ?? 0, known, bounds);
        return (
          <li key={id}>
            <span className="bar-label">{label}</span>
            <span className="bar-track">
              <span
                className="bar-fill"
                style={{ marginInlineStart: `${from * 100}%`, inlineSize: `${length * 100}%`, backgroundColor: color }}
              />
            </span>
            <span className="bar-value">{formatValue(value, unit)}</span>
          </li>
        );
      })}
    </ul>
  );
}

function Pie({ values, unit }: ViewProps): ReactNode {
  const shares = sharesOf(values.map(({ value }) => value));
  const starts = shares.map((_, place) => shares.slice(0, place).reduce((sum, share) => sum + share, 0));
  return (
    <div className="pie" aria-hidden="true">
      <svg viewBox="-50 -50 100 100" className="pie-picture">
        {values.map(({ id, color }, place) => {
          const [start, share] = [starts[place] ?? 0, shares[place] ?? 0];
          return share > 0 && <path key={id} d={ringPath(0, 48, start, start + share)} fill={color} />;
        })}
      </svg>
      <ul className="pie-words">
        {values.map(({ id, label, value, color }, place) => (
          <li key={id}>
            <span className="graph-swatch" style={{ backgroundColor: color }} />
            <span className="bar-label">{label}</span>
            <span className="bar-value">
              {formatValue(value, unit)} ({formatNumber(Math.round((shares[place] ?? 0) * 1000) / 10)}%)
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Gauges({ values, unit, bounds }: ViewProps): ReactNode {
  return (
    <div className="gauges" aria-hidden="true">
      {values.map(({ id, label, value, color }) => {
        const share = gaugeShare(value, bounds);
        return (
          <div key={id} className="gauge">
            <svg viewBox="-50 -50 100 62" className="gauge-picture">
              <path d={ringPath(34, 48, -0.25, 0.25)} className="gauge-track" />
              {share > 0 && <path d={ringPath(34, 48, -0.25, -0.25 + share / 2)} fill={color} />}
              <text x="0" y="-4" className="gauge-value">
                {formatValue(value, unit)}
              </text>
              <text x="-41" y="9" className="gauge-end">
                {formatNumber(bounds.min ?? 0)}
              </text>
              <text x="41" y="9" className="gauge-end">
                {formatNumber(bounds.max ?? 100)}
              </text>
            </svg>
            <div className="number-label">{label}</div>
          </div>
        );
      })}
    </div>
  );
}
