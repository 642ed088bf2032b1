/** The operations on alarms, through the door with AWS's own client. */
import {
  DeleteAlarmsCommand,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  DescribeAlarmsForMetricCommand,
  DisableAlarmActionsCommand,
  ListTagsForResourceCommand,
  PutCompositeAlarmCommand,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
  SetAlarmStateCommand,
} from "@aws-sdk/client-cloudwatch";
import { describe, expect, it } from "vitest";
import { openCloudWatch, protocols } from "../through-the-door.fixture.ts";

const topic = "arn:aws:sns:us-east-1:123456789012:ops";
const onMetric = (members: Partial<PutMetricAlarmCommandInput> = {}): PutMetricAlarmCommandInput => ({
  AlarmName: "slow",
  Namespace: "Test",
  MetricName: "Latency",
  Dimensions: [{ Name: "Store", Value: "a" }],
  Statistic: "Average",
  Period: 60,
  EvaluationPeriods: 3,
  DatapointsToAlarm: 2,
  Threshold: 200,
  ComparisonOperator: "GreaterThanThreshold",
  AlarmActions: [topic],
  ...members,
});
const metric = (id: string, returnData: boolean, period = 60) => ({
  Id: id,
  MetricStat: { Metric: { Namespace: "Test", MetricName: id, Dimensions: [] }, Period: period, Stat: "Sum" },
  ReturnData: returnData,
});
const withoutMetric = { MetricName: undefined, Namespace: undefined, Dimensions: undefined, Statistic: undefined, Period: undefined };

describe.each(protocols)("alarms over %s", (protocol) => {
  it("are put, described, set, and leave their history behind", async () => {
    const { client, clock } = openCloudWatch();
    const aws = client(protocol);
    await aws.send(new PutMetricAlarmCommand(onMetric({ Tags: [{ Key: "team", Value: "keys" }] })));
    const { MetricAlarms, CompositeAlarms } = await aws.send(new DescribeAlarmsCommand({}));
    expect(CompositeAlarms).toEqual([]);
    expect(MetricAlarms).toHaveLength(1);
    expect(MetricAlarms?.[0]).toMatchObject({
      AlarmName: "slow",
      AlarmArn: "arn:aws:cloudwatch:us-east-1:123456789012:alarm:slow",
      StateValue: "INSUFFICIENT_DATA",
      StateReason: "Unchecked: Initial alarm creation",
      ActionsEnabled: true,
      AlarmActions: [topic],
      OKActions: [],
      Threshold: 200,
      DatapointsToAlarm: 2,
      Statistic: "Average",
    });
    const told = Object.keys(MetricAlarms?.[0] ?? {});
    for (const absent of ["Metrics", "Unit", "TreatMissingData", "AlarmDescription", "StateReasonData", "ExtendedStatistic"]) {
      expect(told).not.toContain(absent);
    }
    const arn = MetricAlarms?.[0]?.AlarmArn ?? "";
    expect((await aws.send(new ListTagsForResourceCommand({ ResourceARN: arn }))).Tags).toEqual([{ Key: "team", Value: "keys" }]);
    await clock.advance(1000);
    await aws.send(new SetAlarmStateCommand({ AlarmName: "slow", StateValue: "ALARM", StateReason: "a test" }));
    await clock.advance(1000);
    await aws.send(new DeleteAlarmsCommand({ AlarmNames: ["slow", "nowhere"] }));
    const { AlarmHistoryItems = [] } = await aws.send(new DescribeAlarmHistoryCommand({ AlarmName: "slow" }));
    expect(AlarmHistoryItems.map(({ HistoryItemType, HistorySummary }) => [HistoryItemType, HistorySummary])).toEqual([
      ["ConfigurationUpdate", 'Alarm "slow" deleted'],
      ["StateUpdate", "Alarm updated from INSUFFICIENT_DATA to ALARM"],
      ["ConfigurationUpdate", 'Alarm "slow" created'],
    ]);
    expect(JSON.parse(AlarmHistoryItems[1]?.HistoryData ?? "")).toMatchObject({
      oldState: { stateValue: "INSUFFICIENT_DATA" },
      newState: { stateValue: "ALARM", stateReason: "a test" },
    });
    expect((await aws.send(new ListTagsForResourceCommand({ ResourceARN: arn }))).Tags).toEqual([]);
  });

  it("answer an unknown alarm's state with an empty message", async () => {
    const command = new SetAlarmStateCommand({ AlarmName: "nowhere", StateValue: "OK", StateReason: "" });
    await expect(openCloudWatch().client(protocol).send(command)).rejects.toMatchObject({
      name: expect.stringContaining("ResourceNotFound"),
    });
  });
});

