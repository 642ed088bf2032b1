/** Time ranges of graphs: relative to now, or absolute; their words; their instants on the grid of a period. */

/** Instants are epoch seconds. */
export type TimeRange =
  | { readonly kind: "relative"; readonly seconds: number }
  | { readonly kind: "absolute"; readonly from: number; readonly to: number };

/** The predefined ranges, in the order they are shown. */
export const predefinedRanges = [
  { id: "1h", seconds: 3600, label: "1 hour" },
  { id: "3h", seconds: 3 * 3600, label: "3 hours" },
  { id: "12h", seconds: 12 * 3600, label: "12 hours" },
  { id: "1d", seconds: 86_400, label: "1 day" },
  { id: "3d", seconds: 3 * 86_400, label: "3 days" },
  { id: "1w", seconds: 7 * 86_400, label: "1 week" },
] as const;
export type PredefinedRangeId = (typeof predefinedRanges)[number]["id"];

export const defaultRange: TimeRange = { kind: "relative", seconds: 3 * 3600 };
export const defaultPeriodSeconds = 300;

/** The Period menu, in order. */
export const periods = [
  { seconds: 1, label: "1 second" },
  { seconds: 5, label: "5 seconds" },
  { seconds: 10, label: "10 seconds" },
  { seconds: 30, label: "30 seconds" },
  { seconds: 60, label: "1 minute" },
  { seconds: 300, label: "5 minutes" },
  { seconds: 900, label: "15 minutes" },
  { seconds: 3600, label: "1 hour" },
  { seconds: 6 * 3600, label: "6 hours" },
  { seconds: 86_400, label: "1 day" },
  { seconds: 7 * 86_400, label: "7 days" },
  { seconds: 30 * 86_400, label: "30 days" },
] as const;

/** The Refresh options menu, in order; 0 is off. */
export const refreshIntervals = [
  { seconds: 0, label: "Off" },
  { seconds: 10, label: "10 Seconds" },
  { seconds: 60, label: "1 Minute" },
  { seconds: 120, label: "2 Minutes" },
  { seconds: 300, label: "5 Minutes" },
  { seconds: 900, label: "15 Minutes" },
] as const;

/** Words for a period, e.g. "5 minutes". */
export function periodLabel(periodSeconds: number): string {
  return periods.find(({ seconds }) => seconds === periodSeconds)?.label ?? `${periodSeconds} seconds`;
}

/** The predefined range a range is, if any. */
export function predefinedId(range: TimeRange): PredefinedRangeId | undefined {
  return range.kind === "relative" ? predefinedRanges.find(({ seconds }) => seconds === range.seconds)?.id : undefined;
}

/**
 * Instants of a range on the grid of a period: `from` inclusive, `to` exclusive, both multiples of it. A relative range
 * ends with the period that holds `now`.
 */
export function resolveRange(range: TimeRange, periodSeconds: number, now: number): { readonly from: number; readonly to: number } {
  const end = range.kind === "absolute" ? range.to : now + 1;
  const to = Math.ceil(end / periodSeconds) * periodSeconds;
  const start = range.kind === "absolute" ? range.from : to - range.seconds;
  const from = Math.floor(start / periodSeconds) * periodSeconds;
  return { from: Math.min(from, to - periodSeconds), to };
}

/** A range moved by a share of its width, earlier when negative; a relative one becomes absolute. */
export function shiftRange(range: TimeRange, share: number, now: number): TimeRange {
  const [from, to] = range.kind === "absolute" ? [range.from, range.to] : [now - range.seconds, now];
  const seconds = Math.round((to - from) * share);
  return { kind: "absolute", from: from + seconds, to: to + seconds };
}

/** The next wider predefined range, if there is one. */
export function nextWider(range: TimeRange): (typeof predefinedRanges)[number] | undefined {
  const seconds = range.kind === "relative" ? range.seconds : range.to - range.from;
  return predefinedRanges.find((candidate) => candidate.seconds > seconds);
}

/** Words for a range, e.g. "Last 3 hours". */
export function rangeLabel(range: TimeRange): string {
  if (range.kind === "absolute") return `${new Date(range.from * 1000).toISOString()} to ${new Date(range.to * 1000).toISOString()}`;
  const known = predefinedRanges.find(({ seconds }) => seconds === range.seconds);
  return `Last ${known?.label ?? durationLabel(range.seconds)}`;
}

/** Words for a whole number of the largest unit that fits, e.g. "90 minutes". */
export function durationLabel(seconds: number): string {
  for (const [unitSeconds, unit] of [
    [86_400, "day"],
    [3600, "hour"],
    [60, "minute"],
  ] as const) {
    if (seconds % unitSeconds === 0) return `${seconds / unitSeconds} ${unit}${seconds === unitSeconds ? "" : "s"}`;
  }
  return `${seconds} second${seconds === 1 ? "" : "s"}`;
}
