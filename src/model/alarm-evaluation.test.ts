/**
 * Alarm evaluation against the published tables, in their notation: `0` a point within the threshold, `X` one that breaches
 * it, `-` none; oldest first. The four columns are missing, ignore, breaching and notBreaching; "keep" leaves the state.
 */
import { describe, expect, it } from "vitest";
import { type AlarmRule, comparisons, type ComparisonOperator } from "./alarm.ts";
import { type AlarmDatapoint, breaches, evaluate, evaluationRange } from "./alarm-evaluation.ts";

const treatments = ["missing", "ignore", "breaching", "notBreaching"] as const;
const states = { OK: "OK", ALARM: "ALARM", INSUFFICIENT_DATA: "INSUFFICIENT_DATA", keep: undefined } as const;

const table = `
  M=3 N=3
  0-X-X  OK                 OK     OK     OK
  0----  OK                 OK     OK     OK
  -----  INSUFFICIENT_DATA  keep   ALARM  OK
  0XX-X  ALARM              ALARM  ALARM  ALARM
  --X--  ALARM              keep   ALARM  OK
  ----X  keep               keep   ALARM  OK
  ---X-  keep               keep   ALARM  OK
  ---X0  OK                 OK     OK     OK
  --X-0  OK                 OK     OK     OK
  000XX  OK                 OK     OK     OK
  X000X  OK                 OK     OK     OK
  00XXX  ALARM              ALARM  ALARM  ALARM
  XXX--  ALARM              ALARM  ALARM  ALARM
  M=2 N=3
  0-X-X  ALARM              ALARM  ALARM  ALARM
  00X0X  ALARM              ALARM  ALARM  ALARM
  0-X--  OK                 OK     ALARM  OK
  ----0  OK                 OK     ALARM  OK
  ---X-  ALARM              keep   ALARM  OK
  ----X  keep               keep   ALARM  OK
  ---XX  ALARM              ALARM  ALARM  ALARM
  M=1 N=1
  --X    ALARM              ALARM  ALARM  ALARM
  XX0    OK                 OK     OK     OK
  -X-    ALARM              ALARM  ALARM  ALARM
  ---    INSUFFICIENT_DATA  keep   ALARM  OK
`;

const rule = (members: Partial<AlarmRule>): AlarmRule => ({
  comparisonOperator: "GreaterThanThreshold",
  threshold: 10,
  evaluationPeriods: 3,
  ...members,
});
const points = (notation: string): (AlarmDatapoint | undefined)[] =>
  notation.split("").map((mark, i) => (mark === "-" ? undefined : { second: i * 60, value: mark === "X" ? 11 : 10 }));

const rows = table
  .trim()
  .split("\n")
  .reduce<{ readonly m: number; readonly n: number; readonly cells: readonly string[] }[]>((found, line) => {
    const [, m, n] = /M=(\d) N=(\d)/.exec(line) ?? [];
    const last = found.at(-1);
    const head = m === undefined ? { m: last?.m ?? 0, n: last?.n ?? 0 } : { m: Number(m), n: Number(n) };
    return [...found, { ...head, cells: m === undefined ? line.trim().split(/\s+/) : [] }];
  }, [])
  .flatMap(({ m, n, cells: [notation = "", ...expected] }) =>
    expected.map((state, i) => [m, n, notation, treatments[i] ?? "missing", state] as const),
  );

describe("evaluate", () => {
  it.each(rows)("%i of %i: %s with %s is %s", (datapointsToAlarm, evaluationPeriods, notation, treatMissingData, expected) => {
    expect(notation).toHaveLength(evaluationRange(evaluationPeriods));
    const { state } = evaluate(rule({ datapointsToAlarm, evaluationPeriods, treatMissingData }), points(notation));
    expect(state).toBe(states[expected as keyof typeof states]);
  });

  it("takes N for M and `missing` where nothing is said", () => {
    expect(evaluate(rule({}), points("00XXX")).state).toBe("ALARM");
    expect(evaluate(rule({}), points("00X0X")).state).toBe("OK");
    expect(evaluate(rule({}), points("-----")).state).toBe("INSUFFICIENT_DATA");
  });

  const comparing: readonly [ComparisonOperator, string][] = [
    ["GreaterThanOrEqualToThreshold", "0 1 1"],
    ["GreaterThanThreshold", "0 0 1"],
    ["LessThanThreshold", "1 0 0"],
    ["LessThanOrEqualToThreshold", "1 1 0"],
  ];
  it.each(comparing)("%s compares 9, 10 and 11 with 10: %s", (operator, expected) => {
    expect([9, 10, 11].map((value) => Number(breaches[operator](value, 10))).join(" ")).toBe(expected);
  });
  it("knows every operator", () => {
    expect(comparing.map(([operator]) => operator)).toEqual(Object.keys(comparisons));
  });

  const samples: readonly [number, number, boolean][] = [
    [0.99, 999, true],
    [0.99, 1000, false],
    [0.5, 19, true],
    [0.5, 20, false],
    [0.1, 99, true],
    [0.1, 100, false],
  ];
  it.each(samples)("a percentile of %d on %i samples keeps the state: %s", (percentile, sampleCount, keeps) => {
    const low = rule({ evaluationPeriods: 1, evaluateLowSampleCountPercentile: "ignore" });
    const range = [undefined, undefined, { second: 0, value: 11, sampleCount }];
    expect(evaluate(low, range, percentile).state).toBe(keeps ? undefined : "ALARM");
    expect(evaluate({ ...low, evaluateLowSampleCountPercentile: "evaluate" }, range, percentile).state).toBe("ALARM");
    expect(evaluate(low, range).state).toBe("ALARM");
  });

  it("says what it decided on, newest first", () => {
    const found = evaluate(rule({ datapointsToAlarm: 2 }), points("0-X-X"));
    expect(found.considered.map(({ second }) => second)).toEqual([240, 120, 0]);
    expect(found.breaching.map(({ second }) => second)).toEqual([240, 120]);
    expect(evaluate(rule({}), points("---X-")).filled).toBe(2);
  });
});
