/** GetMetricData through the door, from AWS's client in all three protocols. */
import { GetMetricDataCommand, type GetMetricDataCommandInput, type MetricDataQuery } from "@aws-sdk/client-cloudwatch";
import { beforeEach, describe, expect, it } from "vitest";
import { noon, openCloudWatch, pointsOf, protocols, testSeries } from "../through-the-door.fixture.ts";

let cloudWatch = openCloudWatch();
beforeEach(async () => {
  cloudWatch = openCloudWatch();
  const from = noon - 600;
  await cloudWatch.metrics.merge([
    ...pointsOf(testSeries("latency Op=Encrypt Milliseconds"), from, 60, [[10, 20], [30], [], [50, 250]]),
    ...pointsOf(testSeries("latency Op=Decrypt Milliseconds"), from, 60, [[1], [2], [3], [4]]),
    ...pointsOf(testSeries("plain"), from, 60, [[1], [2], [3], [4]]),
    ...pointsOf(testSeries("mixed - Seconds"), from, 60, [[1]]),
    ...pointsOf(testSeries("mixed - Milliseconds"), from, 60, [[7]]),
  ]);
});

const metric = (Id: string, text: string, Stat: string, Period = 60): MetricDataQuery => {
  const { metricName, dimensions } = testSeries(text);
  const Dimensions = dimensions.map(({ name, value }) => ({ Name: name, Value: value }));
  return { Id, MetricStat: { Metric: { Namespace: "Test", MetricName: metricName, Dimensions }, Period, Stat } };
};
const request = (queries: MetricDataQuery[], more: Partial<GetMetricDataCommandInput> = {}): GetMetricDataCommand =>
  new GetMetricDataCommand({
    MetricDataQueries: queries,
    StartTime: new Date((noon - 600) * 1000),
    EndTime: new Date(noon * 1000),
    ScanBy: "TimestampAscending",
    ...more,
  });
const at = (minute: number): Date => new Date((noon - 600 + minute * 60) * 1000);

describe.each(protocols)("over %s", (protocol) => {
  it("gives columns of every statistic, newest first unless asked", async () => {
    const answer = await cloudWatch
      .client(protocol)
      .send(
        request(
          [
            metric("a", "latency Op=Encrypt", "Average"),
            metric("b", "latency Op=Encrypt", "p50"),
            metric("c", "latency Op=Encrypt", "SampleCount", 300),
            metric("d", "nothing", "Sum"),
          ],
          { ScanBy: "TimestampDescending" },
        ),
      );
    expect(answer.Messages).toEqual([]);
    expect(answer.NextToken).toBeUndefined();
    expect(answer.MetricDataResults).toMatchObject([
      { Id: "a", StatusCode: "Complete", Timestamps: [at(3), at(1), at(0)], Values: [150, 30, 15] },
      { Id: "b", StatusCode: "Complete", Timestamps: [at(3), at(1), at(0)] },
      { Id: "c", Timestamps: [at(0)], Values: [5] },
      { Id: "d", Label: "nothing", StatusCode: "Complete", Timestamps: [], Values: [] },
    ]);
    expect(cloudWatch.errors).toEqual([]);
  });

  it("computes expressions over metrics and searches", async () => {
    const answer = await cloudWatch.client(protocol).send(
      request([
        { ...metric("m1", "plain", "Sum"), ReturnData: false },
        { Id: "e1", Expression: "FILL(m1, 0) * 2", Label: "doubled" },
        { Id: "e2", Expression: "SUM(SEARCH('{Test,Op} MetricName=\"latency\"', 'Sum', 60))" },
        { Id: "e3", Expression: "SORT(SEARCH('{Test,Op} latency', 'Sum', 60), SUM, DESC, 1)", Label: "${PROP('Dim.Op')} ${MAX}" },
      ]),
    );
    expect(answer.MetricDataResults?.map(({ Id, Label, Values }) => [Id, Label, Values])).toEqual([
      ["e1", "doubled", [2, 4, 6, 8, 0, 0, 0, 0, 0, 0]],
      ["e2", "e2", [31, 32, 3, 304]],
      ["e3", "Encrypt 300", [30, 30, 300]],
    ]);
  });

  it("answers a Metrics Insights query with a result for each group", async () => {
    const Expression = "SELECT AVG(latency) FROM SCHEMA(Test, Op) GROUP BY Op ORDER BY MAX() DESC";
    const answer = await cloudWatch.client(protocol).send(request([{ Id: "q1", Expression, Period: 60 }]));
    expect(answer.MetricDataResults?.map(({ Id, Label, Values }) => [Id, Label, Values])).toEqual([
      ["q1", "Encrypt", [15, 30, 150]],
      ["q1", "Decrypt", [1, 2, 3, 4]],
    ]);
  });

  it("tells every faulty query at once", async () => {
    const answer = cloudWatch
      .client(protocol)
      .send(request([metric("a", "plain", "Avg"), metric("b", "plain", "Sum"), metric("c", "plain", "None")]));
    await expect(answer).rejects.toMatchObject({
      name: expect.stringMatching(/^Validation(Error|Exception)$/),
      message:
        "The value Avg for parameter MetricDataQueries.member.1.MetricStat.Stat is not a valid statistic.\n" +
        "The value None for parameter MetricDataQueries.member.3.MetricStat.Stat is not a valid statistic.\n",
      $metadata: { httpStatusCode: 400 },
    });
  });
});

