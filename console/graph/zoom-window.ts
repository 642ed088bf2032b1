/** The window of a zoom within the whole range. */

/** What of a window is moved: an edge, or all of it. */
export type Grip = "from" | "to" | "both";

/** A window after one of its edges, or all of it, was moved: stays within the whole, keeps at least one period. */
export function moveWindow(
  kind: Grip,
  window: readonly [number, number],
  seconds: number,
  whole: readonly [number, number],
  leastSeconds: number,
): [number, number] {
  const [from, to] = window;
  if (kind === "from") return [Math.min(Math.max(from + seconds, whole[0]), to - leastSeconds), to];
  if (kind === "to") return [from, Math.max(Math.min(to + seconds, whole[1]), from + leastSeconds)];
  const shift = Math.min(Math.max(seconds, whole[0] - from), whole[1] - to);
  return [from + shift, to + shift];
}
