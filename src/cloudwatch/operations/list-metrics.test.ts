/** ListMetrics through the door, from AWS's client in all three protocols. */
import { ListMetricsCommand, type ListMetricsCommandInput } from "@aws-sdk/client-cloudwatch";
import { beforeEach, describe, expect, it } from "vitest";
import { noon, openCloudWatch, pointsOf, protocols, testSeries } from "../through-the-door.fixture.ts";
import { metricsPerPage } from "./list-metrics.ts";

const day = 86_400;
let cloudWatch = openCloudWatch();
const put = (text: string, second: number) => cloudWatch.metrics.merge(pointsOf(testSeries(text), second, 60, [[1]]));
beforeEach(async () => {
  cloudWatch = openCloudWatch();
  await put("one b=2,a=1", noon - 60);
  await put("one b=2,a=1 Seconds", noon - 60);
  await put("one a=1", noon - 60);
  await put("two", noon - 4 * 3600);
  await put("old", noon - 15 * day);
});

const list = async (input: ListMetricsCommandInput, protocol: (typeof protocols)[number] = "json"): Promise<string[]> => {
  const { Metrics = [] } = await cloudWatch.client(protocol).send(new ListMetricsCommand(input));
  return Metrics.map(({ Namespace, MetricName, Dimensions = [] }) =>
    [Namespace, MetricName, ...Dimensions.map(({ Name, Value }) => `${Name}=${Value}`)].join(" "),
  );
};

describe.each(protocols)("over %s", (protocol) => {
  it("each metric is listed once, its dimensions sorted, unless it had no data for two weeks", async () => {
    expect(await list({}, protocol)).toEqual(["Test one a=1", "Test one a=1 b=2", "Test two"]);
    expect(cloudWatch.errors).toEqual([]);
  });
});

describe("metrics are listed", () => {
  it.each<[ListMetricsCommandInput, string[]]>([
    [{ Namespace: "Test", MetricName: "two" }, ["Test two"]],
    [{ Namespace: "Other" }, []],
    [{ Dimensions: [{ Name: "a", Value: "1" }] }, ["Test one a=1", "Test one a=1 b=2"]],
    [{ Dimensions: [{ Name: "b" }] }, ["Test one a=1 b=2"]],
    [{ Dimensions: [{ Name: "a", Value: "2" }] }, []],
    [{ RecentlyActive: "PT3H" }, ["Test one a=1", "Test one a=1 b=2"]],
    [{ OwningAccount: "210987654321" }, []],
  ])("by %j", async (input, expected) => {
    expect(await list(input)).toEqual(expected);
  });

  it("by a dimension whose name a metric has twice", async () => {
    await put("twice n=C,n=B", noon - 60);
    expect(await list({ Dimensions: [{ Name: "n", Value: "C" }] })).toEqual(["Test twice n=B n=C"]);
  });

  it("in pages of 500, whose tokens may be used again", async () => {
    await cloudWatch.metrics.merge(
      Array.from({ length: 1200 }, (_, i) => pointsOf(testSeries(`many n=${String(i).padStart(4, "0")}`), noon - 60, 60, [[1]])).flat(),
    );
    const client = cloudWatch.client();
    const page = async (NextToken?: string) =>
      await client.send(new ListMetricsCommand({ MetricName: "many", ...(NextToken !== undefined && { NextToken }) }));
    const first = await page();
    const second = await page(first.NextToken);
    const third = await page(second.NextToken);
    expect([first, second, third].map(({ Metrics }) => Metrics?.length)).toEqual([metricsPerPage, metricsPerPage, 200]);
    expect(third.NextToken).toBeUndefined();
    const values = [first, second, third].flatMap(({ Metrics = [] }) => Metrics.map(({ Dimensions }) => Dimensions?.[0]?.Value));
    expect(new Set(values).size).toBe(1200);
    expect((await page(first.NextToken)).Metrics).toEqual(second.Metrics);
  });

  it("not by a token that is none", async () => {
    await expect(list({ NextToken: "x" })).rejects.toMatchObject({
      name: "InvalidParameterValueException",
      message: "Request parameter NextToken is invalid",
    });
  });

  it("not by another time of activity than three hours", async () => {
    await expect(list({ RecentlyActive: "PT4H" as never })).rejects.toThrow(
      "1 validation error detected: Value 'PT4H' at 'recentlyActive' failed to satisfy constraint: Member must satisfy enum value set: [PT3H]",
    );
  });
});
