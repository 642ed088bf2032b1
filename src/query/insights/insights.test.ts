/** Metrics Insights: what queries mean, which series they take and how groups are put together. */
import { describe, expect, it } from "vitest";
import type { Series } from "../../model/metric.ts";
import { seriesFrom } from "../metric-math/notation.fixture.ts";
import { combineGroup, overRange, partsOf } from "./combine.ts";
import { groupsOf, insightsSelector } from "./groups.ts";
import { isInsights, parseInsights } from "./parse.ts";

const series = (dimensions: Record<string, string>): Series => ({
  namespace: "AWS/KMS",
  metricName: "XksProxyErrors",
  unit: "Count",
  dimensions: Object.entries(dimensions).map(([name, value]) => ({ name, value })),
});
const all = [
  series({ ErrorType: "Retryable", KmsOperation: "Encrypt" }),
  series({ ErrorType: "Non-retryable", KmsOperation: "Encrypt" }),
  series({ ErrorType: "N/A", KmsOperation: "Decrypt" }),
  series({ KmsOperation: "Decrypt" }),
];
const taken = (where: string): number[] => {
  const query = parseInsights(`SELECT SUM(XksProxyErrors) FROM "AWS/KMS" WHERE ${where}`);
  const [group] = groupsOf(query, all);
  return (group?.series ?? []).map((one) => all.indexOf(one));
};

describe("a query", () => {
  it("is read whole, keywords in any case", () => {
    const text =
      'select SUM(XksProxyErrors) FROM SCHEMA("AWS/KMS", CustomKeyStoreId, "Error Type") where ErrorType = \'Retryable\' ' +
      "GROUP by KmsOperation, ErrorType Order By MAX() desc LIMIT 10";
    expect(isInsights(text)).toBe(true);
    expect(parseInsights(text)).toEqual({
      function: "SUM",
      metricName: "XksProxyErrors",
      namespace: "AWS/KMS",
      dimensionNames: ["CustomKeyStoreId", "Error Type"],
      where: { kind: "in", key: "ErrorType", values: ["Retryable"], negated: false },
      groupBy: ["KmsOperation", "ErrorType"],
      orderBy: { function: "MAX", descending: true },
      limit: 10,
    });
  });

  it("takes exactly SCHEMA's dimensions, none for a bare SCHEMA, any for a bare namespace", () => {
    const selector = (source: string): unknown => insightsSelector(parseInsights(`SELECT AVG(m) FROM ${source}`));
    expect(selector("Custom")).toEqual({ namespace: "Custom", metricName: "m" });
    expect(selector("SCHEMA(Custom)")).toEqual({ namespace: "Custom", metricName: "m", exactDimensions: true, dimensions: [] });
    expect(selector("SCHEMA(Custom, b)")).toMatchObject({ exactDimensions: true, dimensions: [{ name: "b" }] });
  });

  it.each<[string, number[]]>([
    ["ErrorType = 'Retryable'", [0]],
    ["ErrorType != 'Retryable'", [1, 2]],
    ["ErrorType IN ('Retryable', 'N/A')", [0, 2]],
    ["ErrorType NOT IN ('Retryable', 'N/A')", [1]],
    ["ErrorType = 'Retryable' OR KmsOperation = 'Decrypt'", [0, 2, 3]],
    ["KmsOperation = 'Encrypt' AND (ErrorType = 'Retryable' OR ErrorType = 'N/A')", [0]],
    ["ErrorType = 'N/A' OR ErrorType = 'Retryable' AND KmsOperation = 'Decrypt'", [2]],
  ])("WHERE %s", (where, expected) => {
    expect(taken(where)).toEqual(expected);
  });

  it("groups in the order of the values, what lacks the key under Other", () => {
    const query = parseInsights('SELECT SUM(XksProxyErrors) FROM "AWS/KMS" GROUP BY ErrorType');
    expect(groupsOf(query, all).map(({ values }) => values)).toEqual([["N/A"], ["Non-retryable"], ["Other"], ["Retryable"]]);
  });

  it.each([
    ["SELECT", "Unexpected end at char 7, must be: AVG, COUNT, MAX, MIN, SUM"],
    ["SELECT MEDIAN(m) FROM n", "Unsupported token 'MEDIAN' at char 8, must be: AVG, COUNT, MAX, MIN, SUM"],
    ["SELECT AVG(m)", "Unexpected end at char 14, must be: FROM"],
    ["SELECT AVG(m) FROM 'n'", "must be: a name, which stands bare or in double quotes"],
    ['SELECT AVG(m) FROM n WHERE a = "b"', "must be: a value in single quotes"],
    ["SELECT AVG(m) FROM n WHERE a LIKE 'b'", "Unsupported token 'LIKE' at char 30, must be: =, !=, IN or NOT IN"],
    ["SELECT AVG(m) FROM n WHERE tag.env = 'b'", "Tags of resources are not available in this service, at char 28"],
    ["SELECT AVG(m) FROM n LIMIT 501", "Unsupported token '501' at char 28, must be: a number from 1 to 500"],
    ["SELECT AVG(m) FROM n nonsense", "Unsupported token 'nonsense' at char 22"],
  ])("is refused with its position: %s", (text, message) => {
    expect(() => parseInsights(text)).toThrow(message);
  });
});

describe("a group", () => {
  const parts = new Map([
    ["Sum" as const, [seriesFrom("10 _ 4"), seriesFrom("2 6 _")]],
    ["SampleCount" as const, [seriesFrom("5 _ 1"), seriesFrom("1 2 _")]],
    ["Maximum" as const, [seriesFrom("4 _ 4"), seriesFrom("2 5 _")]],
    ["Minimum" as const, [seriesFrom("1 _ 4"), seriesFrom("2 1 _")]],
  ]);

  it.each([
    ["SUM", "12 6 4", 22],
    ["COUNT", "6 2 1", 9],
    ["AVG", "2 3 4", 22 / 9],
    ["MAX", "4 5 4", 5],
    ["MIN", "1 1 4", 1],
  ] as const)("has %s of all its observations, by period and over the range", (name, values, whole) => {
    expect([...combineGroup(name, parts).values].join(" ")).toBe(values);
    expect(overRange(name, parts)).toBeCloseTo(whole);
  });

  it("needs only the statistics that its functions are made of", () => {
    expect(partsOf(parseInsights("SELECT MAX(m) FROM n ORDER BY AVG()"))).toEqual(["Maximum", "Sum", "SampleCount"]);
  });
});
