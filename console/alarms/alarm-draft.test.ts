import { describe, expect, test } from "vitest";
import { toggleMetric } from "../explorer/graph-rows.ts";
import { queriesOf } from "../graph/metric-queries.ts";
import { draftOfAlarm, draftOfGraph, problemsOf, putInput, watchedGraph, withWidget } from "./alarm-draft.ts";
import type { MetricAlarm } from "./alarm-shapes.ts";

const shared = {
  AlarmName: "a",
  AlarmArn: "arn",
  StateValue: "OK",
  EvaluationPeriods: 3,
  DatapointsToAlarm: 2,
  Threshold: 200,
  ComparisonOperator: "GreaterThanThreshold",
  TreatMissingData: "ignore",
  AlarmActions: ["arn:aws:sns:us-east-1:1:ops"],
} as const;
const metric: MetricAlarm = {
  ...shared,
  Namespace: "AWS/KMS",
  MetricName: "XksProxyLatency",
  Dimensions: [{ Name: "D", Value: "V" }],
  ExtendedStatistic: "p99",
  EvaluateLowSampleCountPercentile: "ignore",
  Unit: "Milliseconds",
  Period: 300,
};
const stat = { Metric: { Namespace: "N", MetricName: "M", Dimensions: [] }, Period: 60, Stat: "Sum", Unit: "Count" };
const math: MetricAlarm = {
  ...shared,
  Metrics: [
    { Id: "m1", ReturnData: false, MetricStat: stat },
    { Id: "e1", ReturnData: true, Expression: "m1*2", Label: "twice" },
  ],
};

describe("an alarm that is edited and not changed is put as it was", () => {
  test("on a metric", () => {
    const { AlarmArn: _, StateValue: __, ...told } = metric;
    expect(putInput(draftOfAlarm(metric, "us-east-1"))).toMatchObject(told);
  });

  test("on math, with members that the form does not show", () => {
    expect(putInput(draftOfAlarm(math, "us-east-1"))["Metrics"]).toEqual(math.Metrics);
  });
});

describe("a draft from a graph", () => {
  const graph = {
    region: "r",
    period: 60,
    metrics: [
      ["N", "A", "D", "1"],
      ["N", "B", { id: "b", stat: "Maximum" }],
      [{ id: "e", expression: "FILL(b,0)+c", label: "'b' and c" }],
      [{ id: "c", expression: "b*2", visible: false }],
      [{ id: "q", expression: 'SELECT SUM(X) FROM "AWS/KMS"' }],
    ],
  } as const;

  test("watches its last row, and another one on demand", () => {
    const draft = draftOfGraph(graph);
    expect(draft.watchedId).toBe("q");
    expect(putInput({ ...draft, threshold: "1", name: "x" })["Metrics"]).toEqual([
      { Id: "q", ReturnData: true, Expression: 'SELECT SUM(X) FROM "AWS/KMS"', Period: 60 },
    ]);
    const one = putInput({ ...draft, watchedId: "b", threshold: "1", name: "x" });
    expect(one).toMatchObject({ Namespace: "N", MetricName: "B", Statistic: "Maximum", Period: 60 });
    expect(one["Metrics"]).toBeUndefined();
  });

  test("takes along what an expression is computed from, and nothing else", () => {
    const queries = putInput({ ...draftOfGraph(graph), watchedId: "e", threshold: "1", name: "x" })["Metrics"] as { Id: string }[];
    expect(queries.map(({ Id }) => Id).toSorted()).toEqual(["b", "c", "e"]);
    const shown = watchedGraph({ ...draftOfGraph(graph), watchedId: "e" });
    expect(shown && queriesOf(shown).flatMap(({ Id, ReturnData }) => (ReturnData ? [Id] : []))).toEqual(["e"]);
  });

  test("a row without an id gets one that is free", () => {
    const draft = draftOfGraph({
      region: "r",
      metrics: [
        ["N", "A", { id: "m1" }],
        ["N", "B"],
      ],
    });
    expect(draft.watchedId).toBe("m2");
  });

  test("a metric that is added is watched", () => {
    const before = draftOfGraph(graph);
    const draft = withWidget(before, toggleMetric(before.widget, { Namespace: "N", MetricName: "New" }));
    expect(draft.watchedId).not.toBe("q");
    expect(putInput({ ...draft, threshold: "1", name: "x" })).toMatchObject({ MetricName: "New" });
  });
});

test("the threshold lies within the axis of the preview", () => {
  const draft = draftOfAlarm(metric, "r");
  expect(watchedGraph(draft)?.yAxis?.left).toMatchObject({ min: 200, max: 200 });
  expect(watchedGraph({ ...draft, threshold: "2" })?.yAxis?.left).toMatchObject({ min: 2, max: 2 });
  const bounded = { ...draft, widget: { ...draft.widget, yAxis: { left: { min: 0, max: 100 } } } };
  expect(watchedGraph(bounded)?.yAxis?.left).toMatchObject({ min: 0, max: 200 });
});

test("what is missing or wrong is said at its field", () => {
  const empty = draftOfGraph({ region: "r", metrics: [] });
  expect(Object.keys(problemsOf(empty)).toSorted()).toEqual(["name", "threshold", "watched"]);
  const draft = { ...draftOfAlarm(metric, "r"), evaluationPeriods: "2", datapointsToAlarm: "3" };
  expect(problemsOf(draft)).toEqual({ datapointsToAlarm: "At most as many as are looked at." });
  expect(problemsOf({ ...draft, datapointsToAlarm: "0", threshold: "ten" })).toMatchObject({
    datapointsToAlarm: "Enter a whole number from 1.",
    threshold: "Enter a number.",
  });
  const search = draftOfGraph({ region: "r", metrics: [[{ id: "s", expression: "SUM(SEARCH('{N} M', 'Sum'))" }]] });
  expect(problemsOf(search).watched).toContain("SEARCH");
  expect(problemsOf(draftOfAlarm(metric, "r"))).toEqual({});
});
