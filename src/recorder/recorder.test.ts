import { describe, expect, it } from "vitest";
import type { Interaction } from "../model/interaction.ts";
import { type MetricPoint, seriesKey } from "../model/metric.ts";
import { merge, setOfValues } from "../model/statistic-set.ts";
import { datapointsOfInteraction } from "./datapoints.ts";
import { Recorder } from "./recorder.ts";

const startMs = Date.UTC(2026, 10, 24, 12);
const start = startMs / 1000;

const interaction = (members: Partial<Interaction> = {}): Interaction => ({
  at: startMs,
  keyStoreId: "cks-1",
  kmsOperation: "Encrypt",
  xksOperation: "Encrypt",
  kmsRequestId: "r",
  latencyMs: 10,
  attempts: [],
  ...members,
});
const failure = { exceptionName: "InternalException", detail: "" } as const;
const latencies = (points: readonly MetricPoint[]): MetricPoint[] =>
  points.filter((point) => point.series.metricName === "XksProxyLatency");

describe("the recorder", () => {
  it("gives each second once, when it is over", () => {
    const recorder = new Recorder();
    recorder.interaction(interaction({ latencyMs: 10 }));
    recorder.interaction(interaction({ latencyMs: 30, at: startMs + 999 }));
    expect(recorder.closeSecond(startMs + 999)).toEqual([]);
    const [latency, ...others] = latencies(recorder.closeSecond(startMs + 1000));
    expect(latency).toMatchObject({ second: start, resolution: 1, set: setOfValues([10, 30]) });
    expect(others).toEqual([]);
    expect(recorder.closeSecond(startMs + 2000)).toEqual([]);
  });

  it("keeps seconds apart when they end between two closings", () => {
    const recorder = new Recorder();
    recorder.interaction(interaction());
    recorder.interaction(interaction({ at: startMs + 1200 }));
    expect(latencies(recorder.closeSecond(startMs + 1300)).map((point) => point.second)).toEqual([start]);
    expect(latencies(recorder.closeSecond(startMs + 2300)).map((point) => point.second)).toEqual([start + 1]);
  });

  it("goes on under a clock that is set back or jumps: every fact is counted at its own second", () => {
    const recorder = new Recorder();
    const jumps = [0, 5000, -3_600_000, -3_599_000, 86_400_000, 0];
    for (const by of jumps) recorder.interaction(interaction({ at: startMs + by }));
    const points = latencies(recorder.drain());
    expect(points.map((point) => (point.second - start) * 1000)).toEqual(jumps);
  });

  it("makes the same points as the pure datapoints do", () => {
    const recorder = new Recorder();
    const facts = Array.from({ length: 500 }, (_, i) =>
      interaction({
        keyStoreId: `cks-${i % 3}`,
        latencyMs: i % 10 === 0 ? 0 : i % 7 === 0 ? 1 : 1.04 ** ((i * 37) % 300) / 100,
        ...(i % 4 === 0 && { failure }),
      }),
    );
    for (const fact of facts) recorder.interaction(fact);
    const expected = new Map<string, ReturnType<typeof setOfValues>>();
    for (const { series, value } of facts.flatMap(datapointsOfInteraction)) {
      const key = seriesKey(series);
      const before = expected.get(key);
      expected.set(key, before ? merge(before, setOfValues([value])) : setOfValues([value]));
    }
    const points = recorder.drain();
    expect(points.map((point) => seriesKey(point.series)).sort()).toEqual([...expected.keys()].sort());
    for (const { series, set } of points) {
      const { sum, ...rest } = expected.get(seriesKey(series)) as ReturnType<typeof setOfValues>;
      expect(set).toMatchObject(rest);
      expect(set.sum).toBeCloseTo(sum, 6);
    }
  });

  it("starts each second anew", () => {
    const recorder = new Recorder();
    recorder.interaction(interaction({ latencyMs: 400 }));
    recorder.interaction(interaction({ latencyMs: 4 }));
    recorder.closeSecond(startMs + 1000);
    recorder.interaction(interaction({ latencyMs: 7, at: startMs + 1000 }));
    recorder.interaction(interaction({ latencyMs: 9, at: startMs + 1000 }));
    expect(latencies(recorder.drain())[0]?.set).toEqual(setOfValues([7, 9]));
  });
});
