/** From values and times to pixels. Pure. */
import type { Axis } from "./widget.ts";

export interface Scale {
  readonly minimum: number;
  readonly maximum: number;
  /** The pixel of a value. */
  at(value: number): number;
}

/** A scale on which `minimum` lies at the pixel `start` and `maximum` at `end`. */
export const linear = (minimum: number, maximum: number, start: number, end: number): Scale => ({
  minimum,
  maximum,
  at: (value) => start + ((value - minimum) / (maximum - minimum)) * (end - start),
});

/** Bounds for values from `least` to `most`: those asked for, else 0 where that is near, with some room above. */
export function boundsFor(least: number, most: number, { min, max }: Axis): readonly [minimum: number, maximum: number] {
  const known = Number.isFinite(least) && Number.isFinite(most);
  const [low, high] = known ? [least, most] : [0, 1];
  const span = high - low;
  const minimum = min ?? (low >= 0 && low < high * 0.6 ? 0 : low - (span === 0 ? 1 : span * 0.05));
  const maximum = max ?? high + (high === minimum ? 1 : (high - minimum) * 0.05);
  return maximum > minimum ? [minimum, maximum] : [minimum, minimum + 1];
}
