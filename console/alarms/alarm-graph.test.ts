import { expect, test } from "vitest";
import { queriesOf } from "../graph/metric-queries.ts";
import { alarmGraph, conditionOf } from "./alarm-graph.ts";

const shared = {
  AlarmArn: "arn",
  StateValue: "OK",
  EvaluationPeriods: 3,
  DatapointsToAlarm: 2,
  Threshold: 200,
  ComparisonOperator: "GreaterThanThreshold",
} as const;
const metric = {
  ...shared,
  AlarmName: "a",
  Namespace: "AWS/KMS",
  MetricName: "XksProxyLatency",
  Dimensions: [{ Name: "D", Value: "V" }],
  Statistic: "Average",
  Period: 300,
};
const math = {
  ...shared,
  AlarmName: "b",
  Metrics: [
    { Id: "m1", ReturnData: false, MetricStat: { Metric: { Namespace: "N", MetricName: "M", Dimensions: [] }, Period: 60, Stat: "Sum" } },
    { Id: "e1", ReturnData: true, Expression: "m1*2", Label: "twice" },
  ],
};

test("an alarm on a metric is drawn as that metric at its period with its threshold", () => {
  const graph = alarmGraph(metric, "us-east-1");
  expect(graph && queriesOf(graph)[0]?.MetricStat).toMatchObject({
    Period: 300,
    Stat: "Average",
    Metric: { MetricName: "XksProxyLatency" },
  });
  expect(graph?.annotations?.horizontal).toMatchObject([{ value: 200 }]);
});

test("an alarm on math keeps its hidden queries", () => {
  const graph = alarmGraph(math, "us-east-1");
  expect(graph && queriesOf(graph).map(({ Id, ReturnData }) => [Id, ReturnData])).toEqual([
    ["m1", false],
    ["e1", true],
  ]);
  expect(graph?.period).toBe(60);
});

test("the condition is told in words", () => {
  expect(conditionOf(metric)).toBe("XksProxyLatency > 200 for 2 datapoints within 15 minutes");
  expect(conditionOf(math)).toBe("twice > 200 for 2 datapoints within 3 minutes");
  expect(conditionOf({ AlarmName: "c", AlarmArn: "arn", StateValue: "OK", AlarmRule: "ALARM(a)" })).toBe("ALARM(a)");
});

test("a composite alarm has no graph", () => {
  expect(alarmGraph({ AlarmName: "c", AlarmArn: "arn", StateValue: "OK", AlarmRule: "ALARM(a)" }, "r")).toBeUndefined();
});
