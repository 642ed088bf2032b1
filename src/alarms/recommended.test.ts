/** The recommended alarms: each is one that the API takes, and what the certificate's and the budget's decide. */
import { PutCompositeAlarmCommand, PutMetricAlarmCommand, type PutMetricAlarmCommandInput } from "@aws-sdk/client-cloudwatch";
import { describe, expect, it } from "vitest";
import { openCloudWatch } from "../cloudwatch/through-the-door.fixture.ts";
import type { MetricAlarm } from "../model/alarm.ts";
import type { Dimension, MetricPoint } from "../model/metric.ts";
import { setOfValues } from "../model/statistic-set.ts";
import { evaluateRound } from "./round.ts";
import { recommendedAlarms } from "./recommended.ts";

const store = { keyStoreId: "cks-1234567890abcdef0", name: "bank", notify: ["arn:aws:sns:us-east-1:123456789012:ops"] };
const alarms = recommendedAlarms(store);
const noon = Date.UTC(2026, 10, 24, 12, 0, 0) / 1000;

it("are the guide's four and five more, each told but for the windows of the budget", () => {
  expect(alarms.map(({ id, input }) => [id, input.AlarmActions?.length ?? 0])).toEqual([
    ["certificate-expiration", 1],
    ["response-time-out-encrypt", 1],
    ["response-time-out-decrypt", 1],
    ["retryable-errors", 1],
    ["non-retryable-errors", 1],
    ["throttling", 1],
    ["key-managers-unavailable", 1],
    ["key-managers-degraded", 1],
    ["reliability-budget-300", 0],
    ["reliability-budget-3600", 0],
    ["reliability-budget", 1],
  ]);
});

async function made() {
  const opened = openCloudWatch(noon);
  const aws = opened.client();
  for (const alarm of alarms) {
    if (alarm.type === "metric") await aws.send(new PutMetricAlarmCommand(alarm.input as PutMetricAlarmCommandInput));
    else await aws.send(new PutCompositeAlarmCommand({ ...alarm.input, AlarmActions: [], OKActions: [] }));
  }
  return opened;
}

it("are taken by the API as they are, over and over", async () => {
  const { alarms: book } = await made();
  expect((await book.entries()).size).toBe(alarms.length);
});

const dimensionsOf = (members: Readonly<Record<string, string>>): Dimension[] =>
  Object.entries({ CustomKeyStoreId: store.keyStoreId, ...members })
    .map(([name, value]) => ({ name, value }))
    .sort((left, right) => (left.name < right.name ? -1 : 1));

const point = (metricName: string, members: Readonly<Record<string, string>>, values: readonly number[], second: number): MetricPoint => ({
  series: { namespace: "AWS/KMS", metricName, unit: "Count", dimensions: dimensionsOf(members) },
  second,
  set: setOfValues(values),
  resolution: 1,
});
const days = (value: number, name = "proxy.example.com"): MetricPoint =>
  point("XksProxyCertificateDaysToExpire", { CertificateName: name }, [value], noon - 100);
const requests = (exceptionName: string, errorType: string, values: readonly number[], operation = "KmsHealthCheck"): MetricPoint =>
  point(
    "XksProxyErrors",
    {
      KmsOperation: operation,
      XksOperation: operation === "KmsHealthCheck" ? "GetHealthStatus" : operation,
      KeySpec: "SYMMETRIC_DEFAULT",
      ErrorType: errorType,
      ExceptionName: exceptionName,
    },
    values,
    noon - 100,
  );
const unreachable = requests("XksProxyUnreachableException", "Retryable", [1]);
const healthy = requests("None", "N/A", [0]);

async function decided(name: string, before: "OK" | "ALARM", points: readonly MetricPoint[]): Promise<string> {
  const { alarms: book, metrics } = await made();
  await metrics.merge(points);
  const alarm = (await book.entries()).get(`bank ${name}`)?.alarm as MetricAlarm;
  const status = { state: before, reason: "", updatedAt: 0, transitionedAt: 0 };
  const changed = await evaluateRound([{ alarm, status }], { store: metrics, end: noon, now: noon * 1000, unobserved: [] });
  const next = changed.get(alarm.name);
  return next?.evaluationState ?? next?.state ?? before;
}

describe("the certificate's alarm", () => {
  it.each([
    ["a good certificate of a healthy proxy", "OK", [days(300), healthy], "OK"],
    ["nine days", "OK", [days(9), healthy], "ALARM"],
    ["an expired certificate, which no handshake accepts", "OK", [days(-1), unreachable], "ALARM"],
    ["an endpoint that is away while its certificate runs out", "OK", [days(5), unreachable], "ALARM"],
    ["a new certificate that is untrusted or has the wrong name", "ALARM", [days(365), unreachable], "ALARM"],
    ["an endpoint that is away with a good certificate", "OK", [days(300), unreachable], "OK"],
    ["no word of the certificate at all", "ALARM", [unreachable], "ALARM"],
    ["nothing at all", "ALARM", [], "ALARM"],
    ["a renewed certificate that is accepted", "ALARM", [days(365), healthy], "OK"],
    ["a renewed certificate under another name", "ALARM", [days(365, "*.example.com"), healthy], "OK"],
  ] as const)("with %s", async (_, before, points, after) => {
    expect(await decided("certificate expiration", before, points)).toBe(after);
  });
});

describe("the reliability budget", () => {
  const encrypt = (failed: number, of: number): MetricPoint[] => [
    requests(
      "None",
      "N/A",
      Array.from({ length: of - failed }, () => 0),
      "Encrypt",
    ),
    ...(failed > 0
      ? [
          requests(
            "InternalException",
            "Retryable",
            Array.from({ length: failed }, () => 1),
            "Encrypt",
          ),
        ]
      : []),
  ];
  it.each([
    ["1 % failing", encrypt(1, 100), "OK"],
    ["2 % failing", encrypt(2, 100), "ALARM"],
    ["one health check failing", [requests("XksProxyUnreachableException", "Retryable", [1]), ...encrypt(0, 3)], "OK"],
    [
      "errors that are the caller's",
      [...encrypt(0, 100), requests("KeyNotFoundException", "Non-retryable", [1, 1, 1, 1, 1], "Encrypt")],
      "OK",
    ],
  ] as const)("with %s", async (_, points, after) => {
    expect(await decided("reliability budget (5 minutes)", "OK", points)).toBe(after);
  });
});
