import { expect, test } from "vitest";
import { recommendedAlarms } from "../../src/alarms/recommended.ts";
import { graphIds } from "./five-graphs.ts";
import { alarmOfGraph } from "./recommended-alarms.ts";

const recommended = recommendedAlarms({ keyStoreId: "cks-1", name: "demo", notify: [] });

test.each([
  ["total-requests", "GreaterThanThreshold", 0],
  ["reliability", "GreaterThanThreshold", 5],
  ["latency", "GreaterThanThreshold", 200],
  ["top-5-exceptions", "GreaterThanThreshold", 5],
  ["certificate-days-to-expire", "LessThanThreshold", 10],
] as const)("the alarm beside %s is %s %i", (id, operator, threshold) => {
  const alarm = recommended.find((one) => one.id === alarmOfGraph[id].id);
  expect(alarm?.input).toMatchObject({ ComparisonOperator: operator, Threshold: threshold });
});

test("every alarm is over the key store alone", () => {
  for (const id of graphIds) {
    expect(JSON.stringify(recommended.find((one) => one.id === alarmOfGraph[id].id)?.input)).toContain("cks-1");
  }
});
