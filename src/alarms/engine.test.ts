/** The engine on a clock of its own: sliding windows, restarts, jumps, slow stores, suppression. */
import { describe, expect, it } from "vitest";
import { ManualClock } from "../lib/clock.ts";
import type { Alarm, AlarmState, CompositeAlarm, MetricAlarm } from "../model/alarm.ts";
import type { Series } from "../model/metric.ts";
import { setOfValue } from "../model/statistic-set.ts";
import { MemoryMetricStore } from "../store/memory-metric-store.ts";
import { MemoryResourceStore } from "../store/memory-resource-store.ts";
import type { MetricStore } from "../store/metric-store.ts";
import { AlarmBook } from "./alarm-book.ts";
import { AlarmEngine } from "./engine.ts";

const noon = Date.UTC(2026, 10, 24, 12, 0, 0) / 1000;
const installation = { region: "us-east-1", accountId: "123456789012" };
const errors: Series = { namespace: "Test", metricName: "Errors", dimensions: [], unit: "Count" };
const none = { OK: [], ALARM: [], INSUFFICIENT_DATA: [] };

const alarmOf = (members: Partial<MetricAlarm> = {}): MetricAlarm => ({
  type: "metric",
  name: "errors",
  actionsEnabled: true,
  actions: { OK: ["arn:aws:sns:us-east-1:123456789012:ok"], ALARM: ["arn:aws:sns:us-east-1:123456789012:bad"], INSUFFICIENT_DATA: [] },
  configurationUpdatedAt: noon * 1000,
  metric: { namespace: "Test", metricName: "Errors", dimensions: [], statistic: "Sum", periodSeconds: 60 },
  periodSeconds: 60,
  evaluationPeriods: 1,
  comparisonOperator: "GreaterThanThreshold",
  threshold: 5,
  treatMissingData: "notBreaching",
  ...members,
});

function house(startSecond = noon + 30) {
  const clock = new ManualClock(startSecond * 1000);
  const resources = new MemoryResourceStore();
  const metrics = new MemoryMetricStore({ clock });
  const failures: unknown[] = [];
  const book = new AlarmBook({ resources, clock });
  const engineOver = (store: MetricStore) =>
    new AlarmEngine({
      book,
      metrics: store,
      resources,
      clock,
      installation,
      log: { error: (fields: unknown) => void failures.push(fields) },
    });
  let engine = engineOver(metrics);
  return {
    clock,
    resources,
    metrics,
    book,
    failures,
    restart: (store: MetricStore = metrics) => {
      engine = engineOver(store);
    },
    async put(...alarms: Alarm[]) {
      const now = clock.now();
      await book.change(() => ({
        put: alarms.map((alarm) => ({
          alarm,
          status: { state: "INSUFFICIENT_DATA" as const, reason: "", updatedAt: now, transitionedAt: now },
        })),
      }));
    },
    /** `count` errors at a second. */
    async record(second: number, count: number) {
      await metrics.merge([{ series: errors, second, set: setOfValue(count), resolution: 1 }]);
    },
    /** Goes on to `second`, looking every second as the engine's own timer would. */
    async goTo(second: number) {
      while (clock.now() < second * 1000) {
        await clock.advance(1000);
        await engine.look();
      }
    },
    look: () => engine.look(),
    async state(name = "errors"): Promise<AlarmState | undefined> {
      return (await book.entries()).get(name)?.status.state;
    },
    async transitions(): Promise<string[]> {
      const items = await resources.list("alarm-history");
      return items.filter(({ value }) => value.type === "StateUpdate").map(({ value }) => `${value.alarmName}: ${value.summary.slice(14)}`);
    },
  };
}

