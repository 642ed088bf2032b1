/** Geometry of bars, pies and gauges. Pure. */
import type { AxisBounds } from "./widget.ts";

/** A bar's start and length within its axis, both 0–1; from 0 where the axis holds it, else from its lower end. */
export function barOf(
  value: number,
  all: readonly number[],
  bounds: AxisBounds | undefined,
): { readonly from: number; readonly length: number } {
  const least = bounds?.min ?? Math.min(0, ...all);
  const most = bounds?.max ?? Math.max(0, ...all);
  if (most <= least) return { from: 0, length: 0 };
  const at = (number: number): number => Math.min(1, Math.max(0, (number - least) / (most - least)));
  const [start, end] = [at(0), at(value)];
  return { from: Math.min(start, end), length: Math.abs(end - start) };
}

/** Shares of the sum, 0–1; values of 0 and below have none. */
export function sharesOf(values: readonly (number | null)[]): readonly number[] {
  const total = values.reduce<number>((sum, value) => sum + Math.max(0, value ?? 0), 0);
  return values.map((value) => (total > 0 ? Math.max(0, value ?? 0) / total : 0));
}

/** How far a gauge is filled, 0–1. */
export function gaugeShare(value: number | null, { min = 0, max = 100 }: AxisBounds): number {
  return value === null || max <= min ? 0 : Math.min(1, Math.max(0, (value - min) / (max - min)));
}

/** An SVG path of a part of a ring around (0, 0), clockwise; turns are counted from the top, 1 is once around. */
export function ringPath(inner: number, outer: number, from: number, to: number): string {
  // A whole turn in one arc would begin where it ends and not be drawn.
  if (to - from > 0.9999) return `${ringPath(inner, outer, from, from + 0.5)} ${ringPath(inner, outer, from + 0.5, from + 0.9999)}`;
  const point = (radius: number, turn: number): string =>
    `${round(radius * Math.sin(2 * Math.PI * turn))} ${round(-radius * Math.cos(2 * Math.PI * turn))}`;
  const large = to - from > 0.5 ? 1 : 0;
  return [
    `M ${point(outer, from)}`,
    `A ${outer} ${outer} 0 ${large} 1 ${point(outer, to)}`,
    `L ${point(inner, to)}`,
    ...(inner > 0 ? [`A ${inner} ${inner} 0 ${large} 0 ${point(inner, from)}`] : []),
    "Z",
  ].join(" ");
}

const round = (value: number): number => Math.round(value * 1000) / 1000 + 0;