describe("labels", () => {
  const labels = async (...queries: MetricDataQuery[]) =>
    (await cloudWatch.client().send(request(queries))).MetricDataResults?.map(({ Label }) => Label);

  it("say what tells metrics apart and no more", async () => {
    expect(await labels(metric("a", "plain", "Sum"))).toEqual(["plain"]);
    expect(await labels(metric("a", "plain", "Sum"), metric("b", "plain", "Sum"))).toEqual(["plain", "plain"]);
    expect(await labels(metric("a", "plain", "Sum"), metric("b", "plain", "Average"))).toEqual(["plain Sum", "plain Average"]);
    expect(await labels(metric("a", "plain", "Sum"), metric("b", "plain", "Sum", 300))).toEqual(["plain 60", "plain 300"]);
    expect(await labels(metric("a", "latency Op=Encrypt", "Sum"), metric("b", "latency Op=Decrypt", "Sum"))).toEqual([
      "Encrypt",
      "Decrypt",
    ]);
    expect(await labels(metric("a", "latency Op=Encrypt", "Sum"), metric("b", "plain", "Sum"))).toEqual(["Encrypt latency", "plain"]);
  });

  it("of arrays stand behind the expression's label", async () => {
    const [first, second] = [
      { ...metric("m1", "plain", "Sum"), Label: "Errors", ReturnData: false },
      { ...metric("m2", "mixed", "Sum"), ReturnData: false },
    ];
    expect(await labels(first, second, { Id: "e1", Expression: "METRICS()", Label: "Filled:" })).toEqual([
      "Filled: Errors",
      "Filled: mixed",
    ]);
    expect(await labels(first, second, { Id: "e1", Expression: "METRICS() / 1", Label: "" })).toEqual(["Errors", "mixed"]);
    expect(await labels(first, { Id: "e1", Expression: "m1 / 2", ReturnData: false }, { Id: "e2", Expression: "[m1, e1]" })).toEqual([
      "Errors",
      "e1",
    ]);
    const search = { Id: "e1", Expression: "SEARCH('{Test,Op}', 'Sum', 60)" };
    expect(await labels(search)).toEqual(["Decrypt", "Encrypt"]);
    expect(await labels({ ...search, Label: "of" })).toEqual(["of Decrypt", "of Encrypt"]);
    expect(await labels({ ...search, Label: "${LABEL}: ${LAST} of ${DATAPOINT_COUNT}" })).toEqual(["Decrypt: 4 of 4", "Encrypt: 300 of 3"]);
  });

  it("tell times in the zone that was asked for", async () => {
    const query = { ...metric("a", "plain", "Sum"), Label: "${LABEL} ${LAST_TIME}, ${LAST_TIME_RELATIVE} ago" };
    const told = async (Timezone?: string) =>
      (await cloudWatch.client().send(request([query], Timezone === undefined ? {} : { LabelOptions: { Timezone } })))
        .MetricDataResults?.[0]?.Label;
    expect(await told()).toBe("plain 2026-11-24 11:53:00 UTC, 7m ago");
    expect(await told("+0130")).toBe("plain 2026-11-24 13:23:00 UTC+0130, 7m ago");
    await expect(told("CET")).rejects.toThrow("The value CET for parameter LabelOptions.Timezone is invalid.");
  });
});

