/** Fills a metric store as weeks of traffic would, quickly: minutes as one point each, on a clock that runs along. */
import { ManualClock } from "../../src/lib/clock.ts";
import type { MetricPoint } from "../../src/model/metric.ts";
import { Recorder } from "../../src/recorder/recorder.ts";
import type { MetricStore } from "../../src/store/metric-store.ts";
import { callsAt, type Random, sampleCall, sampleHealthCheck } from "./traffic.ts";

/** The points of one step of traffic of one key store: calls of `stepSeconds`, at most `mostCalls` of them, and one health check. */
function pointsOf(recorder: Recorder, keyStoreId: string, second: number, { stepSeconds, mostCalls, next }: FillOptions): MetricPoint[] {
  const calls = Math.min(mostCalls, Math.round(callsAt(second, 20) * stepSeconds * (0.8 + 0.4 * next())));
  for (let i = 0; i < calls; i++) {
    const { interaction, request } = sampleCall(second * 1000, keyStoreId, next);
    recorder.interaction(interaction);
    recorder.kmsRequest(request);
  }
  if (second % 60 === 0) recorder.healthCheck(sampleHealthCheck(second * 1000, keyStoreId));
  return recorder.drain();
}

export interface FillOptions {
  readonly store: MetricStore;
  readonly clock: ManualClock;
  readonly keyStoreIds: readonly string[];
  /** Epoch seconds. */
  readonly from: number;
  readonly to: number;
  readonly stepSeconds: number;
  readonly mostCalls: number;
  readonly next: Random;
}

/** Merges traffic from `from` to `to`; tells how many datapoints were put. */
export async function fill(options: FillOptions): Promise<number> {
  const { store, clock, keyStoreIds, from, to, stepSeconds } = options;
  const recorder = new Recorder();
  let datapoints = 0;
  for (let second = from; second < to; second += stepSeconds) {
    const points = keyStoreIds.flatMap((id) => pointsOf(recorder, id, second, options));
    datapoints += points.length;
    await store.merge(points);
    await clock.advance(stepSeconds * 1000);
    if ((second - from) % 600 < stepSeconds) await new Promise((resolve) => setImmediate(resolve));
  }
  return datapoints;
}
