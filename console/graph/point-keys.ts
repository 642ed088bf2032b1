/** Moving along the points of a graph by keyboard. */
/** Where a key leads from a point; undefined for a key that does not move. */
export function keyTarget(
  key: string,
  at: number | undefined,
  times: readonly number[],
  window: readonly [number, number],
): number | undefined {
  const first = times.findIndex((time) => time >= window[0]);
  const last = times.findLastIndex((time) => time <= window[1]);
  if (first < 0 || last < 0) return undefined;
  const clamp = (index: number): number => Math.min(last, Math.max(first, index));
  switch (key) {
    case "ArrowLeft":
      return clamp((at ?? last + 1) - 1);
    case "ArrowRight":
      return clamp((at ?? first - 1) + 1);
    case "PageUp":
      return clamp((at ?? last) - 10);
    case "PageDown":
      return clamp((at ?? first) + 10);
    case "Home":
      return first;
    case "End":
      return last;
    default:
      return undefined;
  }
}