describe("what PutMetricAlarm refuses", () => {
  const refusals: readonly [string, Partial<PutMetricAlarmCommandInput>, string][] = [
    ["a period of 5 seconds", { Period: 5 }, "Period must be 10, 20, 30 or a multiple of 60"],
    ["M above N", { DatapointsToAlarm: 4 }, "DatapointsToAlarm must be less than or equal to EvaluationPeriods"],
    [
      "an unknown treatment",
      { TreatMissingData: "X" },
      "Option X is not supported. Supported options for parameter TreatMissingData are breaching, notBreaching, ignore and missing.",
    ],
    [
      "an unknown choice for low samples",
      { EvaluateLowSampleCountPercentile: "unknown" },
      "Option unknown is not supported. Supported options for parameter EvaluateLowSampleCountPercentile are evaluate and ignore.",
    ],
    [
      "more than a day",
      { EvaluationPeriods: 1441 },
      "Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400).",
    ],
    ["no metric at all", { MetricName: undefined }, "MetricName must not be null"],
    ["an action that is no ARN", { AlarmActions: ["ops"] }, "Invalid arn syntax: ops"],
    ["metric and Metrics", { Metrics: [metric("m1", true)] }, "MetricName should not be set if list of Metrics is set."],
    [
      "two results",
      { ...withoutMetric, Metrics: [metric("m1", true), metric("m2", true)] },
      "Exactly one element of the metrics list should return data.",
    ],
    ["none of them", { ...withoutMetric, Metrics: [] }, "Invalid metrics list"],
    [
      "unequal periods",
      { ...withoutMetric, Metrics: [metric("m1", false), metric("m2", false, 300), { Id: "e1", Expression: "m1 + m2" }] },
      "Period must be the same for all metrics of an alarm",
    ],
    [
      "a search",
      { ...withoutMetric, Metrics: [{ Id: "e1", Expression: "SUM(SEARCH('Latency', 'Sum', 60))" }] },
      "SEARCH is not allowed in the expressions of an alarm",
    ],
  ];
  it.each(refusals)("%s", async (_, members, message) => {
    await expect(
      openCloudWatch()
        .client()
        .send(new PutMetricAlarmCommand(onMetric(members))),
    ).rejects.toMatchObject({
      name: "ValidationException",
      message,
    });
  });
});

it("PutMetricAlarm refuses an odd statistic with the older operations' code", async () => {
  const { client } = openCloudWatch();
  await expect(client().send(new PutMetricAlarmCommand(onMetric({ Statistic: undefined, ExtendedStatistic: "90" })))).rejects.toMatchObject(
    {
      name: "InvalidParameterValueException",
      message: "The value 90 for parameter ExtendedStatistic is not supported.",
    },
  );
});

it("an action may be any ARN, whatever it names", async () => {
  const { client } = openCloudWatch();
  await client().send(new PutMetricAlarmCommand(onMetric({ AlarmActions: ["arn:ok"] })));
  const { MetricAlarms } = await client().send(new DescribeAlarmsCommand({}));
  expect(MetricAlarms).toMatchObject([{ AlarmActions: ["arn:ok"] }]);
});

it("an update keeps the state and the alarm's whole configuration is the new one", async () => {
  const { client } = openCloudWatch();
  const aws = client();
  await aws.send(new PutMetricAlarmCommand(onMetric()));
  await aws.send(new SetAlarmStateCommand({ AlarmName: "slow", StateValue: "OK", StateReason: "" }));
  const query = `SELECT SUM(XksProxyErrors) FROM SCHEMA("AWS/KMS", CustomKeyStoreId) WHERE ErrorType = 'Retryable'`;
  const Metrics = [{ Id: "q1", Expression: query, Period: 60, ReturnData: true }];
  await aws.send(new PutMetricAlarmCommand(onMetric({ ...withoutMetric, Metrics, AlarmActions: [] })));
  const { MetricAlarms = [] } = await aws.send(new DescribeAlarmsCommand({ AlarmNamePrefix: "sl", StateValue: "OK" }));
  expect(MetricAlarms).toMatchObject([{ StateValue: "OK", AlarmActions: [], Metrics }]);
  expect(MetricAlarms[0]).not.toHaveProperty("MetricName");
});

it("alarms on exactly one metric are found by it", async () => {
  const aws = openCloudWatch().client();
  await aws.send(new PutMetricAlarmCommand(onMetric()));
  await aws.send(new PutMetricAlarmCommand(onMetric({ AlarmName: "other", Dimensions: [] })));
  const ask = async (Dimensions: { Name: string; Value: string }[]) =>
    (await aws.send(new DescribeAlarmsForMetricCommand({ Namespace: "Test", MetricName: "Latency", Dimensions }))).MetricAlarms?.map(
      ({ AlarmName }) => AlarmName,
    );
  expect(await ask([{ Name: "Store", Value: "a" }])).toEqual(["slow"]);
  expect(await ask([])).toEqual(["other"]);
});

