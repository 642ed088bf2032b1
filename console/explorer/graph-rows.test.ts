import { expect, test } from "vitest";
import { addExpression, changeRow, removeRow, shownKeys, toggleMetric } from "./graph-rows.ts";

const empty = { region: "us-east-1", metrics: [] };
const encrypt = {
  Namespace: "AWS/KMS",
  MetricName: "XksProxyLatency",
  Dimensions: [
    { Name: "A", Value: "1" },
    { Name: "B", Value: "2" },
  ],
};

test("a metric is added and taken out again, whatever the order of its dimensions", () => {
  const added = toggleMetric(empty, encrypt);
  expect(added.metrics).toEqual([["AWS/KMS", "XksProxyLatency", "A", "1", "B", "2", { id: "m1", label: "XksProxyLatency 1 2" }]]);
  expect(shownKeys(added).size).toBe(1);
  expect(toggleMetric(added, { ...encrypt, Dimensions: encrypt.Dimensions.toReversed() }).metrics).toEqual([]);
});

test("ids stay unique, queries and expressions have their own letters", () => {
  const twice = addExpression(addExpression(toggleMetric(empty, encrypt), "m1*2"), "SELECT SUM(x) FROM y");
  expect(twice.metrics?.map((row) => (row.at(-1) as { id: string }).id)).toEqual(["m1", "e1", "q1"]);
  expect(addExpression(twice, "m1").metrics?.at(-1)?.at(-1)).toMatchObject({ id: "e2" });
});

test("a row changes alone, and an undone change leaves no trace", () => {
  const added = toggleMetric(empty, encrypt);
  const changed = changeRow(added, 0, { stat: "p99" });
  expect(changed.metrics?.[0]?.at(-1)).toEqual({ id: "m1", label: "XksProxyLatency 1 2", stat: "p99" });
  expect(changeRow(changed, 0, { stat: undefined })).toEqual(added);
});

test("taking out a row does not change one that repeated it", () => {
  const graph = {
    region: "r",
    metrics: [
      ["N", "M", "D", "1"],
      ["...", "2"],
    ],
  };
  expect(removeRow(graph, 0).metrics).toEqual([["N", "M", "D", "2"]]);
});
