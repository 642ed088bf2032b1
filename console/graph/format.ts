/** Numbers and times as graphs write them. */

const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const significant = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 4 });

/** What follows a number, by the label of its axis. */
export function unitSuffix(axisLabel: string | undefined): string {
  switch (axisLabel) {
    case "Percent":
      return "%";
    case "Milliseconds":
      return " ms";
    case "Days":
      return " days";
    case "Seconds":
      return " s";
    case "Bytes":
      return " bytes";
    default:
      return "";
  }
}

/** A value with its unit: whole numbers whole, others with at most four digits; an absent one is "–". */
export function formatValue(value: number | null | undefined, suffix = ""): string {
  if (value === null || value === undefined) return "–";
  return formatNumber(value) + suffix;
}

export function formatNumber(value: number): string {
  return Number.isInteger(value) || Math.abs(value) >= 10_000 ? whole.format(value) : significant.format(value);
}

/** A tick of a value axis: short, with k, M, G from 10,000 on. */
export function formatTick(value: number, suffix = ""): string {
  for (const [factor, letter] of [
    [1e9, "G"],
    [1e6, "M"],
    [1e3, "k"],
  ] as const) {
    if (Math.abs(value) >= factor && Math.abs(value) >= 10_000) return `${significant.format(value / factor)}${letter}${suffix.trim()}`;
  }
  return formatNumber(value) + (suffix === "%" ? "%" : "");
}

export type Zone = "utc" | "local";

/** A date and time, e.g. "2026-11-24 05:10:00"; seconds are left out where `withSeconds` is false. */
export function formatTime(epochSeconds: number, zone: Zone, withSeconds = false): string {
  const date = new Date(epochSeconds * 1000);
  const [year, month, day, hour, minute, second] =
    zone === "utc"
      ? [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate(), date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()]
      : [date.getFullYear(), date.getMonth(), date.getDate(), date.getHours(), date.getMinutes(), date.getSeconds()];
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${year}-${two(month + 1)}-${two(day)} ${two(hour)}:${two(minute)}${withSeconds ? `:${two(second)}` : ""}`;
}

/** A zone's name for axis and pop-up: "UTC", or the browser's zone with its offset. */
export function zoneName(zone: Zone, epochSeconds: number): string {
  if (zone === "utc") return "UTC";
  const offset = -new Date(epochSeconds * 1000).getTimezoneOffset();
  const sign = offset < 0 ? "-" : "+";
  const two = (value: number): string => String(Math.abs(value)).padStart(2, "0");
  return `UTC${sign}${two(Math.trunc(Math.abs(offset) / 60))}:${two(Math.abs(offset) % 60)}`;
}

/** A span of time in words, e.g. "2 h 5 min". */
export function formatAge(seconds: number): string {
  if (seconds < 60) return `${Math.max(0, Math.round(seconds))} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
  return `${Math.floor(seconds / 86_400)} d ${Math.floor((seconds % 86_400) / 3600)} h`;
}
