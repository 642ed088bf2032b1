import { describe, expect, it } from "vitest";
import type { MetricPoint, Series } from "../model/metric.ts";
import { merge, setOfValue, setOfValues } from "../model/statistic-set.ts";
import { unpackBatch } from "./batch.ts";
import { Outbox } from "./outbox.ts";

const startMs = Date.UTC(2026, 10, 24, 12);
const start = startMs / 1000;
const series: Series = { namespace: "AWS/KMS", metricName: "XksProxyLatency", dimensions: [], unit: "Milliseconds" };
const point = (second: number, value = 1): MetricPoint => ({ series, second, set: setOfValue(value), resolution: 1 });

describe("the outbox", () => {
  it("gives batches with rising sequence and keeps them until they are acknowledged", () => {
    const outbox = new Outbox("plane");
    outbox.add([point(start)], startMs);
    const first = outbox.next();
    outbox.add([point(start + 1)], startMs + 1000);
    const second = outbox.next();
    expect([first?.sequence, second?.sequence]).toEqual([1, 2]);
    expect(outbox.next()).toBeUndefined();
    expect(outbox.unacknowledged()).toEqual([first, second]);
    outbox.acknowledge(1);
    expect(outbox.unacknowledged()).toEqual([second]);
    outbox.acknowledge(2);
    expect(outbox.unacknowledged()).toEqual([]);
  });

  it("merges while too much is under way, and sends that when there is room", () => {
    const outbox = new Outbox("plane", { window: 1 });
    outbox.add([point(start, 3)], startMs);
    outbox.next();
    outbox.add([point(start + 1, 3)], startMs + 1000);
    outbox.add([point(start + 1, 5), point(start + 2, 7)], startMs + 2000);
    expect(outbox.next()).toBeUndefined();
    outbox.acknowledge(1);
    expect(unpackBatch(outbox.next()?.bytes ?? new Uint8Array())).toEqual([
      { ...point(start + 1), set: setOfValues([3, 5]) },
      point(start + 2, 7),
    ]);
  });

  it("keeps every count while the other side is away for hours, by the minute from 60 seconds on", () => {
    const outbox = new Outbox("plane", { window: 1 });
    outbox.add([point(start - 1)], startMs);
    outbox.next();
    const seconds = 2 * 3600;
    for (let i = 0; i < seconds; i++) outbox.add([point(start + i)], startMs + 1000 * (i + 1));
    outbox.acknowledge(1);
    const points = unpackBatch(outbox.next()?.bytes ?? new Uint8Array());
    expect(points.length).toBeLessThanOrEqual(seconds / 60 + 120);
    expect(points.map((one) => one.set).reduce(merge).sampleCount).toBe(seconds);
    const fine = points.filter((one) => one.second >= start + seconds - 60);
    expect(fine.length).toBe(60);
  });
});
