/** Where axes have their marks, and what stands beside them. Pure. */

/** Round values (never -0) from `minimum` to `maximum`, about so many: steps of 1, 2 or 5 times a power of ten. */
export function valueTicks(minimum: number, maximum: number, about: number): number[] {
  const rough = (maximum - minimum) / Math.max(1, about);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const ticks: number[] = [];
  for (let i = Math.ceil(minimum / step - 1e-9); i * step <= maximum + step * 1e-9; i++) ticks.push(i * step + 0);
  return ticks;
}

/** `1.5K`, `20M`, `0.25`. */
export function valueText(value: number): string {
  const size = Math.abs(value);
  const [divisor, suffix] = units.find(([least]) => size >= least) ?? [1, ""];
  return `${Number((value / divisor).toPrecision(4))}${suffix}`;
}

const units = [
  [1e12, "T"],
  [1e9, "G"],
  [1e6, "M"],
  [1e3, "K"],
] as const;

const minute = 60;
const hour = 3600;
const day = 86_400;
const timeSteps = [
  1,
  5,
  10,
  30,
  minute,
  5 * minute,
  10 * minute,
  15 * minute,
  30 * minute,
  hour,
  2 * hour,
  3 * hour,
  6 * hour,
  12 * hour,
  day,
  2 * day,
  7 * day,
  14 * day,
  30 * day,
  60 * day,
  90 * day,
  180 * day,
  365 * day,
];

/** Round times in a range (epoch seconds), about so many; midnight and the like are meant in the given zone. */
export function timeTicks(from: number, to: number, about: number, offsetMinutes: number): number[] {
  const rough = (to - from) / Math.max(1, about);
  const step = timeSteps.find((candidate) => candidate >= rough) ?? 365 * day;
  const offset = offsetMinutes * minute;
  const ticks: number[] = [];
  for (let at = Math.ceil((from + offset) / step) * step; at <= to + offset; at += step) ticks.push(at - offset);
  return ticks;
}

/** `10:05`, with seconds or as a date where the marks are that close or that far apart. */
export function timeText(at: number, spacing: number, offsetMinutes: number): string {
  const text = new Date((at + offsetMinutes * minute) * 1000).toISOString();
  if (spacing >= day) return text.slice(5, 10);
  return spacing < minute ? text.slice(11, 19) : text.slice(11, 16);
}
