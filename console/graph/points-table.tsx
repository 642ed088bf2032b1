/** The numbers behind a graph: a table for screen readers always, and a paged one on demand. */
import Pagination from "@cloudscape-design/components/pagination";
import Table from "@cloudscape-design/components/table";
import { memo, type ReactNode, useState } from "react";
import type { Columns } from "./columns.ts";
import { formatTime, formatValue, type Zone, zoneName } from "./format.ts";

interface PointsProps {
  readonly title: string;
  readonly columns: Columns;
  readonly unit: string;
  readonly zone: Zone;
}

/** More rows than this are not written out for screen readers; "Show as table" has them all. */
const hiddenRows = 300;
const pageRows = 25;

/** Indices of the points that have any value, newest first. */
function filledPoints({ times, lines }: Columns): number[] {
  return times
    .map((_, index) => index)
    .filter((index) => lines.some(({ values }) => values[index] !== null))
    .reverse();
}

export const HiddenTable = memo(function HiddenTable({ title, columns, unit, zone }: PointsProps): ReactNode {
  const points = filledPoints(columns);
  const shown = points.slice(0, hiddenRows);
  return (
    <div className="visually-hidden">
      <table>
        <caption>
          {title}, data points, newest first
          {points.length > shown.length ? `; the newest ${shown.length} of ${points.length}` : ""}
        </caption>
        <thead>
          <tr>
            <th scope="col">Time ({zoneName(zone, columns.times.at(-1) ?? 0)})</th>
            {columns.lines.map(({ id, label }) => (
              <th key={id} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((index) => (
            <tr key={columns.times[index]}>
              <th scope="row">{formatTime(columns.times[index] ?? 0, zone, columns.periodSeconds < 60)}</th>
              {columns.lines.map(({ id, values }) => (
                <td key={id}>{formatValue(values[index], unit)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
});

export function PointsTable({ title, columns, unit, zone }: PointsProps): ReactNode {
  const [page, setPage] = useState(1);
  const points = filledPoints(columns);
  const pages = Math.max(1, Math.ceil(points.length / pageRows));
  return (
    <Table
      variant="embedded"
      contentDensity="compact"
      items={points.slice((page - 1) * pageRows, page * pageRows)}
      trackBy={(index) => String(columns.times[index])}
      ariaLabels={{ tableLabel: `${title}, data points` }}
      empty="No data available"
      pagination={
        <Pagination
          currentPageIndex={Math.min(page, pages)}
          pagesCount={pages}
          onChange={({ detail }) => setPage(detail.currentPageIndex)}
        />
      }
      columnDefinitions={[
        {
          id: "time",
          header: `Time (${zoneName(zone, columns.times.at(-1) ?? 0)})`,
          isRowHeader: true,
          cell: (index) => formatTime(columns.times[index] ?? 0, zone, columns.periodSeconds < 60),
        },
        ...columns.lines.map(({ id, label, values }) => ({ id, header: label, cell: (index: number) => formatValue(values[index], unit) })),
      ]}
    />
  );
}
