import { expect, test } from "vitest";
import { combine, queriesOf, renameIds, splitResults } from "./metric-queries.ts";

test("a row of a metric becomes a MetricStat with the widget's statistic and period", () => {
  const [query] = queriesOf({ region: "us-east-1", period: 60, stat: "Sum", metrics: [["N", "M", "D", "V", { id: "m1", label: "one" }]] });
  expect(query).toEqual({
    Id: "m1",
    Label: "one",
    ReturnData: true,
    MetricStat: { Metric: { Namespace: "N", MetricName: "M", Dimensions: [{ Name: "D", Value: "V" }] }, Period: 60, Stat: "Sum" },
  });
});

test("a chosen period replaces that of the widget and of its rows", () => {
  const queries = queriesOf(
    { region: "r", period: 60, metrics: [["N", "M", { period: 10 }], [{ expression: "1*row0", period: 10 }]] },
    300,
  );
  expect(queries.map(({ MetricStat, Period }) => MetricStat?.Period ?? Period)).toEqual([300, 300]);
});

test("rows without an id get free ones, hidden rows return no data", () => {
  const queries = queriesOf({
    region: "r",
    metrics: [
      ["N", "M", { visible: false }],
      ["N", "M", { id: "row0" }],
      ["N", "M"],
    ],
  });
  expect(new Set(queries.map(({ Id }) => Id)).size).toBe(3);
  expect(queries.map(({ ReturnData }) => ReturnData)).toEqual([false, true, true]);
});

test("ids are renamed outside of quotes only, and only whole words", () => {
  const ids = new Set(["total", "retryable", "e1"]);
  expect(renameIds("100*(total-retryable)/total", ids, "w1_")).toBe("100*(w1_total-w1_retryable)/w1_total");
  expect(renameIds(`SUM(SEARCH('total ErrorType="retryable"', 'Sum')) + e1 + e11`, ids, "w1_")).toBe(
    `SUM(SEARCH('total ErrorType="retryable"', 'Sum')) + w1_e1 + e11`,
  );
});

test("several widgets go out as one call and come back apart", () => {
  const widget = { region: "r", metrics: [["N", "M", { id: "m1", visible: false }], [{ id: "e1", expression: "m1/2" }]] };
  const together = combine([queriesOf(widget), queriesOf(widget)]);
  expect(together.map(({ Id }) => Id)).toEqual(["w0_m1", "w0_e1", "w1_m1", "w1_e1"]);
  expect(together[3]?.Expression).toBe("w1_m1/2");
  const parts = splitResults([{ Id: "w1_e1" }, { Id: "w0_e1" }, { Id: "w1_e1", Label: "second" }], 2);
  expect(parts).toEqual([[{ Id: "e1" }], [{ Id: "e1" }, { Id: "e1", Label: "second" }]]);
});
