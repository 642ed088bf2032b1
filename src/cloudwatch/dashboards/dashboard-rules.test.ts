/** What a dashboard's body may be, and what is said where it is not. */
import { describe, expect, it } from "vitest";
import { dashboardRule } from "./dashboard-rules.ts";
import { check } from "./rules.ts";

const metric = (properties: object): object => ({ widgets: [{ type: "metric", properties }] });
const graph = {
  metrics: [["AWS/KMS", "XksProxyErrors", "CustomKeyStoreId", "cks-1", { stat: "Sum", yAxis: "right" }]],
  region: "us-east-1",
};
const rowMessage = 'Field "metrics" has to be an array of array of strings, with an optional metricRenderer object as last element';

describe("a body is taken", () => {
  it.each<[string, object]>([
    ["without any widget", { widgets: [] }],
    ["with a graph", metric(graph)],
    [
      "with shortcuts in its rows",
      metric({
        ...graph,
        metrics: [
          ["a", "b"],
          [".", "c"],
          ["...", { color: "#fff" }],
        ],
      }),
    ],
    ["with expressions", metric({ ...graph, metrics: [[{ expression: "SUM(METRICS())", id: "e1", label: "" }]] })],
    ["with an alarm in place of metrics", metric({ annotations: { alarms: ["arn:aws:cloudwatch:us-east-1:1:alarm:a"] } })],
    ["with lines and bands", metric({ ...graph, annotations: { horizontal: [{ value: 1 }, [{ value: 1 }, { value: 2 }]] } })],
    ["with a gauge that has both ends", metric({ ...graph, view: "gauge", yAxis: { left: { min: 0, max: 100 } } })],
    ["with members that no rule names", { widgets: [], note: 1 }],
    ["with variables", { widgets: [], variables: [{ type: "pattern", id: "a", inputType: "input", pattern: "x" }] }],
  ])("%s", (_, body) => {
    expect(check(dashboardRule, body)).toEqual([]);
  });
});

describe("a body is refused", () => {
  it.each<[unknown, string, string]>([
    [[], "", "Should be object"],
    [{}, "", "Should have required property 'widgets'"],
    [{ widgets: {} }, "/widgets", "Should be array"],
    [{ widgets: [{}] }, "/widgets/0", "Should have required property 'type'"],
    [{ widgets: [{ type: "graph", properties: {} }] }, "/widgets/0/type", "Should be equal to one of the allowed values"],
    [{ widgets: [{ type: "text", x: 20, width: 6, properties: { markdown: "" } }] }, "/widgets/0/width", "Should be <= 4"],
    [{ widgets: [{ type: "text", height: 0, properties: { markdown: "" } }] }, "/widgets/0/height", "Should be >= 1"],
    [{ widgets: [{ type: "log", properties: { query: "x" } }] }, "/widgets/0/properties", "Should have required property 'region'"],
    [{ widgets: [{ type: "alarm", properties: { alarms: [] } }] }, "/widgets/0/properties/alarms", "Should NOT have less than 1 items"],
    [metric({ metrics: [], region: "r" }), "/widgets/0/properties/metrics", "Should NOT have less than 1 items"],
    [metric({ ...graph, metrics: "x" }), "/widgets/0/properties/metrics", "Should be array"],
    [metric({ ...graph, metrics: [["a", 1]] }), "/widgets/0/properties/metrics/0", rowMessage],
    [metric({ ...graph, metrics: ["a"] }), "/widgets/0/properties/metrics/0", rowMessage],
    [
      metric({ metrics: [["a", "b"]] }),
      "/widgets/0/properties",
      "The metric widget should have specified a region and a data source or an alarm annotation",
    ],
    [metric({ ...graph, view: "gauge" }), "/widgets/0/properties", "Should have required property 'yAxis'"],
    [metric({ ...graph, period: "60" }), "/widgets/0/properties/period", "Should be integer"],
  ])("%j", (body, dataPath, message) => {
    expect(check(dashboardRule, body)).toContainEqual({ dataPath, message });
  });
});
