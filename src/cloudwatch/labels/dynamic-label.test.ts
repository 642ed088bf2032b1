/** Every dynamic part of a label, told from one series. */
import { describe, expect, it } from "vitest";
import type { TimeSeries } from "../../query/metric-math/values.ts";
import { dynamicParts, expandLabel, type LabelContext, offsetMinutes } from "./dynamic-label.ts";

const start = Date.UTC(2026, 10, 24, 11) / 1000;
const origin = {
  namespace: "AWS/KMS",
  metricName: "XksProxyLatency",
  dimensions: [{ name: "KmsOperation", value: "Encrypt" }],
  statistic: "p99",
  periodSeconds: 300,
};
const series: TimeSeries = {
  kind: "series",
  timestamps: Float64Array.of(start, start + 300, start + 600, start + 900),
  values: Float64Array.of(3, 1, 10.12345, 6),
  origin,
};
const context: LabelContext = {
  defaultLabel: "latency",
  now: start + 4000,
  offsetMinutes: 0,
  region: "eu-west-1",
  accountId: "123456789012",
};

const told: Readonly<Record<string, string>> = {
  AVG: "5.031",
  DATAPOINT_COUNT: "4",
  FIRST: "3",
  FIRST_LAST_RANGE: "3",
  FIRST_LAST_TIME_RANGE: "15m",
  FIRST_TIME: "2026-11-24 11:00:00 UTC",
  FIRST_TIME_RELATIVE: "1h6m40s",
  LAST: "6",
  LAST_TIME: "2026-11-24 11:15:00 UTC",
  LAST_TIME_RELATIVE: "51m40s",
  MAX: "10.123",
  MAX_TIME: "2026-11-24 11:10:00 UTC",
  MAX_TIME_RELATIVE: "56m40s",
  MIN: "1",
  MIN_MAX_RANGE: "9.123",
  MIN_MAX_TIME_RANGE: "5m",
  MIN_TIME: "2026-11-24 11:05:00 UTC",
  MIN_TIME_RELATIVE: "1h1m40s",
  SUM: "20.123",
};

describe("a label tells", () => {
  it.each(Object.entries(told))("${%s} as %s", (part, text) => {
    expect(expandLabel(`[\${${part}}]`, series, context)).toBe(`[${text}]`);
  });

  it("every part that there is, in the cases above", () => {
    expect(Object.keys(told).sort()).toEqual([...dynamicParts].sort());
  });

  it.each([
    ["AccountId", "123456789012"],
    ["AccountLabel", "123456789012"],
    ["Dim.KmsOperation", "Encrypt"],
    ["Dim.Nothing", "--"],
    ["MetricName", "XksProxyLatency"],
    ["Namespace", "AWS/KMS"],
    ["Period", "300"],
    ["Region", "eu-west-1"],
    ["Stat", "p99"],
  ])("the property %s as %s", (property, text) => {
    expect(expandLabel(`\${PROP('${property}')}`, series, context)).toBe(text);
  });

  it("several parts beside text, and leaves alone what it does not know", () => {
    expect(expandLabel("${LABEL} max ${MAX} ${NOTHING} $5 {MAX}", series, context)).toBe("latency max 10.123 ${NOTHING} $5 {MAX}");
  });

  it("-- where a series has no datapoint", () => {
    const empty = { ...series, timestamps: new Float64Array(0), values: new Float64Array(0) };
    expect(expandLabel("${MAX} ${LAST_TIME} ${DATAPOINT_COUNT}", empty, context)).toBe("-- -- 0");
  });
});

it("an offset is a sign and four digits", () => {
  expect(["+0000", "+0130", "-0800", "CET", "+1:30", "0130"].map(offsetMinutes)).toEqual([0, 90, -480, undefined, undefined, undefined]);
});
