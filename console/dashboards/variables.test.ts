import { describe, expect, test } from "vitest";
import { readBody, type Widget } from "./dashboard-body.ts";
import { type DashboardVariable, valueOf, variablesOf, withVariables } from "./variables.ts";

const property: DashboardVariable = { type: "property", id: "store", inputType: "select", property: "CustomKeyStoreId" };
const pattern: DashboardVariable = { type: "pattern", id: "name", inputType: "input", pattern: "cks-1" };
const widget: Widget = {
  type: "metric",
  properties: {
    region: "us-east-1",
    title: "Requests of cks-1",
    metrics: [
      ["AWS/KMS", "A", "CustomKeyStoreId", "cks-1", "Other", "cks-1", { stat: "Sum" }],
      [".", "B", ".", ".", ".", "."],
      [{ expression: `SEARCH('{AWS/KMS,CustomKeyStoreId} MetricName="C" CustomKeyStoreId="cks-1"', 'Sum')`, id: "e1" }],
      [{ expression: `SELECT SUM(D) FROM SCHEMA("AWS/KMS", CustomKeyStoreId) WHERE CustomKeyStoreId = 'cks-1'`, id: "q1" }],
    ],
  },
};
const apply = (variable: DashboardVariable, value: string | undefined, to = widget): Widget => withVariables(to, [{ variable, value }]);

describe("a property variable", () => {
  test("sets a dimension in plain metrics, searches and queries, and nothing else", () => {
    const { properties } = apply(property, "cks-2");
    expect(properties["title"]).toBe("Requests of cks-1");
    expect(properties["metrics"]).toEqual([
      ["AWS/KMS", "A", "CustomKeyStoreId", "cks-2", "Other", "cks-1", { stat: "Sum" }],
      ["AWS/KMS", "B", "CustomKeyStoreId", "cks-2", "Other", "cks-1"],
      [{ expression: `SEARCH('{AWS/KMS,CustomKeyStoreId} MetricName="C" CustomKeyStoreId="cks-2"', 'Sum')`, id: "e1" }],
      [{ expression: `SELECT SUM(D) FROM SCHEMA("AWS/KMS", CustomKeyStoreId) WHERE CustomKeyStoreId = 'cks-2'`, id: "q1" }],
    ]);
  });

  test("sets the Region, the statistic and the period", () => {
    expect(apply({ ...property, property: "region" }, "eu-west-1").properties["region"]).toBe("eu-west-1");
    expect(JSON.stringify(apply({ ...property, property: "stat" }, "p99").properties)).toContain('"stat":"p99"');
    expect(apply({ ...property, property: "period" }, "60").properties["period"]).toBe(60);
    expect(apply({ ...property, property: "period" }, "often")).toEqual(widget);
  });

  test("leaves texts alone", () => {
    const text: Widget = { type: "text", properties: { markdown: "cks-1" } };
    expect(apply(property, "cks-2", text)).toBe(text);
  });

  test("cannot break out of an expression", () => {
    expect(JSON.stringify(apply(property, `x" OR '`).properties)).toContain(`CustomKeyStoreId=\\"x OR \\"`);
  });
});

test("a pattern variable replaces its text in every value, also of texts, and in no name", () => {
  const changed = apply(pattern, "cks-9");
  expect(JSON.stringify(changed)).not.toContain("cks-1");
  expect(apply(pattern, "b", { type: "text", properties: { markdown: "of cks-1" } }).properties).toEqual({ markdown: "of b" });
  expect(apply({ ...pattern, pattern: "title" }, "b").properties["title"]).toBe("Requests of cks-1");
});

test("without a value a widget is the very same", () => {
  expect(apply(property, undefined)).toBe(widget);
});

test("a variable stands at what is chosen, else its default, else its first value", () => {
  const some = { ...property, values: [{ value: "a" }, { value: "b" }] };
  expect(valueOf(some, {})).toBe("a");
  expect(valueOf({ ...some, defaultValue: "b" }, {})).toBe("b");
  expect(valueOf({ ...some, defaultValue: "b" }, { store: "c" })).toBe("c");
  expect(valueOf({ ...property, defaultValue: "__FIRST" }, {}, ["found"])).toBe("found");
  expect(valueOf(pattern, {})).toBeUndefined();
  expect(valueOf({ ...pattern, defaultValue: "x" }, { name: "" })).toBeUndefined();
});

test("only what CloudWatch takes as a variable is one, and the body keeps all of it", () => {
  const text = JSON.stringify({ widgets: [], variables: [property, { type: "pattern", id: "x", inputType: "input" }, "no", pattern] });
  const body = readBody(text);
  expect(variablesOf(body)).toEqual([property, pattern]);
  expect(JSON.stringify(body)).toBe(text);
  expect(variablesOf({ widgets: [] })).toEqual([]);
});
