/** Dynamic parts of labels: `${MAX}`, `${LAST_TIME}`, `${PROP('Dim.Name')}` and so on, told from a series' own values. */
import type { TimeSeries } from "../../query/metric-math/values.ts";

export interface LabelContext {
  /** What `${LABEL}` stands for. */
  readonly defaultLabel: string;
  /** Epoch seconds. */
  readonly now: number;
  /** Minutes east of UTC in which times are told. */
  readonly offsetMinutes: number;
  readonly region: string;
  readonly accountId: string;
}

/** Where a series has no datapoint a part shows this. */
const noValue = "--";

/** Whether a label has dynamic parts. */
export const isDynamic = (label: string): boolean => label.includes("${");

/** A label with its dynamic parts told; unknown parts stay as they are written. */
export function expandLabel(label: string, series: TimeSeries, context: LabelContext): string {
  return label.replaceAll(/\$\{([^}]*)\}/g, (whole, name: string) => expandPart(name.trim(), series, context) ?? whole);
}

function expandPart(name: string, series: TimeSeries, context: LabelContext): string | undefined {
  if (name === "LABEL") return context.defaultLabel;
  const property = /^PROP\(\s*['"](.+)['"]\s*\)$/.exec(name)?.[1];
  if (property !== undefined) return propertyOf(property, series, context);
  const part = Object.hasOwn(parts, name) ? parts[name] : undefined;
  if (!part) return undefined;
  const points = pointsOf(series);
  if (!points) return name === "DATAPOINT_COUNT" ? "0" : noValue;
  return part(points, context);
}

function propertyOf(property: string, { origin }: TimeSeries, { accountId, region }: LabelContext): string {
  if (property === "AccountId" || property === "AccountLabel") return accountId;
  if (property === "Region") return region;
  if (!origin) return noValue;
  if (property.startsWith("Dim.")) return origin.dimensions.find(({ name }) => name === property.slice(4))?.value ?? noValue;
  const properties: Readonly<Record<string, string>> = {
    MetricName: origin.metricName,
    Namespace: origin.namespace,
    Period: String(origin.periodSeconds),
    Stat: origin.statistic,
  };
  return properties[property] ?? noValue;
}

interface Point {
  /** Epoch seconds. */
  readonly at: number;
  readonly value: number;
}

interface Points {
  readonly values: Float64Array;
  readonly first: Point;
  readonly last: Point;
  readonly least: Point;
  readonly most: Point;
}

function pointsOf({ timestamps, values }: TimeSeries): Points | undefined {
  if (values.length === 0) return undefined;
  const point = (i: number): Point => ({ at: timestamps[i] as number, value: values[i] as number });
  let least = 0;
  let most = 0;
  for (let i = 1; i < values.length; i++) {
    if ((values[i] as number) < (values[least] as number)) least = i;
    if ((values[i] as number) > (values[most] as number)) most = i;
  }
  return { values, first: point(0), last: point(values.length - 1), least: point(least), most: point(most) };
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);

const parts: Readonly<Record<string, (points: Points, context: LabelContext) => string>> = {
  AVG: ({ values }) => number(sum(values) / values.length),
  DATAPOINT_COUNT: ({ values }) => number(values.length),
  FIRST: ({ first }) => number(first.value),
  FIRST_LAST_RANGE: ({ first, last }) => number(last.value - first.value),
  FIRST_LAST_TIME_RANGE: ({ first, last }) => duration(last.at - first.at),
  FIRST_TIME: ({ first }, context) => time(first.at, context),
  FIRST_TIME_RELATIVE: ({ first }, { now }) => duration(now - first.at),
  LAST: ({ last }) => number(last.value),
  LAST_TIME: ({ last }, context) => time(last.at, context),
  LAST_TIME_RELATIVE: ({ last }, { now }) => duration(now - last.at),
  MAX: ({ most }) => number(most.value),
  MAX_TIME: ({ most }, context) => time(most.at, context),
  MAX_TIME_RELATIVE: ({ most }, { now }) => duration(now - most.at),
  MIN: ({ least }) => number(least.value),
  MIN_MAX_RANGE: ({ least, most }) => number(most.value - least.value),
  MIN_MAX_TIME_RANGE: ({ least, most }) => duration(Math.abs(most.at - least.at)),
  MIN_TIME: ({ least }, context) => time(least.at, context),
  MIN_TIME_RELATIVE: ({ least }, { now }) => duration(now - least.at),
  SUM: ({ values }) => number(sum(values)),
};

/** Names of the dynamic parts that tell values; for tests and help. */
export const dynamicParts: readonly string[] = Object.keys(parts);

/** At most three decimals. */
const number = (value: number): string => String(Math.round(value * 1000) / 1000);

function time(at: number, { offsetMinutes }: LabelContext): string {
  const text = new Date((at + offsetMinutes * 60) * 1000).toISOString();
  return `${text.slice(0, 10)} ${text.slice(11, 19)} ${offsetName(offsetMinutes)}`;
}

function offsetName(minutes: number): string {
  if (minutes === 0) return "UTC";
  const absolute = Math.abs(minutes);
  const digits = String(Math.floor(absolute / 60) * 100 + (absolute % 60)).padStart(4, "0");
  return `UTC${minutes < 0 ? "-" : "+"}${digits}`;
}

/** `1w2d3h4m5s`, without parts that are 0. */
function duration(seconds: number): string {
  let rest = Math.abs(Math.trunc(seconds));
  let text = "";
  for (const [unit, length] of durationUnits) {
    const count = Math.floor(rest / length);
    rest -= count * length;
    if (count > 0) text += `${count}${unit}`;
  }
  return text === "" ? "0s" : text;
}

const durationUnits = [
  ["w", 604_800],
  ["d", 86_400],
  ["h", 3600],
  ["m", 60],
  ["s", 1],
] as const;

/** `+0130` in minutes; undefined where the text is none. */
export function offsetMinutes(timezone: string): number | undefined {
  const match = /^([+-])(\d{2})(\d{2})$/.exec(timezone);
  if (!match) return undefined;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return match[1] === "-" ? -minutes : minutes;
}
