/** The rules of a dashboard's body, said once as data: body, grid, widgets by type. */
import { check, type DashboardFault, isObject, type Rule } from "./rules.ts";

const string: Rule = { type: "string" };
const number: Rule = { type: "number" };
const boolean: Rule = { type: "boolean" };
const period: Rule = { type: "integer", minimum: 1 };
const side: Rule = { type: "string", values: ["left", "right"] };

const axis: Rule = { type: "object", members: { min: number, max: number, label: string, showUnits: boolean } };

const line: Rule = {
  type: "object",
  required: ["value"],
  members: {
    value: number,
    label: string,
    color: string,
    visible: boolean,
    yAxis: side,
    fill: { type: "string", values: ["above", "below", "between", "none"] },
  },
};
const moment: Rule = {
  type: "object",
  required: ["value"],
  members: {
    value: string,
    label: string,
    color: string,
    visible: boolean,
    fill: { type: "string", values: ["before", "after", "between", "none"] },
  },
};
/** Two annotations in a list are a band between them. */
const orBand = (rule: Rule): Rule => ({
  also: (value, path) => check(Array.isArray(value) ? { items: { type: "object" }, leastItems: 2, mostItems: 2 } : rule, value, path),
});

const annotations: Rule = {
  type: "object",
  members: {
    horizontal: { type: "array", items: orBand(line) },
    vertical: { type: "array", items: orBand(moment) },
    alarms: { type: "array", items: string },
  },
};

const renderer: Rule = {
  type: "object",
  members: {
    color: string,
    label: string,
    period,
    stat: string,
    visible: boolean,
    yAxis: side,
    id: string,
    region: string,
    accountId: string,
    expression: string,
  },
};

const rowMessage = 'Field "metrics" has to be an array of array of strings, with an optional metricRenderer object as last element';

/** `[namespace, name, dimension, value, …, {renderer}]`. */
const metricRow: Rule = {
  also(value, path): DashboardFault[] {
    if (!Array.isArray(value) || value.length === 0) return [{ dataPath: path, message: rowMessage }];
    const last: unknown = value.at(-1);
    const texts = isObject(last) ? value.slice(0, -1) : value;
    if (!texts.every((text) => typeof text === "string")) return [{ dataPath: path, message: rowMessage }];
    return isObject(last) ? check(renderer, last, `${path}/${value.length - 1}`) : [];
  },
};

/** A metric widget shows metrics in a region, or an alarm. */
function metricSource(value: unknown, path: string): DashboardFault[] {
  if (!isObject(value)) return [];
  const fault = (message: string): DashboardFault => ({ dataPath: path, message });
  const showsAlarm = isObject(value["annotations"]) && Object.hasOwn(value["annotations"], "alarms");
  if (!Object.hasOwn(value, "metrics") && !Object.hasOwn(value, "annotations")) {
    return [
      fault("Should have required property 'metrics'"),
      fault("Should have required property 'annotations'"),
      fault("Should match exactly one schema in oneOf"),
    ];
  }
  if (!showsAlarm && !(Object.hasOwn(value, "metrics") && Object.hasOwn(value, "region"))) {
    return [fault("The metric widget should have specified a region and a data source or an alarm annotation")];
  }
  return value["view"] === "gauge" ? check(gaugeAxis, value, path) : [];
}

const gaugeAxis: Rule = {
  required: ["yAxis"],
  members: { yAxis: { type: "object", required: ["left"], members: { left: { type: "object", required: ["min", "max"] } } } },
};

