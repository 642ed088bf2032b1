/** Metric math in the domain's notation: series, expression, result. */
import { describe, expect, it } from "vitest";
import { SyntaxFault } from "../grammar/tokenizer.ts";
import { MathFault } from "./fault.ts";
import { functionsNotServed, mathFunctions } from "./functions.ts";
import { compute } from "./notation.fixture.ts";
import { parseMath } from "./parse.ts";

const guide = `
  m1: 1  1  0  0  _
  m2: 30 _  0  0  30
  m3: 0  0  20 _  20`;
const compared = `
  m1: 30 20 0  0
  m2: 20 _  20 _`;
const plain = `
  m1: 1 2 4 _ 8
  m2: 3 _ 1 5 2`;

const cases: readonly [series: string, expression: string, result: string][] = [
  // The tables of the CloudWatch user guide.
  [guide, "IF(m1, m2, m3)", "30 0 20 _ _"],
  [guide, "IF(m1, 5, m3)", "5 5 20 _ _"],
  [guide, "IF(m1, m2, 5)", "30 0 5 5 _"],
  [guide, "IF(m1, m2)", "30 0 _ _ _"],
  [guide, "IF(1, m2, m3)", "30 _ 0 0 30"],
  [guide, "IF(0, m2)", "_ _ _ _ _"],
  [compared, "m1 < m2", "0 0 1 0"],
  [compared, "m1 >= 30", "1 0 0 0"],
  [compared, "m1 > 15 AND m2 > 15", "1 0 0 0"],
  // Operators.
  [plain, "m1 + m2", "4 2 5 5 10"],
  [plain, "m1 - m2", "-2 2 3 -5 6"],
  [plain, "m1 / m2", "0.333333 _ 4 0 4"],
  [plain, "m2 * 2", "6 _ 2 10 4"],
  [plain, "m1 ^ 2", "1 4 16 _ 64"],
  [plain, "-m1", "-1 -2 -4 _ -8"],
  [plain, "2 + m1 * 3", "5 8 14 _ 26"],
  [plain, "(2 + m1) * 3", "9 12 18 _ 30"],
  [plain, "m1 * 0 + 2 ^ 3 ^ 2", "512 512 512 _ 512"],
  [plain, "m1 * 0 + -2 ^ 2", "-4 -4 -4 _ -4"],
  [plain, "m1 == 2 || m1 == 8", "0 1 0 _ 1"],
  [plain, "m1 != 2 && m2 != 1", "1 0 0 0 1"],
  [plain, "[m1, m2] / 2", "0.5 1 2 _ 4 | 1.5 _ 0.5 2.5 1"],
  [plain, "[m1, m2] - [m2, m1]", "-2 2 3 -5 6 | 2 -2 -3 5 -6"],
  [plain, "100*(1-FILL(m1,0)/m2)", "66.666667 _ -300 100 -300"],
  // Of one series a scalar, of an array a series.
  [plain, "m1 - AVG(m1)", "-2.75 -1.75 0.25 _ 4.25"],
  [plain, "SUM(m1)", "scalar 15"],
  [plain, "MAX(m1) - MIN(m1)", "scalar 7"],
  [plain, "DATAPOINT_COUNT(m1)", "scalar 4"],
  [plain, "STDDEV(m2)", "scalar 1.47902"],
  [plain, "SUM(METRICS())", "4 2 5 5 10"],
  [plain, "AVG(METRICS())", "2 1 2.5 2.5 5"],
  [plain, "MAX([m1, m2])", "3 2 4 5 8"],
  [plain, "MIN([m1, m2])", "1 2 1 5 2"],
  [plain, "MAX([m1, 3])", "3 3 4 _ 8"],
  [plain, "STDDEV([m1, m2])", "1 0 1.5 0 3"],
  [plain, "DATAPOINT_COUNT([m1, m2])", "2 1 2 1 2"],
  [plain, "SUM([METRICS('1'), METRICS('2')])", "4 2 5 5 10"],
  [plain, "m1 / METRIC_COUNT(METRICS())", "0.5 1 2 _ 4"],
  // Each value by itself.
  [plain, "ABS(m1 - m2)", "2 2 3 5 6"],
  [plain, "CEIL(m1 / 3)", "1 1 2 _ 3"],
  [plain, "FLOOR(m1 / 3)", "0 0 1 _ 2"],
  [plain, "LOG10(m1 * 100 - 100)", "_ 2 2.477121 _ 2.845098"],
  [plain, "LOG(m1)", "0 0.693147 1.386294 _ 2.079442"],
  // From point to point.
  [plain, "DIFF(m1)", "_ 1 2 _ 4"],
  [plain, "DIFF_TIME(m1)", "_ 60 60 _ 120"],
  [plain, "RATE(m1)", "_ 0.016667 0.033333 _ 0.033333"],
  [plain, "RUNNING_SUM(m1)", "1 3 7 _ 15"],
  // Filling.
  [plain, "FILL(m1, 0)", "1 2 4 0 8"],
  [plain, "FILL(m1, REPEAT)", "1 2 4 4 8"],
  [plain, "FILL(m1, LINEAR)", "1 2 4 6 8"],
  [plain, "FILL(m1, m2)", "1 2 4 5 8"],
  [plain, "FILL(METRICS(), 9)", "1 2 4 9 8 | 3 9 1 5 2"],
  ["m1: _ 2 _", "FILL(m1, REPEAT)", "_ 2 2"],
  ["m1: _ 2 _", "FILL(m1, LINEAR)", "_ 2 _"],
  // Arrays as wholes.
  [plain, "SORT(METRICS(), SUM, DESC)", "1 2 4 _ 8 | 3 _ 1 5 2"],
  [plain, "SORT(METRICS(), AVG, ASC)", "3 _ 1 5 2 | 1 2 4 _ 8"],
  [plain, "SORT(METRICS(), MAX, DESC, 1)", "1 2 4 _ 8"],
  [plain, "FIRST(SORT(METRICS(), MIN, ASC))", "1 2 4 _ 8"],
  [plain, "LAST(METRICS())", "3 _ 1 5 2"],
  [plain, "SLICE(METRICS(), 1)", "3 _ 1 5 2"],
  [plain, "SLICE(METRICS(), 0, 1)", "1 2 4 _ 8"],
  ["m1: 1 2\nm2: _ _", "REMOVE_EMPTY(METRICS())", "1 2"],
  ["m1: 1 2\nm2: _ _\nm3: 5 5", "SORT(METRICS(), SUM, ASC)", "1 2 | 5 5 | _ _"],
  // Times, at every period of the range.
  ["m1: 1 _ 3", "MINUTE(m1)", "0 1 2"],
  ["m1: 1 _ 3", "EPOCH(m1)", "0 60 120"],
  ["m1: 1 _ 3", "DAY(m1) + HOUR(m1)", "4 4 4"],
  ["m1: 1 _ 3", "DATE(m1) + MONTH(m1)", "2 2 2"],
  ["m1: 1 _ 3", "YEAR(m1)", "1970 1970 1970"],
  ["m1: 60 _ 120", "m1 / PERIOD(m1)", "1 _ 2"],
  ["m1: 1 _ 3", "TIME_SERIES(MAX(m1))", "3 3 3"],
  ["m1: _ _", "m1 - AVG(m1)", "_ _"],
];

