import { expect, test } from "vitest";
import { alarmsOfStore, connectionEvents, eventsWithin, firings, graphOfAlarm } from "./graph-events.ts";
import { graphIds } from "./five-graphs.ts";
import { alarmOfGraph } from "./recommended-alarms.ts";
import { recommendedAlarms } from "../../src/alarms/recommended.ts";
import type { MetricAlarm } from "../alarms/alarm-shapes.ts";

const all = recommendedAlarms({ keyStoreId: "cks-1", name: "demo", notify: [] });
const alarmUnder = (id: string) =>
  ({ AlarmArn: "arn", StateValue: "OK", ...all.find((one) => one.id === id)?.input }) as unknown as MetricAlarm;
const recommended = graphIds.map((id) => [id, alarmUnder(alarmOfGraph[id].id)] as const);

test("connected, disconnected and failed are marked, their beginnings are not", () => {
  const marks = connectionEvents([
    { At: 1, ConnectionState: "CONNECTING" },
    { At: 2, ConnectionState: "CONNECTED" },
    { At: 3, ConnectionState: "DISCONNECTING" },
    { At: 4, ConnectionState: "DISCONNECTED" },
    { At: 5, ConnectionState: "FAILED", ConnectionErrorCode: "XKS_PROXY_TIMED_OUT" },
  ]);
  expect(marks.map(({ at, label }) => [at, label])).toEqual([
    [2, "Connected"],
    [4, "Disconnected"],
    [5, "Connection failed: XKS_PROXY_TIMED_OUT"],
  ]);
});

test.each(recommended)("the recommended alarm of %s belongs to that graph and to its store", (id, alarm) => {
  expect(graphOfAlarm(alarm)).toBe(id);
  expect([alarmsOfStore([alarm], "cks-1"), alarmsOfStore([alarm], "cks-2")]).toEqual([[alarm], []]);
});

test.each(["reliability-budget-300", "reliability-budget-3600"])("the budget's window %s belongs to Reliability", (id) => {
  expect(graphOfAlarm(alarmUnder(id))).toBe("reliability");
});

test("an alarm on one exception stands with the exceptions", () => {
  const alarm = {
    AlarmName: "a",
    AlarmArn: "arn",
    StateValue: "OK",
    MetricName: "XksProxyErrors",
    Dimensions: [{ Name: "ExceptionName", Value: "KeyNotFoundException" }],
  } as const;
  expect(graphOfAlarm(alarm)).toBe("top-5-exceptions");
  expect(graphOfAlarm({ ...alarm, Dimensions: [] })).toBe("total-requests");
  expect(graphOfAlarm({ ...alarm, MetricName: "Other" })).toBeUndefined();
});

test("an alarm fires where its state becomes ALARM", () => {
  const item = (Timestamp: number, stateValue: string, HistoryItemType = "StateUpdate") => ({
    Timestamp,
    HistoryItemType,
    HistorySummary: "",
    HistoryData: JSON.stringify({ newState: { stateValue } }),
  });
  const history = [item(1, "ALARM"), item(2, "OK"), item(3, "ALARM", "Action"), { ...item(4, ""), HistoryData: "{" }];
  expect(firings("a", history)).toEqual([{ kind: "alarm", at: 1, label: "In alarm: a", tone: "bad" }]);
});

test("a period has its first instant and not the next one's", () => {
  const at = (second: number) => ({ kind: "alarm", at: second, label: String(second), tone: "bad" }) as const;
  expect(eventsWithin([at(59), at(60), at(119), at(120)], 60, 60).map(({ label }) => label)).toEqual(["60", "119"]);
});

test("all recommended alarms of a store are the store's, the composite one too, and none of another's", () => {
  const others = recommendedAlarms({ keyStoreId: "cks-2", name: "demo-2", notify: [] });
  const alarms = [...others, ...all].map(
    ({ input }) => ({ AlarmArn: `arn:${input.AlarmName}`, StateValue: "OK", ...input }) as unknown as MetricAlarm,
  );
  expect(alarmsOfStore(alarms, "cks-1").map(({ AlarmName }) => AlarmName)).toEqual(all.map(({ input }) => input.AlarmName));
});

test("a composite alarm on a composite alarm of the store is the store's", () => {
  const base = { AlarmArn: "arn", StateValue: "OK" } as const;
  const alarms: readonly MetricAlarm[] = [
    { ...base, AlarmName: "top", AlarmRule: "NOT OK( middle )" },
    { ...base, AlarmName: "middle", AlarmRule: 'ALARM("leaf") OR FALSE' },
    { ...base, AlarmName: "leaf", Dimensions: [{ Name: "CustomKeyStoreId", Value: "cks-1" }] },
    { ...base, AlarmName: "apart", AlarmRule: 'ALARM("leaf-2")' },
  ];
  expect(alarmsOfStore(alarms, "cks-1").map(({ AlarmName }) => AlarmName)).toEqual(["top", "middle", "leaf"]);
});
