/** Periods and how ranges are aligned to them (CloudWatch API Reference, GetMetricStatistics and GetMetricData). */

const minute = 60;
const day = 86_400;

/** Periods below a minute that metrics with one-second values can be asked for. */
export const subMinutePeriods = [1, 5, 10, 20, 30] as const;
/** The longest period that can be asked for: 30 days. */
export const longestPeriodSeconds = 30 * day;

/** Whether a period is one that can be asked for: one of the short ones, or whole minutes up to 30 days. */
export function isValidPeriod(periodSeconds: number): boolean {
  if (periodSeconds >= minute) return periodSeconds % minute === 0 && periodSeconds <= longestPeriodSeconds;
  return (subMinutePeriods as readonly number[]).includes(periodSeconds);
}

/**
 * The start of a range as CloudWatch rounds it down, by its age: to whole minutes under 15 days (to a division of the minute for
 * shorter periods), to five minutes under 63 days, to hours beyond.
 * @param from epoch seconds, may carry a fraction
 * @param now epoch seconds
 */
export function roundStart(from: number, periodSeconds: number, now: number): number {
  const age = now - from;
  const grain = age > 63 * day ? 3600 : age >= 15 * day ? 300 : Math.min(periodSeconds, minute);
  return floorTo(from, grain);
}

/** The start of the bucket that holds `second`; buckets start at epoch multiples of their width. */
export function floorTo(second: number, width: number): number {
  return Math.floor(second / width) * width;
}

/** The first bucket start that is not before `second`. */
export function ceilTo(second: number, width: number): number {
  return Math.ceil(second / width) * width;
}