it("pages go on where the one before ended", async () => {
  const aws = openCloudWatch().client();
  for (const AlarmName of ["a", "b", "c"]) await aws.send(new PutMetricAlarmCommand(onMetric({ AlarmName })));
  const first = await aws.send(new DescribeAlarmsCommand({ MaxRecords: 2 }));
  const second = await aws.send(new DescribeAlarmsCommand({ MaxRecords: 2, NextToken: first.NextToken }));
  expect([first, second].map(({ MetricAlarms }) => MetricAlarms?.map(({ AlarmName }) => AlarmName))).toEqual([["a", "b"], ["c"]]);
  expect(second.NextToken).toBeUndefined();
});

describe("composite alarms", () => {
  async function withChildren() {
    const opened = openCloudWatch();
    const aws = opened.client();
    for (const AlarmName of ["a", "b c"]) await aws.send(new PutMetricAlarmCommand(onMetric({ AlarmName })));
    const state = async (AlarmName: string, StateValue: "OK" | "ALARM") =>
      aws.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: "set" }));
    const both = async () => (await aws.send(new DescribeAlarmsCommand({ AlarmTypes: ["CompositeAlarm"] }))).CompositeAlarms?.[0];
    return { ...opened, aws, state, both };
  }

  it("are evaluated at once, and whenever a child changes", async () => {
    const { aws, state, both } = await withChildren();
    await aws.send(
      new PutCompositeAlarmCommand({ AlarmName: "both", AlarmRule: 'ALARM(a) AND (ALARM("b c") OR FALSE)', AlarmActions: [topic] }),
    );
    expect(await both()).toMatchObject({
      StateValue: "OK",
      StateReason: "arn:aws:cloudwatch:us-east-1:123456789012:alarm:both was created and its alarm rule evaluates to OK",
    });
    await state("a", "ALARM");
    expect((await both())?.StateValue).toBe("OK");
    await state("b c", "ALARM");
    expect(await both()).toMatchObject({
      StateValue: "ALARM",
      StateReason: "arn:aws:cloudwatch:us-east-1:123456789012:alarm:b c transitioned to ALARM at Tuesday 24 November, 2026 12:00:00 UTC",
    });
    await state("a", "OK");
    expect((await both())?.StateValue).toBe("OK");
  });

  it.each([
    [" ALARM(a)", "AlarmRule must not contain leading or trailing whitespace or be null"],
    ["ALARM(a))", "Error in AlarmRule [Unsupported token ')' at char 9]"],
    ["ALARM(b c)", "Error in AlarmRule [Unsupported token 'c' at char 9, must be: ')']"],
    ["ALARM(a) AND ALARM(x) OR OK(y)", "Could not save the composite alarm as alarms [x, y] in the alarm rule do not exist"],
  ])("refuse the rule %s", async (AlarmRule, message) => {
    const { aws } = await withChildren();
    await expect(aws.send(new PutCompositeAlarmCommand({ AlarmName: "both", AlarmRule }))).rejects.toMatchObject({ message });
  });

  it("keep their children from being deleted", async () => {
    const { aws } = await withChildren();
    await aws.send(new PutCompositeAlarmCommand({ AlarmName: "both", AlarmRule: 'ALARM(a) OR NOT OK("b c")' }));
    await expect(aws.send(new DeleteAlarmsCommand({ AlarmNames: ["a"] }))).rejects.toMatchObject({
      message: "Cannot delete a as there are composite alarm(s) depending on it.",
    });
    await expect(aws.send(new DeleteAlarmsCommand({ AlarmNames: ["a", "b c"] }))).rejects.toMatchObject({
      message: "Cannot delete a,b c as there are composite alarm(s) depending on them.",
    });
    expect((await aws.send(new DescribeAlarmsCommand({ ChildrenOfAlarmName: "both" }))).MetricAlarms).toHaveLength(2);
    expect((await aws.send(new DescribeAlarmsCommand({ ParentsOfAlarmName: "a" }))).CompositeAlarms).toHaveLength(1);
  });

  it("queue an action only when the state changes and actions are enabled", async () => {
    const { aws, state, resources } = await withChildren();
    await state("a", "ALARM");
    await state("a", "ALARM");
    expect(await resources.list("delivery")).toMatchObject([
      { value: { target: topic, notice: { kind: "alarm", before: "INSUFFICIENT_DATA" } } },
    ]);
    await aws.send(new DisableAlarmActionsCommand({ AlarmNames: ["b c"] }));
    await state("b c", "ALARM");
    expect(await resources.list("delivery")).toHaveLength(1);
  });
});
