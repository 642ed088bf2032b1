/**
 * A graph's definition: CloudWatch's widget JSON, the one form that section, enlarged view, dashboards and explorer read,
 * and that goes to and from AWS unchanged.
 */

/** The object that may end a row of `metrics`; alone in its row it is an expression. */
export interface Renderer {
  readonly id?: string;
  readonly expression?: string;
  readonly label?: string;
  readonly color?: string;
  readonly stat?: string;
  /** Seconds. */
  readonly period?: number;
  readonly visible?: boolean;
  readonly yAxis?: "left" | "right";
  readonly region?: string;
  readonly accountId?: string;
}

/** `[namespace, metric, name, value, …, {renderer}]` with CloudWatch's shorthands, or `[{expression}]`. */
export type MetricRow = readonly (string | Renderer)[];

export interface AxisBounds {
  readonly min?: number;
  readonly max?: number;
  readonly label?: string;
  readonly showUnits?: boolean;
}

export interface HorizontalAnnotation {
  readonly value: number;
  readonly label?: string;
  readonly color?: string;
  readonly fill?: "above" | "below" | "none" | "between";
  readonly visible?: boolean;
  readonly yAxis?: "left" | "right";
}

export interface VerticalAnnotation {
  /** ISO 8601. */
  readonly value: string;
  readonly label?: string;
  readonly color?: string;
  readonly fill?: "before" | "after" | "none";
  readonly visible?: boolean;
}

export type MetricView = "timeSeries" | "singleValue" | "gauge" | "bar" | "pie" | "table";

/** Properties of a metric widget. */
export interface MetricWidget {
  readonly title?: string;
  readonly region: string;
  readonly view?: MetricView;
  readonly stacked?: boolean;
  readonly metrics?: readonly MetricRow[];
  /** Seconds; 300 where absent. */
  readonly period?: number;
  /** "Average" where absent. */
  readonly stat?: string;
  readonly yAxis?: { readonly left?: AxisBounds; readonly right?: AxisBounds };
  readonly annotations?: {
    readonly horizontal?: readonly (HorizontalAnnotation | readonly HorizontalAnnotation[])[];
    readonly vertical?: readonly VerticalAnnotation[];
    readonly alarms?: readonly string[];
  };
  readonly legend?: { readonly position?: "right" | "bottom" | "hidden" };
  readonly liveData?: boolean;
  readonly timezone?: string;
  readonly start?: string;
  readonly end?: string;
  readonly sparkline?: boolean;
  readonly setPeriodToTimeRange?: boolean;
}

/** A metric's row with its shorthands written out. */
export interface ExpandedRow {
  /** Absent in a row that is an expression. */
  readonly metric?: {
    readonly namespace: string;
    readonly metricName: string;
    readonly dimensions: readonly { readonly name: string; readonly value: string }[];
  };
  readonly renderer: Renderer;
}

/** Writes out CloudWatch's shorthands: "." repeats the entry above at that place, "..." all entries above up to the rest. */
export function expandRows(rows: readonly MetricRow[]): ExpandedRow[] {
  let above: readonly string[] = [];
  return rows.map((row) => {
    const last = row.at(-1);
    const renderer = typeof last === "object" ? last : {};
    const given = row.filter((entry): entry is string => typeof entry === "string");
    if (given.length === 0) return { renderer };
    const texts =
      given[0] === "..."
        ? [...above.slice(0, Math.max(0, above.length - (given.length - 1))), ...given.slice(1)]
        : given.map((entry, place) => (entry === "." ? (above[place] ?? entry) : entry));
    above = texts;
    const dimensions: { name: string; value: string }[] = [];
    for (let place = 2; place + 1 < texts.length; place += 2) {
      dimensions.push({ name: texts[place] ?? "", value: texts[place + 1] ?? "" });
    }
    return { metric: { namespace: texts[0] ?? "", metricName: texts[1] ?? "", dimensions }, renderer };
  });
}
