/** The draft of a custom time range: what its fields say, and the range they make, or why they do not. */
import type { Zone } from "./format.ts";
import type { TimeRange } from "./time-range.ts";

export interface RangeDraft {
  readonly tab: "relative" | "absolute";
  readonly amount: string;
  readonly unit: RelativeUnit;
  /** YYYY-MM-DD, wall clock of the zone. */
  readonly startDate: string;
  /** hh:mm:ss */
  readonly startTime: string;
  readonly endDate: string;
  readonly endTime: string;
  readonly zone: Zone;
}

export const relativeUnits = [
  { id: "minutes", seconds: 60 },
  { id: "hours", seconds: 3600 },
  { id: "days", seconds: 86_400 },
  { id: "weeks", seconds: 7 * 86_400 },
  { id: "months", seconds: 30 * 86_400 },
] as const;
export type RelativeUnit = (typeof relativeUnits)[number]["id"];

/** The longest range: what the oldest tier of metrics keeps. */
const longestSeconds = 455 * 86_400;

/** A draft that says what a range is now. */
export function draftOf(range: TimeRange, zone: Zone, now: number): RangeDraft {
  const [from, to] = range.kind === "absolute" ? [range.from, range.to] : [now - range.seconds, now];
  const unit =
    range.kind === "relative"
      ? (relativeUnits.toReversed().find(({ seconds }) => range.seconds % seconds === 0) ?? relativeUnits[0])
      : relativeUnits[1];
  return {
    tab: range.kind,
    amount: range.kind === "relative" ? String(range.seconds / unit.seconds) : "3",
    unit: unit.id,
    ...wallClock("start", from, zone),
    ...wallClock("end", to, zone),
    zone,
  } as RangeDraft;
}

function wallClock(side: "start" | "end", epochSeconds: number, zone: Zone): Record<string, string> {
  const date = new Date(epochSeconds * 1000);
  // As UTC digits: a local time is shifted by its own offset first.
  const shifted = zone === "utc" ? date : new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  const iso = shifted.toISOString();
  return { [`${side}Date`]: iso.slice(0, 10), [`${side}Time`]: iso.slice(11, 19) };
}

/** The range that a draft makes, or a sentence that says what is missing or wrong. */
export function rangeOf(draft: RangeDraft): TimeRange | string {
  if (draft.tab === "relative") {
    const amount = Number(draft.amount);
    const unit = relativeUnits.find(({ id }) => id === draft.unit) ?? relativeUnits[0];
    if (!/^\d+$/.test(draft.amount) || amount < 1) return "Enter a whole number from 1 on.";
    if (amount * unit.seconds > longestSeconds) return "Metrics are kept for 455 days: choose a shorter range.";
    return { kind: "relative", seconds: amount * unit.seconds };
  }
  const from = instantOf(draft.startDate, draft.startTime, draft.zone);
  const to = instantOf(draft.endDate, draft.endTime, draft.zone);
  if (from === undefined) return "Enter the start's date (YYYY/MM/DD) and time (hh:mm:ss).";
  if (to === undefined) return "Enter the end's date (YYYY/MM/DD) and time (hh:mm:ss).";
  if (to <= from) return "The end must be after the start.";
  if (to - from > longestSeconds) return "Metrics are kept for 455 days: choose a shorter range.";
  return { kind: "absolute", from, to };
}

/** Epoch second of a wall clock's digits in a zone; undefined for a part that is missing or does not exist. */
export function instantOf(date: string, time: string, zone: Zone): number | undefined {
  const day = /^(\d{4})-(\d\d)-(\d\d)$/.exec(date)?.slice(1).map(Number);
  const clock = /^(\d\d):(\d\d)(?::(\d\d))?$/
    .exec(time)
    ?.slice(1)
    .map((part) => Number(part ?? 0));
  if (!day || !clock) return undefined;
  const [year = 0, month = 0, dayOfMonth = 0] = day;
  const [hour = 0, minute = 0, second = 0] = clock;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const checked = new Date(Date.UTC(year, month - 1, dayOfMonth));
  if (checked.getUTCMonth() !== month - 1 || checked.getUTCDate() !== dayOfMonth) return undefined;
  const milliseconds =
    zone === "utc"
      ? Date.UTC(year, month - 1, dayOfMonth, hour, minute, second)
      : new Date(year, month - 1, dayOfMonth, hour, minute, second).getTime();
  return Math.floor(milliseconds / 1000);
}
