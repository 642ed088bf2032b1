/** Reasons against texts recorded from CloudWatch and printed in its guide. */
import { describe, expect, it } from "vitest";
import type { AlarmRule } from "../model/alarm.ts";
import { type AlarmDatapoint, evaluate } from "../model/alarm-evaluation.ts";
import { javaDouble, type ReasonSubject, stateReason, stateReasonData } from "./state-reason.ts";

const minute = (time: string): number => Date.parse(`2022-11-08T${time}:00Z`) / 1000;
const rule = (members: Partial<AlarmRule>): AlarmRule => ({
  comparisonOperator: "GreaterThanThreshold",
  threshold: 21,
  evaluationPeriods: 1,
  ...members,
});

/** Reason and data of a range given as values, oldest first, a minute apart, the last one at 11:25. */
function told(given: AlarmRule, values: readonly (number | undefined)[], members: Partial<ReasonSubject> = {}) {
  const starts = values.map((_, i) => minute("11:25") - (values.length - 1 - i) * 60);
  const range = values.map((value, i): AlarmDatapoint | undefined =>
    value === undefined ? undefined : { second: starts[i] ?? 0, value, sampleCount: 2 },
  );
  const subject: ReasonSubject = { rule: given, periodSeconds: 60, at: Date.parse("2022-11-08T11:26:05.399Z"), starts, ...members };
  const evaluation = evaluate(given, range);
  return { state: evaluation.state, reason: stateReason(subject, evaluation), data: stateReasonData(subject, evaluation) };
}
const none = undefined;

const reasons: readonly [string, AlarmRule, readonly (number | undefined)[], string][] = [
  [
    "one point that breaches",
    rule({}),
    [none, none, 21.5],
    "Threshold Crossed: 1 datapoint [21.5 (08/11/22 11:25:00)] was greater than the threshold (21.0).",
  ],
  [
    "M of N to ALARM",
    rule({ threshold: 0, evaluationPeriods: 3, datapointsToAlarm: 1 }),
    [none, none, 20000, 20000, 20000],
    "Threshold Crossed: 3 out of the last 3 datapoints [20000.0 (08/11/22 11:25:00), 20000.0 (08/11/22 11:24:00), 20000.0 (08/11/22 11:23:00)] were greater than the threshold (0.0) (minimum 1 datapoint for OK -> ALARM transition).",
  ],
  [
    "M of N to OK",
    rule({ threshold: 50, datapointsToAlarm: 1 }),
    [none, none, 4.5],
    "Threshold Crossed: 1 out of the last 1 datapoints [4.5 (08/11/22 11:25:00)] was not greater than the threshold (50.0) (minimum 1 datapoint for ALARM -> OK transition).",
  ],
  [
    "several that do not breach",
    rule({ comparisonOperator: "LessThanOrEqualToThreshold", evaluationPeriods: 2 }),
    [none, none, 22, 23],
    "Threshold Crossed: 2 datapoints [23.0 (08/11/22 11:25:00), 22.0 (08/11/22 11:24:00)] were not less than or equal to the threshold (21.0).",
  ],
  ["one point unknown", rule({}), [none, none, none], "Insufficient Data: 1 datapoint was unknown."],
  ["two points unknown", rule({ evaluationPeriods: 2 }), [none, none, none, none], "Insufficient Data: 2 datapoints were unknown."],
  [
    "nothing received, breaching",
    rule({ evaluationPeriods: 2, treatMissingData: "breaching" }),
    [none, none, none, none],
    "Threshold Crossed: no datapoints were received for 2 periods and 2 missing datapoints were treated as [Breaching].",
  ],
  [
    "nothing received, not breaching",
    rule({ treatMissingData: "notBreaching" }),
    [none, none, none],
    "Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as [NonBreaching].",
  ],
  [
    "some received, the rest breaching",
    rule({ evaluationPeriods: 2, treatMissingData: "breaching" }),
    [none, none, none, 30],
    "Threshold Crossed: 1 datapoint [30.0 (08/11/22 11:25:00)] was greater than the threshold (21.0) and 1 missing datapoint was treated as [Breaching].",
  ],
  [
    "only the missing ones decide",
    rule({ evaluationPeriods: 2, treatMissingData: "notBreaching" }),
    [none, none, none, 30],
    "Threshold Crossed: 1 datapoint [30.0 (08/11/22 11:25:00)] was greater than the threshold (21.0) and 1 missing datapoint was treated as [NonBreaching].",
  ],
];

describe("stateReason", () => {
  it.each(reasons)("of %s", (_, given, values, text) => {
    expect(told(given, values).reason).toBe(text);
  });
});

describe("stateReasonData", () => {
  it("tells what was looked at, numbers as doubles", () => {
    const { data } = told(rule({ evaluationPeriods: 2 }), [none, 20, 21.5, 22], { statistic: "Average", unit: "Seconds" });
    expect(data).toBe(
      '{"version":"1.0","queryDate":"2022-11-08T11:26:05.399+0000","startDate":"2022-11-08T11:24:00.000+0000","unit":"Seconds","statistic":"Average","period":60,' +
        '"recentDatapoints":[21.5,22.0],"threshold":21.0,"evaluatedDatapoints":[' +
        '{"timestamp":"2022-11-08T11:25:00.000+0000","sampleCount":2.0,"value":22.0},{"timestamp":"2022-11-08T11:24:00.000+0000","sampleCount":2.0,"value":21.5}]}',
    );
  });

  it("has no start without data, and as many missing points as periods", () => {
    const data = JSON.parse(told(rule({ evaluationPeriods: 2 }), [none, none, none, none]).data) as object;
    expect(data).toEqual({
      version: "1.0",
      queryDate: "2022-11-08T11:26:05.399+0000",
      period: 60,
      recentDatapoints: [],
      threshold: 21,
      evaluatedDatapoints: [{ timestamp: "2022-11-08T11:25:00.000+0000" }, { timestamp: "2022-11-08T11:24:00.000+0000" }],
    });
  });
});

describe("javaDouble", () => {
  it.each([
    [0, "0.0"],
    [21, "21.0"],
    [-3, "-3.0"],
    [0.0666851903306472, "0.0666851903306472"],
    [0.001, "0.001"],
    [0.0001, "1.0E-4"],
    [9_999_999, "9999999.0"],
    [10_000_000, "1.0E7"],
    [-12_345_678.5, "-1.23456785E7"],
  ])("%d is %s", (value, text) => {
    expect(javaDouble(value)).toBe(text);
  });
});
