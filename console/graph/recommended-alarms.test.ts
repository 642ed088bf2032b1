import { expect, test } from "vitest";
import { graphIds } from "./five-graphs.ts";
import { recommendedAlarm } from "./recommended-alarms.ts";

const store = { keyStoreId: "cks-1", name: "demo", certificateName: "*.example.com" };

test.each([
  ["total-requests", "GreaterThanThreshold", 0],
  ["reliability", "GreaterThanThreshold", 5],
  ["latency", "GreaterThanThreshold", 200],
  ["top-5-exceptions", "GreaterThanThreshold", 5],
  ["certificate-days-to-expire", "LessThanThreshold", 10],
] as const)("the alarm beside %s is %s %i", (id, operator, threshold) => {
  expect(recommendedAlarm(id, store)?.input).toMatchObject({ ComparisonOperator: operator, Threshold: threshold });
});

test("every alarm is over the key store alone", () => {
  for (const id of graphIds) expect(JSON.stringify(recommendedAlarm(id, store)?.input)).toContain("cks-1");
});

test("without a certificate seen there is no certificate alarm", () => {
  expect(recommendedAlarm("certificate-days-to-expire", { ...store, certificateName: undefined })).toBeUndefined();
});
