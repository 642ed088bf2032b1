/**
 * The definition of a graph as GetMetricWidgetImage takes it: a dashboard widget's properties with size and range. Read, checked,
 * its rows turned into queries.
 */
import { validationError } from "../errors.ts";
import { offsetMinutes } from "../labels/dynamic-label.ts";
import { check, isObject, type Rule } from "../dashboards/rules.ts";
import { metricMembers } from "../dashboards/dashboard-rules.ts";
import type { MetricDataQuery } from "../shapes.ts";

export interface Line {
  readonly value: number;
  readonly label?: string;
  readonly color?: string;
  readonly fill?: "above" | "below" | "none";
  readonly visible?: boolean;
  readonly yAxis?: "left" | "right";
}

export interface Moment {
  /** ISO 8601. */
  readonly value: string;
  readonly label?: string;
  readonly color?: string;
  readonly fill?: "before" | "after" | "none";
  readonly visible?: boolean;
}

export interface Axis {
  readonly min?: number;
  readonly max?: number;
  readonly label?: string;
}

interface Renderer {
  readonly id?: string;
  readonly expression?: string;
  readonly label?: string;
  readonly color?: string;
  readonly stat?: string;
  readonly period?: number;
  readonly visible?: boolean;
  readonly yAxis?: "left" | "right";
  readonly accountId?: string;
}

export interface Widget {
  readonly width: number;
  readonly height: number;
  readonly title?: string;
  readonly view: "timeSeries" | "singleValue" | "bar" | "pie" | "gauge" | "table";
  readonly stacked: boolean;
  /** Epoch seconds, whole. */
  readonly from: number;
  readonly to: number;
  readonly offsetMinutes: number;
  readonly queries: readonly MetricDataQuery[];
  /** By the query's id. */
  readonly styles: ReadonlyMap<string, Pick<Renderer, "color" | "yAxis">>;
  readonly yAxis: { readonly left?: Axis; readonly right?: Axis };
  readonly horizontal: readonly (Line | readonly Line[])[];
  readonly vertical: readonly (Moment | readonly Moment[])[];
  readonly legend: "right" | "bottom" | "hidden";
  readonly theme: "light" | "dark";
}

const size: Rule = { type: "integer", minimum: 50, maximum: 2000 };
const widgetRule: Rule = {
  type: "object",
  required: ["metrics"],
  members: { ...metricMembers, width: size, height: size, theme: { type: "string", values: ["light", "dark"] } },
};

interface WidgetJson {
  readonly width?: number;
  readonly height?: number;
  readonly title?: string;
  readonly view?: Widget["view"];
  readonly theme?: Widget["theme"];
  readonly stacked?: boolean;
  readonly start?: string;
  readonly end?: string;
  readonly timezone?: string;
  readonly period?: number;
  readonly stat?: string;
  readonly metrics: readonly (readonly unknown[])[];
  readonly yAxis?: Widget["yAxis"];
  readonly annotations?: { readonly horizontal?: Widget["horizontal"]; readonly vertical?: Widget["vertical"]; readonly alarms?: unknown };
  readonly legend?: { readonly position?: Widget["legend"] };
}

const invalid = (message: string): Error => validationError(`Invalid MetricWidget: ${message}`);