/** Members of a metric widget's properties; the definition of a graph's image has them too. */
export const metricMembers: Readonly<Record<string, Rule>> = {
  metrics: { type: "array", leastItems: 1, mostItems: 500, items: metricRow },
  region: string,
  title: string,
  view: { type: "string", values: ["timeSeries", "singleValue", "gauge", "bar", "pie", "table"] },
  stacked: boolean,
  period,
  stat: string,
  yAxis: { type: "object", members: { left: axis, right: axis } },
  annotations,
  legend: { type: "object", members: { position: { type: "string", values: ["right", "bottom", "hidden"] } } },
  liveData: boolean,
  timezone: string,
  setPeriodToTimeRange: boolean,
  sparkline: boolean,
  trend: boolean,
  singleValueFullPrecision: boolean,
  accountId: string,
  start: string,
  end: string,
};

/** Properties of a widget, by its type. */
export const widgetRules: Readonly<Record<string, Rule>> = {
  metric: {
    type: "object",
    members: metricMembers,
    also: metricSource,
  },
  text: {
    type: "object",
    required: ["markdown"],
    members: { markdown: string, background: { type: "string", values: ["solid", "transparent"] } },
  },
  log: {
    type: "object",
    required: ["query", "region"],
    members: {
      query: string,
      region: string,
      title: string,
      view: { type: "string", values: ["table", "timeSeries", "bar", "pie"] },
      stacked: boolean,
      accountId: string,
    },
  },
  alarm: {
    type: "object",
    required: ["alarms"],
    members: {
      alarms: { type: "array", leastItems: 1, mostItems: 100, items: string },
      sortBy: { type: "string", values: ["default", "stateUpdatedTimestamp", "timestamp"] },
      states: { type: "array", items: { type: "string", values: ["ALARM", "INSUFFICIENT_DATA", "OK"] } },
      title: string,
    },
  },
  custom: {
    type: "object",
    required: ["endpoint"],
    members: {
      endpoint: string,
      title: string,
      updateOn: { type: "object", members: { refresh: boolean, resize: boolean, timeRange: boolean } },
    },
  },
  explorer: {
    type: "object",
    required: ["metrics"],
    members: {
      metrics: { type: "array" },
      labels: { type: "array" },
      widgetOptions: { type: "object" },
      period,
      splitBy: string,
      title: string,
    },
  },
  chart: { type: "object" },
};

const gridColumns = 24;

const widget: Rule = {
  type: "object",
  required: ["type", "properties"],
  members: {
    type: { type: "string", values: Object.keys(widgetRules) },
    x: { type: "integer", minimum: 0, maximum: gridColumns - 1 },
    y: { type: "integer", minimum: 0 },
    width: { type: "integer", minimum: 1, maximum: gridColumns },
    height: { type: "integer", minimum: 1, maximum: 1000 },
    properties: { type: "object" },
  },
  also(value, path) {
    if (!isObject(value)) return [];
    const { type, properties, x, width } = value;
    const rule = typeof type === "string" && Object.hasOwn(widgetRules, type) ? widgetRules[type] : undefined;
    const overlong =
      typeof x === "number" && typeof width === "number" && x < gridColumns && width <= gridColumns && x + width > gridColumns;
    return [
      ...(overlong ? [{ dataPath: `${path}/width`, message: `Should be <= ${gridColumns - x}` }] : []),
      ...(rule && isObject(properties) ? check(rule, properties, `${path}/properties`) : []),
    ];
  },
};

const variable: Rule = {
  type: "object",
  required: ["type", "id", "inputType"],
  members: {
    type: { type: "string", values: ["property", "pattern"] },
    id: string,
    inputType: { type: "string", values: ["input", "radio", "select"] },
    property: string,
    pattern: string,
    label: string,
    defaultValue: string,
    visible: boolean,
    search: string,
    populateFrom: string,
    values: { type: "array", items: { type: "object", required: ["value"] } },
  },
};

/** The whole body. */
export const dashboardRule: Rule = {
  type: "object",
  required: ["widgets"],
  members: {
    start: string,
    end: string,
    periodOverride: { type: "string", values: ["auto", "inherit"] },
    variables: { type: "array", items: variable },
    widgets: { type: "array", mostItems: 500, items: widget },
  },
};
