/** The numbers behind a heat map's colours and words. Pure. */
import type { Columns } from "./columns.ts";

/** The highest count of any cell; 0 where there is none. */
export function highestCount({ lines }: Columns): number {
  let highest = 0;
  for (const { values } of lines) for (const value of values) if (value !== null && value > highest) highest = value;
  return highest;
}

/** How strongly a cell is coloured, 0–1: by the logarithm, so that one slow request among thousands is seen. */
export function strengthOf(count: number, highest: number): number {
  if (count <= 0 || highest <= 0) return 0;
  return 0.18 + 0.82 * (Math.log1p(count) / Math.log1p(highest));
}

export interface Cell {
  readonly label: string;
  readonly count: number;
  /** Of the requests of its period, 0–1. */
  readonly share: number;
}

/** The cells of one period that hold requests, highest row first. */
export function cellsAt({ lines }: Columns, index: number): readonly Cell[] {
  const total = lines.reduce((sum, { values }) => sum + (values[index] ?? 0), 0);
  return lines
    .flatMap(({ label, values }) => {
      const count = values[index] ?? 0;
      return count > 0 ? [{ label, count, share: count / total }] : [];
    })
    .toReversed();
}

const percent = new Intl.NumberFormat("en-US", { style: "percent", maximumSignificantDigits: 3 });
const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

/** E.g. "12 (4.5%)". */
export function cellWords({ count, share }: Cell): string {
  return `${whole.format(count)} (${percent.format(share)})`;
}