/** Reads a definition. Throws the ValidationError that names what is wrong. `now` is epoch seconds. */
export function readWidget(text: string, now: number): Widget {
  const json = parsed(text);
  const faults = check(widgetRule, json);
  if (faults.length > 0) throw invalid(faults.map(({ dataPath, message }) => `${dataPath || "/"} ${message}`).join(", "));
  const widget = json as WidgetJson;
  const { view = "timeSeries" } = widget;
  const { min, max } = widget.yAxis?.left ?? {};
  if (view === "gauge" && (min === undefined || max === undefined || max <= min)) {
    throw invalid("/yAxis/left Should have min and max, max above min: a gauge reaches from one to the other");
  }
  if (widget.annotations?.alarms !== undefined) throw invalid("/annotations/alarms cannot be drawn");
  const offset = offsetMinutes(widget.timezone ?? "+0000");
  if (offset === undefined) throw invalid("/timezone Should be a sign and four digits, e.g. +0130");
  const from = Math.floor(timeFrom(widget.start ?? "-PT3H", now, "/start"));
  const to = Math.floor(timeFrom(widget.end ?? "P0D", now, "/end"));
  if (from >= to) throw invalid("/start Should be before the end");
  const rows = rowsOf(widget);
  return {
    width: widget.width ?? 600,
    height: widget.height ?? 400,
    ...(widget.title !== undefined && { title: widget.title }),
    view,
    stacked: widget.stacked ?? false,
    from,
    to,
    offsetMinutes: offset,
    queries: rows.map(({ query }) => query),
    styles: new Map(rows.map(({ query, renderer }) => [query.Id ?? "", renderer])),
    yAxis: widget.yAxis ?? {},
    horizontal: widget.annotations?.horizontal ?? [],
    vertical: widget.annotations?.vertical ?? [],
    legend: widget.legend?.position ?? "bottom",
    theme: widget.theme ?? "light",
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid("it is not valid JSON");
  }
}

/** Lengths of the parts of an ISO 8601 duration in seconds; a month is 30 days. */
const durationParts = [30 * 86_400, 7 * 86_400, 86_400, 3600, 60, 1];

/** A time as ISO 8601, or a duration before now: `-PT3H`, `P0D`. */
export function timeFrom(text: string, now: number, path: string): number {
  const duration = /^-?P(?=.)(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(text);
  if (duration) return now - durationParts.reduce((total, length, i) => total + length * Number(duration[i + 1] ?? 0), 0);
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw invalid(`${path} Should be an ISO 8601 time or a duration like -PT3H`);
  return at / 1000;
}

interface Row {
  readonly query: MetricDataQuery;
  readonly renderer: Renderer;
}

/** `.` in a row repeats what stands above, `...` all above up to what is given. */
function rowsOf({ metrics, period = 300, stat = "Average" }: WidgetJson): Row[] {
  const given = new Set(metrics.map((row) => rendererOf(row).id));
  let next = 1;
  const freshId = (): string => {
    while (given.has(`row${next}`)) next++;
    return `row${next++}`;
  };
  let above: readonly string[] = [];
  return metrics.map((row): Row => {
    const renderer = rendererOf(row);
    const shared = {
      Id: renderer.id ?? freshId(),
      ReturnData: renderer.visible !== false,
      ...(renderer.label !== undefined && { Label: renderer.label }),
      ...(renderer.accountId !== undefined && { AccountId: renderer.accountId }),
    };
    if (renderer.expression !== undefined) {
      return { renderer, query: { ...shared, Expression: renderer.expression, Period: renderer.period ?? period } };
    }
    above = writtenOut(
      row.filter((part): part is string => typeof part === "string"),
      above,
    );
    const [namespace = "", metricName = "", ...dimensions] = above;
    const Dimensions = [];
    for (let i = 0; i + 1 < dimensions.length; i += 2) Dimensions.push({ Name: dimensions[i] ?? "", Value: dimensions[i + 1] ?? "" });
    const Metric = { Namespace: namespace, MetricName: metricName, Dimensions };
    return { renderer, query: { ...shared, MetricStat: { Metric, Period: renderer.period ?? period, Stat: renderer.stat ?? stat } } };
  });
}

function rendererOf(row: readonly unknown[]): Renderer {
  const last = row.at(-1);
  return isObject(last) ? last : {};
}

function writtenOut(texts: readonly string[], above: readonly string[]): readonly string[] {
  if (texts[0] === "...") return [...above.slice(0, Math.max(0, above.length - (texts.length - 1))), ...texts.slice(1)];
  return texts.map((text, i) => (text === "." ? (above[i] ?? text) : text));
}