describe("the engine", () => {
  it("sees a datapoint within two seconds after its period has closed, and queues what is to be told with it", async () => {
    const { put, record, goTo, state, resources } = house();
    await put(alarmOf());
    await record(noon + 59, 6);
    await goTo(noon + 61);
    expect(await state()).toBe("OK");
    await goTo(noon + 62);
    expect(await state()).toBe("ALARM");
    const deliveries = await resources.list("delivery");
    expect(deliveries.map(({ value }) => value.target.split(":").at(-1))).toEqual(["ok", "bad"]);
  });

  it("lets windows of five minutes slide by one minute", async () => {
    const { put, record, goTo, state } = house(noon + 30);
    const metric = { namespace: "Test", metricName: "Errors", dimensions: [], statistic: "Sum", periodSeconds: 300 };
    await put(alarmOf({ metric, periodSeconds: 300 }));
    // Three on one side of 12:05, three on the other: no bucket of the clock holds six.
    await record(noon + 280, 3);
    await record(noon + 310, 3);
    await goTo(noon + 302);
    expect(await state()).toBe("OK");
    await goTo(noon + 362);
    expect(await state()).toBe("ALARM");
  });

  it("takes percentiles over sliding windows", async () => {
    const { put, record, goTo, state } = house(noon + 30);
    const metric = { namespace: "Test", metricName: "Errors", dimensions: [], statistic: "p50", periodSeconds: 300 };
    await put(alarmOf({ metric, periodSeconds: 300 }));
    await record(noon + 310, 2);
    await record(noon + 311, 8);
    await record(noon + 312, 9);
    await goTo(noon + 362);
    expect(await state()).toBe("ALARM");
  });

  it("makes up after a restart for the moments it missed, each in its turn", async () => {
    const { put, record, goTo, restart, clock, look, transitions } = house();
    await put(alarmOf({ actions: none }));
    await goTo(noon + 62);
    for (const [minute, count] of [
      [2, 9],
      [3, 0],
      [4, 0],
    ] as const)
      await record(noon + minute * 60 + 5, count);
    await clock.advance(240_000);
    restart();
    await look();
    expect(await transitions()).toEqual(["errors: from INSUFFICIENT_DATA to OK", "errors: from OK to ALARM", "errors: from ALARM to OK"]);
  });

  it("raises no alarm over missing data of a time in which nothing ran", async () => {
    const { put, record, goTo, restart, clock, look, state } = house();
    await put(alarmOf({ treatMissingData: "breaching" }));
    for (const minute of [0, 1]) await record(noon + minute * 60 + 40, 1);
    await goTo(noon + 122);
    expect(await state()).toBe("OK");
    await clock.advance(3_600_000);
    restart();
    await look();
    expect(await state()).toBe("OK");
    // From then on missing data count again.
    await goTo(noon + 3600 + 122 + 240);
    expect(await state()).toBe("ALARM");
  });

  it("raises no alarm when the wall clock jumps forward, and decides nothing twice when it jumps back", async () => {
    const { put, record, goTo, clock, look, state, transitions } = house();
    await put(alarmOf({ treatMissingData: "breaching" }));
    for (const minute of [0, 1]) await record(noon + minute * 60 + 40, 1);
    await goTo(noon + 122);
    clock.setWall((noon + 7200) * 1000);
    await look();
    await goTo(noon + 7202);
    expect(await state()).toBe("OK");
    clock.setWall((noon + 130) * 1000);
    await look();
    await goTo(noon + 140);
    // Before the alarm was made there were no data, which counts as breaching.
    expect(await transitions()).toEqual(["errors: from INSUFFICIENT_DATA to ALARM", "errors: from ALARM to OK"]);
  });

  it("tries again what a failing store did not answer", async () => {
    const { put, record, goTo, restart, metrics, failures, state } = house();
    await put(alarmOf());
    await goTo(noon + 62);
    await record(noon + 70, 9);
    let broken = true;
    restart({
      merge: async (points, source) => metrics.merge(points, source),
      expire: async (now) => metrics.expire(now),
      size: async () => metrics.size(),
      close: async () => metrics.close(),
      list: async (selector) => metrics.list(selector),
      read: async (request) => {
        if (broken) throw new Error("the disk is away");
        return metrics.read(request);
      },
    });
    await goTo(noon + 135);
    expect(await state()).toBe("OK");
    expect(failures.length).toBeGreaterThan(0);
    broken = false;
    await goTo(noon + 137);
    expect(await state()).toBe("ALARM");
  });

  it("says when an expression cannot be computed, and keeps the state", async () => {
    const { put, goTo, book } = house();
    const { metric: _, ...rest } = alarmOf();
    const queries = [
      {
        id: "m1",
        metric: { namespace: "Test", metricName: "Errors", dimensions: [], statistic: "Sum", periodSeconds: 60 },
        returnData: false,
      },
      { id: "e1", expression: "SUM(m1)", returnData: true },
    ];
    await put({ ...rest, queries });
    await goTo(noon + 62);
    expect((await book.entries()).get("errors")?.status).toMatchObject({ state: "INSUFFICIENT_DATA", evaluationState: "EVALUATION_ERROR" });
  });
});

describe("the actions of a composite alarm", () => {
  const composite: CompositeAlarm = {
    type: "composite",
    name: "page",
    actionsEnabled: true,
    actions: { ...none, ALARM: ["arn:aws:sns:us-east-1:123456789012:page"] },
    configurationUpdatedAt: noon * 1000,
    rule: "ALARM(errors)",
    suppressor: { alarm: "maintenance", waitSeconds: 20, extensionSeconds: 30 },
  };
  async function suppressed(maintenance: readonly number[]) {
    const all = house();
    const metric = { namespace: "Test", metricName: "Maintenance", dimensions: [], statistic: "Sum", periodSeconds: 10 };
    const suppressor = alarmOf({ name: "maintenance", metric, periodSeconds: 10, threshold: 0, actions: none });
    await all.put(alarmOf({ actions: none }), suppressor, composite);
    for (const second of maintenance) {
      await all.metrics.merge([{ series: { ...errors, metricName: "Maintenance" }, second, set: setOfValue(1), resolution: 1 }]);
    }
    await all.record(noon + 50, 9);
    const pages = async () => (await all.resources.list("delivery")).length;
    return { ...all, pages };
  }

  it("wait for the suppressor, and run when it does not come", async () => {
    const { goTo, pages, state, book } = await suppressed([]);
    await goTo(noon + 63);
    expect(await state("page")).toBe("ALARM");
    expect((await book.entries()).get("page")?.status.suppression).toMatchObject({ by: "WaitPeriod" });
    expect(await pages()).toBe(0);
    await goTo(noon + 84);
    expect(await pages()).toBe(1);
  });

  it("are held back while the suppressor is in ALARM, and for the extension after it", async () => {
    const { goTo, pages, book } = await suppressed([noon + 65, noon + 75, noon + 85, noon + 95]);
    await goTo(noon + 90);
    expect((await book.entries()).get("page")?.status.suppression).toMatchObject({ by: "Alarm" });
    await goTo(noon + 135);
    expect((await book.entries()).get("page")?.status.suppression).toMatchObject({ by: "ExtensionPeriod" });
    expect(await pages()).toBe(0);
    await goTo(noon + 175);
    expect(await pages()).toBe(1);
  });
});
