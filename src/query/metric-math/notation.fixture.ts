/**
 * The notation of tests of metric math: a series is written as its values, `_` for a missing point, at 0, 60, 120 … seconds.
 * `m1: 1 _ 3` names one; an array is written with `|` between its series.
 */
import { parseMath } from "./parse.ts";
import { evaluate } from "./evaluate.ts";
import { isArray, isSeries, type MathValue, type TimeSeries } from "./values.ts";

const periodSeconds = 60;

/** `1 _ 3` as a series. */
export function seriesFrom(text: string): TimeSeries {
  const points = text
    .trim()
    .split(/\s+/)
    .map((value, i) => ({ at: i * periodSeconds, value }))
    .filter(({ value }) => value !== "_");
  return {
    kind: "series",
    timestamps: Float64Array.from(points, ({ at }) => at),
    values: Float64Array.from(points, ({ value }) => Number(value)),
  };
}

function textFrom(value: MathValue, periods: number): string {
  if (isArray(value)) return value.map((element) => textFrom(element, periods)).join(" | ");
  if (!isSeries(value)) return `scalar ${typeof value === "number" ? round(value) : value}`;
  const cells = Array.from({ length: periods }, () => "_");
  for (const [i, at] of value.timestamps.entries()) cells[at / periodSeconds] = round(value.values[i] as number);
  return cells.join(" ");
}

const round = (value: number): string => String(Math.round(value * 1e6) / 1e6);

/** Computes an expression over series written as `m1: 1 2 3`, one a line, over as many periods as the longest has. */
export function compute(series: string, expression: string): string {
  const named = new Map<string, TimeSeries>();
  let periods = 0;
  for (const line of series.trim().split("\n")) {
    const [id, values] = line.split(":") as [string, string];
    named.set(id.trim(), seriesFrom(values));
    periods = Math.max(periods, values.trim().split(/\s+/).length);
  }
  const value = evaluate(parseMath(expression), {
    grid: { from: 0, to: periods * periodSeconds, periodSeconds },
    identifier: (name) => named.get(name),
    metrics: (text) => [...named].filter(([id]) => id.includes(text)).map(([, one]) => one),
    search: () => [],
  });
  return textFrom(value, periods);
}