describe("metric math computes", () => {
  it.each(cases)("%s  %s = %s", (series, expression, result) => {
    expect(compute(series, expression)).toBe(result);
  });

  it("every function in at least one of these cases", () => {
    const used = cases.map(([, expression]) => expression).join(" ");
    // SEARCH needs a store: run-queries.test.ts.
    const unused = [...mathFunctions.keys()].filter((name) => name !== "SEARCH" && !used.includes(`${name}(`));
    expect(unused).toEqual([]);
  });
});

describe("metric math refuses, naming the position", () => {
  it.each([
    ["m1 +", "Unexpected end at char 5"],
    ["m1 + * 2", "Unsupported token '*' at char 6"],
    ["(m1", "Unexpected end at char 4, must be: ')'"],
    ["m1 m2", "Unsupported token 'm2' at char 4"],
    ["SUM(m1", "Unexpected end at char 7, must be: ',' or ')'"],
    ["m1 # 2", "Unexpected character '#' at char 4"],
    ["METRICS('x)", "String without a closing ' at char 9"],
    ["Total + 1", "Unsupported token 'Total' at char 1"],
    ["", "The expression is empty"],
  ])("%s: %s", (expression, message) => {
    expect(() => parseMath(expression)).toThrow(SyntaxFault);
    expect(() => parseMath(expression)).toThrow(message);
  });

  it.each([
    ["m1 + m9", "Unknown identifier m9 at char 6"],
    ["1 + sum(m1)", "Unknown function sum (did you mean SUM?) at char 5"],
    ["NOTHING(m1)", "Unknown function NOTHING at char 1"],
    ["ABS(m1, m1)", "ABS takes 1 argument, not 2, at char 1"],
    ["[m1, m1] + [m1]", "Operator + needs arrays of equal length, not 2 and 1, at char 10"],
    ["FILL(m1, 'NEXT')", "FILL needs a number, a time series, REPEAT or LINEAR as argument 2 at char 1"],
    ["SORT(METRICS(), SUM, 'UP')", "SORT needs ASC or DESC as argument 3 at char 1"],
    ["RATE(5)", "RATE needs a time series as argument 1 at char 1"],
    ["m1 + 'x'", "Operator + does not take strings at char 4"],
  ])("%s: %s", (expression, message) => {
    expect(() => compute("m1: 1 2", expression)).toThrow(MathFault);
    expect(() => compute("m1: 1 2", expression)).toThrow(message);
  });

  it.each(Object.entries(functionsNotServed))("%s, saying why", (name, reason) => {
    expect(() => compute("m1: 1 2", `${name}(m1)`)).toThrow(reason);
  });

  it("a fill that would make more datapoints than an answer may hold", () => {
    const row = `m1: 1 ${"_ ".repeat(100_800)}`;
    expect(() => compute(row, "FILL(m1, 0)")).toThrow("would make 100801 datapoints");
  });
});
