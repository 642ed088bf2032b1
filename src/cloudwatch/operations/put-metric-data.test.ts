/** PutMetricData through the door, from AWS's client in all three protocols, read back by GetMetricStatistics. */
import { GetMetricStatisticsCommand, type MetricDatum, PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { beforeEach, describe, expect, it } from "vitest";
import { units } from "../../model/metric.ts";
import { noon, openCloudWatch, protocols } from "../through-the-door.fixture.ts";
import { maximumData } from "./put-metric-data.ts";

let cloudWatch = openCloudWatch();
beforeEach(() => {
  cloudWatch = openCloudWatch(noon + 30);
});

type Protocol = (typeof protocols)[number];
const put = (data: MetricDatum[], protocol: Protocol = "json", Namespace = "Custom") =>
  cloudWatch.client(protocol).send(new PutMetricDataCommand({ Namespace, MetricData: data }));
async function read(Period = 60) {
  const { Datapoints = [] } = await cloudWatch.client().send(
    new GetMetricStatisticsCommand({
      Namespace: "Custom",
      MetricName: "m",
      StartTime: new Date((noon - 3600) * 1000),
      EndTime: new Date((noon + 60) * 1000),
      Period,
      Statistics: ["SampleCount", "Sum", "Minimum", "Maximum"],
    }),
  );
  return Datapoints.map(({ SampleCount, Sum, Minimum, Maximum, Unit }) => [SampleCount, Sum, Minimum, Maximum, Unit]);
}

describe.each(protocols)("over %s", (protocol) => {
  it.each<[string, MetricDatum, unknown[]]>([
    ["a value", { MetricName: "m", Value: 3 }, [1, 3, 3, 3, "None"]],
    ["values with counts", { MetricName: "m", Values: [1, 4], Counts: [2, 0.5], Unit: "Count" }, [2.5, 4, 1, 4, "Count"]],
    ["values without counts", { MetricName: "m", Values: [1, 4, 4] }, [3, 9, 1, 4, "None"]],
    ["a statistic set", { MetricName: "m", StatisticValues: { SampleCount: 4, Sum: 10, Minimum: 1, Maximum: 5 } }, [4, 10, 1, 5, "None"]],
    [
      "values beside a statistic set",
      { MetricName: "m", Values: [2], StatisticValues: { SampleCount: 1, Sum: 2, Minimum: 2, Maximum: 2 } },
      [1, 2, 2, 2, "None"],
    ],
  ])("%s is kept", async (_, datum, expected) => {
    await put([datum], protocol);
    expect(await read()).toEqual([expected]);
    expect(cloudWatch.errors).toEqual([]);
  });

  it("a body that the client compresses is read", async () => {
    await put(
      Array.from({ length: maximumData }, () => ({ MetricName: "m", Value: 1, Unit: "Count" as const })),
      protocol,
    );
    expect(await read()).toEqual([[maximumData, maximumData, 1, 1, "Count"]]);
  });

  it("no number is no value", async () => {
    await expect(put([{ MetricName: "m", Value: Number.NaN }], protocol)).rejects.toThrow(
      "The value NaN for parameter MetricData.member.1.Value is invalid.",
    );
  });
});

describe("data", () => {
  it("at one time add up", async () => {
    await put([
      { MetricName: "m", Value: 1 },
      { MetricName: "m", Value: 2 },
    ]);
    await put([{ MetricName: "m", Value: 3 }]);
    expect(await read()).toEqual([[3, 6, 1, 3, "None"]]);
  });

  it("of standard resolution are seen at the minute, of high resolution at their second", async () => {
    const Timestamp = new Date((noon - 600 + 17) * 1000);
    await put([{ MetricName: "m", Value: 1, Timestamp, StorageResolution: 1 }]);
    await put([{ MetricName: "s", Value: 1, Timestamp }]);
    const at = async (MetricName: string) => {
      const { Datapoints } = await cloudWatch.client().send(
        new GetMetricStatisticsCommand({
          Namespace: "Custom",
          MetricName,
          StartTime: new Date((noon - 660) * 1000),
          EndTime: new Date((noon - 540) * 1000),
          Period: 1,
          Statistics: ["Sum"],
        }),
      );
      return Datapoints?.map((datapoint) => ((datapoint.Timestamp?.getTime() ?? 0) / 1000) % 60);
    };
    expect(await at("m")).toEqual([17]);
    expect(await at("s")).toEqual([0]);
  });

  it("about entities are kept too", async () => {
    await cloudWatch.client().send(
      new PutMetricDataCommand({
        Namespace: "Custom",
        EntityMetricData: [{ Entity: { KeyAttributes: { Type: "Service" } }, MetricData: [{ MetricName: "m", Value: 5 }] }],
      }),
    );
    expect(await read()).toEqual([[1, 5, 5, 5, "None"]]);
  });

  const late = (seconds: number): Date => new Date((noon + 30 + seconds) * 1000);
  it.each<[string, MetricDatum, string, string]>([
    [
      "with a value and values",
      { MetricName: "m", Value: 1, Values: [1] },
      "InvalidParameterCombinationException",
      "The parameters MetricData.member.1.Value and MetricData.member.1.Values are mutually exclusive and you have specified both.",
    ],
    [
      "with a value and a statistic set",
      { MetricName: "m", Value: 1, StatisticValues: { SampleCount: 1, Sum: 1, Minimum: 1, Maximum: 1 } },
      "InvalidParameterCombinationException",
      "The parameters MetricData.member.1.Value and MetricData.member.1.StatisticValues are mutually exclusive and you have specified both.",
    ],
    [
      "with fewer counts than values",
      { MetricName: "m", Values: [1, 2], Counts: [1] },
      "InvalidParameterValueException",
      "The parameters MetricData.member.1.Values and MetricData.member.1.Counts must be of the same size.",
    ],
    [
      "older than two weeks",
      { MetricName: "m", Value: 1, Timestamp: late(-14 * 86_400 - 1) },
      "InvalidParameterValueException",
      "The parameter MetricData.member.1.Timestamp must specify a time within the past two weeks.",
    ],
    [
      "more than two hours in the future",
      { MetricName: "m", Value: 1, Timestamp: late(7201) },
      "InvalidParameterValueException",
      "The parameter MetricData.member.1.Timestamp must specify a time no more than two hours in the future.",
    ],
    [
      "in a unit that there is not",
      { MetricName: "m", Value: 1, Unit: "Hours" as never },
      "InvalidParameterValueException",
      `The parameter MetricData.member.1.Unit must be a value in the set [ ${units.join(", ")} ].`,
    ],
    [
      "with more than 150 values",
      { MetricName: "m", Values: Array.from({ length: 151 }, (_, i) => i) },
      "InvalidParameterValueException",
      "The collection MetricData.member.1.Values must not have a size greater than 150.",
    ],
    ["without any value", { MetricName: "m" }, "InvalidParameterCombinationException", "At least one of the parameters must be specified."],
    [
      "without a name",
      { Value: 1 } as MetricDatum,
      "MissingRequiredParameterException",
      "The parameter MetricData.member.1.MetricName is required.",
    ],
    [
      "with an empty dimension",
      { MetricName: "m", Value: 1, Dimensions: [{ Name: "a", Value: "" }] },
      "MissingRequiredParameterException",
      "The parameter MetricData.member.1.Dimensions.member.1.Value is required.",
    ],
    [
      "beyond the range of values",
      { MetricName: "m", Value: 2 ** 361 },
      "InvalidParameterValueException",
      `The value ${2 ** 361} for parameter MetricData.member.1.Value is invalid.`,
    ],
  ])("%s are refused", async (_, datum, name, message) => {
    await expect(put([datum], "cbor")).rejects.toMatchObject({ name, message, $metadata: { httpStatusCode: 400 } });
  });

  it("are refused all together for one that is bad", async () => {
    await expect(
      put([
        { MetricName: "m", Value: 1 },
        { MetricName: "m", Value: 1, Values: [1] },
      ]),
    ).rejects.toThrow("MetricData.member.2.Value");
    expect(await read()).toEqual([]);
  });

  it("with faults without number are answered with the first five hundred of them", async () => {
    const data = Array.from({ length: maximumData }, () => ({ MetricName: "", Value: 1 }));
    const message: string = await put(data).then(
      () => "accepted",
      (error: Error) => error.message,
    );
    expect(message.trim().split("\n")).toHaveLength(500);
  });

  it("of AWS's own namespaces are refused", async () => {
    await expect(put([{ MetricName: "m", Value: 1 }], "json", "AWS/KMS")).rejects.toThrow(
      "The value AWS/KMS for parameter Namespace is invalid.",
    );
  });

  it("are refused from the thousand-and-first on", async () => {
    await expect(put(Array.from({ length: maximumData + 1 }, () => ({ MetricName: "m", Value: 1 })))).rejects.toThrow(
      "The collection MetricData must not have a size greater than 1000.",
    );
  });
});
