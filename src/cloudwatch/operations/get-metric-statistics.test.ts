/** GetMetricStatistics through the door, from AWS's client in all three protocols. */
import { GetMetricStatisticsCommand, type GetMetricStatisticsCommandInput } from "@aws-sdk/client-cloudwatch";
import { beforeEach, describe, expect, it } from "vitest";
import { noon, openCloudWatch, pointsOf, protocols, testSeries } from "../through-the-door.fixture.ts";

let cloudWatch = openCloudWatch();
beforeEach(async () => {
  cloudWatch = openCloudWatch();
  await cloudWatch.metrics.merge([
    ...pointsOf(testSeries("latency Op=Encrypt Milliseconds"), noon - 600, 60, [[10, 30], [], [4]]),
    ...pointsOf(testSeries("mixed - Seconds"), noon - 600, 60, [[1]]),
    ...pointsOf(testSeries("mixed - Milliseconds"), noon - 600, 60, [[7]]),
  ]);
});

const request = (more: Partial<GetMetricStatisticsCommandInput>): GetMetricStatisticsCommand =>
  new GetMetricStatisticsCommand({
    Namespace: "Test",
    MetricName: "latency",
    Dimensions: [{ Name: "Op", Value: "Encrypt" }],
    StartTime: new Date((noon - 600) * 1000),
    EndTime: new Date(noon * 1000),
    Period: 60,
    Statistics: ["Sum"],
    ...more,
  });
const at = (minute: number): Date => new Date((noon - 600 + minute * 60) * 1000);

describe.each(protocols)("over %s", (protocol) => {
  it("a datapoint has the statistics that were asked for and no others", async () => {
    const answer = await cloudWatch.client(protocol).send(request({ Statistics: ["Sum", "Maximum", "SampleCount"] }));
    expect(answer.Label).toBe("latency");
    expect(answer.Datapoints).toEqual([
      { Timestamp: at(0), Unit: "Milliseconds", Sum: 40, Maximum: 30, SampleCount: 2 },
      { Timestamp: at(2), Unit: "Milliseconds", Sum: 4, Maximum: 4, SampleCount: 1 },
    ]);
  });

  it("extended statistics are a map", async () => {
    const { Statistics: _, ...input } = request({}).input;
    const answer = await cloudWatch
      .client(protocol)
      .send(new GetMetricStatisticsCommand({ ...input, Period: 600, ExtendedStatistics: ["p100", "p0"] }));
    expect(answer.Datapoints).toEqual([{ Timestamp: at(0), Unit: "Milliseconds", ExtendedStatistics: { p100: 30, p0: 4 } }]);
  });

  it("each unit has datapoints of its own", async () => {
    const mixed = { MetricName: "mixed", Dimensions: [] };
    const answer = await cloudWatch.client(protocol).send(request(mixed));
    expect(answer.Datapoints?.map(({ Unit, Sum }) => [Unit, Sum]).sort()).toEqual([
      ["Milliseconds", 7],
      ["Seconds", 1],
    ]);
    const one = await cloudWatch.client(protocol).send(request({ ...mixed, Unit: "Seconds" }));
    expect(one.Datapoints?.map(({ Sum }) => Sum)).toEqual([1]);
  });
});

describe("a request", () => {
  it("for a metric that there is not has no datapoints and echoes the name", async () => {
    expect(await cloudWatch.client().send(request({ MetricName: "nothing" }))).toMatchObject({ Label: "nothing", Datapoints: [] });
  });

  it("is for the exact dimensions", async () => {
    expect((await cloudWatch.client().send(request({ Dimensions: [] }))).Datapoints).toEqual([]);
  });

  it("takes milliseconds off both ends", async () => {
    const answer = await cloudWatch
      .client()
      .send(request({ StartTime: new Date((noon - 600) * 1000 + 999), EndTime: new Date((noon - 599) * 1000), Period: 1 }));
    expect(answer.Datapoints?.map(({ Sum }) => Sum)).toEqual([40]);
  });

  const start = new Date((noon - 1440 * 60) * 1000);
  it("may be for 1,440 datapoints", async () => {
    expect((await cloudWatch.client().send(request({ StartTime: start }))).Datapoints).toHaveLength(2);
  });

  it.each<[string, Partial<GetMetricStatisticsCommandInput>, string, string]>([
    [
      "more datapoints than 1,440",
      { StartTime: new Date((noon - 86_400) * 1000), Period: 1 },
      "InvalidParameterCombinationException",
      "You have requested up to 86400 datapoints, which exceeds the limit of 1440. You may reduce the datapoints requested by increasing Period, or decreasing the time range.",
    ],
    ["no statistic", { Statistics: [] }, "InvalidParameterCombinationException", "Must specify either Statistics or ExtendedStatistics"],
    [
      "both kinds of statistics",
      { ExtendedStatistics: ["p90"] },
      "InvalidParameterCombinationException",
      "The parameters Statistics and ExtendedStatistics are mutually exclusive and you have specified both.",
    ],
    [
      "an end within the second of the start",
      { StartTime: new Date(noon * 1000), EndTime: new Date(noon * 1000 + 700) },
      "InvalidParameterValueException",
      "The parameter StartTime must be less than the parameter EndTime.",
    ],
    [
      "a period that there is not",
      { Period: 61 },
      "InvalidParameterValueException",
      "The parameter Period must be a value in the set [ 1, 5, 10, 20, 30 ] or multiple of 60.",
    ],
    [
      "a statistic that there is not",
      { Statistics: ["Median" as never] },
      "InvalidParameterValueException",
      "The parameter Statistics.member.1 must be a value in the set [ SampleCount, Average, Sum, Minimum, Maximum ].",
    ],
    ["no namespace", { Namespace: undefined }, "MissingRequiredParameterException", "The parameter Namespace is required."],
  ])("with %s is refused", async (_, more, name, message) => {
    await expect(cloudWatch.client("cbor").send(request(more))).rejects.toMatchObject({
      name,
      message,
      $metadata: { httpStatusCode: 400 },
    });
  });

  it("with several faults hears of each on a line", async () => {
    await expect(cloudWatch.client().send(request({ Namespace: undefined, MetricName: undefined }))).rejects.toThrow(
      "The parameter Namespace is required.\nThe parameter MetricName is required.\n",
    );
  });
});
