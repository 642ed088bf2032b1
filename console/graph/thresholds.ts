/** Lines at fixed values: annotations of the definition, and the rule for those that are a rate. */
import type { HorizontalAnnotation, MetricWidget } from "./widget.ts";

export interface Threshold {
  readonly value: number;
  readonly label: string;
  readonly color: string | undefined;
}

/**
 * Horizontal lines of a widget at a period. A label that ends in "(N/s)", e.g. "Request quota (1,800/s)", says that the line
 * is a rate: it is drawn at N × period, so that it stays true when another period is chosen.
 */
export function thresholdsOf(widget: MetricWidget, periodSeconds: number): Threshold[] {
  return (widget.annotations?.horizontal ?? [])
    .flatMap((annotation): readonly HorizontalAnnotation[] =>
      Array.isArray(annotation) ? annotation : [annotation as HorizontalAnnotation],
    )
    .filter(({ visible }) => visible !== false)
    .map(({ value, label, color }) => {
      const perSecond = /\(([\d,]+)\/s\)$/.exec(label ?? "")?.[1];
      return {
        value: perSecond === undefined ? value : Number(perSecond.replaceAll(",", "")) * periodSeconds,
        label: label ?? "",
        color,
      };
    });
}

/**
 * Bounds of a value axis. `min` and `max` of the definition hold until data go beyond them; a missing bound follows the
 * data; thresholds widen the axis once the data reach half of them, so that far ones do not flatten the lines.
 */
export function axisRange(
  dataMin: number | null,
  dataMax: number | null,
  bounds: { readonly min?: number; readonly max?: number } | undefined,
  thresholds: readonly { readonly value: number }[],
): [number, number] {
  let low = dataMin ?? bounds?.min ?? 0;
  let high = dataMax ?? bounds?.max ?? 1;
  for (const { value } of thresholds) {
    if (value > high && high >= value / 2) high = value;
    if (value < low && bounds?.min === undefined && value > 0 && low <= value * 2) low = value;
  }
  if (bounds?.min !== undefined) low = Math.min(low, bounds.min);
  if (bounds?.max !== undefined) high = Math.max(high, bounds.max);
  const span = high - low || Math.max(1, Math.abs(high) * 0.1);
  // Half a line's width of air, so that a line on the edge is seen whole.
  const top = high + span * (bounds?.max !== undefined && high === bounds.max ? 0.04 : 0.08);
  const bottom = bounds?.min !== undefined && low === bounds.min ? low : low - span * 0.08;
  return high === low && bounds?.min === undefined ? [low - span, top] : [bottom, top];
}