describe("pages", () => {
  it.each(["TimestampAscending", "TimestampDescending"] as const)("%s put together give the whole", async (ScanBy) => {
    const queries = [metric("a", "plain", "Sum"), metric("b", "nothing", "Sum"), metric("c", "latency Op=Decrypt", "Sum")];
    const whole = new Map<string, number[]>();
    const statuses: (string | undefined)[] = [];
    let NextToken: string | undefined;
    do {
      const page = await cloudWatch
        .client()
        .send(request(queries, { ScanBy, MaxDatapoints: 3, ...(NextToken !== undefined && { NextToken }) }));
      const results = page.MetricDataResults ?? [];
      expect(results.reduce((total, { Values }) => total + (Values?.length ?? 0), 0)).toBeLessThanOrEqual(3);
      for (const { Id = "", Values = [], StatusCode } of results) {
        whole.set(Id, [...(whole.get(Id) ?? []), ...Values]);
        statuses.push(StatusCode);
      }
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    const values = ScanBy === "TimestampAscending" ? [1, 2, 3, 4] : [4, 3, 2, 1];
    expect([...whole]).toEqual([
      ["a", values],
      ["b", []],
      ["c", values],
    ]);
    expect(statuses).toEqual(["PartialData", "Complete", "Complete", "PartialData", "Complete"]);
  });

  it("are refused with a token that is none", async () => {
    await expect(cloudWatch.client().send(request([metric("a", "plain", "Sum")], { NextToken: "x" }))).rejects.toMatchObject({
      name: "InvalidNextToken",
    });
  });
});

describe("a query", () => {
  const refused = (queries: MetricDataQuery[], more?: Partial<GetMetricDataCommandInput>): Promise<string> =>
    cloudWatch
      .client()
      .send(request(queries, more))
      .then(
        () => "accepted",
        (error: Error) => error.message,
      );

  it("of a metric with several units is answered for one of them, with a message", async () => {
    const answer = await cloudWatch.client().send(request([metric("a", "mixed", "Sum")]));
    expect(answer.MetricDataResults).toMatchObject([
      { Values: [7], Messages: [{ Code: "MultipleUnits", Value: "Multiple units returned: '[Milliseconds, Seconds]'" }] },
    ]);
  });

  it("of another account is forbidden", async () => {
    const answer = await cloudWatch.client().send(request([{ ...metric("a", "plain", "Sum"), AccountId: "210987654321" }]));
    expect(answer.MetricDataResults).toMatchObject([{ Id: "a", StatusCode: "Forbidden", Values: [] }]);
  });

  it.each<[string, MetricDataQuery[], string]>([
    ["nothing to ask for", [{ Id: "a" }], "The parameter MetricDataQueries.member.1.MetricStat is required.\n"],
    [
      "both a metric and an expression",
      [{ ...metric("a", "plain", "Sum"), Expression: "1" }],
      "The parameters MetricDataQueries.member.1.Expression and MetricDataQueries.member.1.MetricStat are mutually exclusive and you have specified both.\n",
    ],
    [
      "an id that begins with a capital",
      [metric("A", "plain", "Sum")],
      "The value A for parameter MetricDataQueries.member.1.Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.\n",
    ],
    [
      "the id of another",
      [metric("a", "plain", "Sum"), metric("a", "plain", "Sum")],
      "The values for parameter id in MetricDataQueries are not unique.\n",
    ],
    [
      "a period that there is not",
      [metric("a", "plain", "Sum", 45)],
      "The parameter MetricDataQueries.member.1.MetricStat.Period must be a value in the set [ 1, 5, 10, 20, 30 ] or multiple of 60.\n",
    ],
    ["an unknown id in its expression", [{ Id: "e1", Expression: "m9 + m8" }], "Error in expression 'e1': Unknown identifiers: [m9, m8]\n"],
    [
      "a circle",
      [
        { Id: "e1", Expression: "e2" },
        { Id: "e2", Expression: "e1 + 1" },
      ],
      "Error in expression 'e2': Circular reference: e1 -> e2 -> e1\n",
    ],
    ["a syntax error", [{ Id: "e1", Expression: "1 +" }], "Error in expression 'e1': Unexpected end at char 4\n"],
    [
      "a number as its result",
      [{ Id: "e1", Expression: "1 + 1" }],
      "Error in expression 'e1': The result must be a time series or an array of time series, not a number\n",
    ],
    [
      "a statistic that SEARCH does not know",
      [{ Id: "e1", Expression: "SEARCH('a', 'Mean')" }],
      "Error in expression 'e1': SEARCH does not know the statistic 'Mean' at char 13\n",
    ],
    [
      "a Metrics Insights query without a period",
      [{ Id: "q1", Expression: "SELECT SUM(a) FROM b" }],
      "The parameter MetricDataQueries.member.1.Period is required.\n",
    ],
  ])("with %s is refused", async (_, queries, message) => {
    expect(await refused(queries)).toBe(message);
  });

  it("over a range that is none is refused", async () => {
    const StartTime = new Date(noon * 1000);
    const query = [metric("a", "plain", "Sum")];
    expect(await refused(query, { StartTime, EndTime: new Date(noon * 1000 + 900) })).toBe(
      "The parameter StartTime must not equal parameter EndTime.\n",
    );
    expect(await refused(query, { StartTime, EndTime: new Date(noon * 1000 - 60_000) })).toBe(
      "The parameter EndTime must be greater than StartTime.\n",
    );
  });

  it("of which there are more than 500 is refused", async () => {
    const queries = Array.from({ length: 501 }, (_, i) => metric(`m${i}`, "plain", "Sum"));
    expect(await refused(queries)).toBe("The collection MetricDataQueries must not have a size greater than 500.\n");
  });

  it("with periods that differ is computed at the longest", async () => {
    const answer = await cloudWatch.client().send(
      request([
        { ...metric("m1", "plain", "Sum"), ReturnData: false },
        { ...metric("m2", "plain", "Sum", 300), ReturnData: false },
        { Id: "e1", Expression: "m1 + m2" },
      ]),
    );
    expect(answer.MetricDataResults?.[0]?.Values).toEqual([20]);
  });
});
