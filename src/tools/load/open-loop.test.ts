import { describe, expect, it } from "vitest";
import { ManualClock } from "../../lib/clock.ts";
import type { Ended } from "./caller.ts";
import { openLoop } from "./open-loop.ts";
import { type LoadRun, runStage } from "./run-stage.ts";
import { steady } from "./schedule.ts";
import type { LoadRequest } from "./workload.ts";

const request: LoadRequest = { operation: "Encrypt", write: () => "", failureOf: () => undefined };

describe("the open loop", () => {
  it("sends each request when it is due, whatever becomes of those before", async () => {
    const clock = new ManualClock();
    const sent: [number, number][] = [];
    const count = openLoop({
      clock,
      soon: (act) => clock.after(0.1, act),
      schedule: steady(100, 1),
      beganAt: clock.monotonic(),
      send: (_n, dueAt) => sent.push([dueAt, clock.monotonic()]),
    });
    await clock.advance(2000);
    expect(await count).toBe(100);
    for (const [dueAt, sentAt] of sent) expect(sentAt - dueAt).toBeLessThan(0.11);
    expect(sent.at(-1)?.[0]).toBeCloseTo(990, 6);
  });

  it("has each request made ready once, before it is due", async () => {
    const clock = new ManualClock();
    const readied: [number, number][] = [];
    const schedule = steady(100, 0.1);
    const ready = (n: number): void => void readied.push([n, clock.monotonic()]);
    void openLoop({ clock, soon: (act) => clock.after(0.1, act), schedule, beganAt: clock.monotonic(), send: () => undefined, ready });
    await clock.advance(200);
    expect(readied.map(([n]) => n)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    for (const [n, at] of readied) expect(at).toBeLessThan(schedule.dueMs(n));
  });

  it("makes up for what it missed, with the due times as they were", async () => {
    const clock = new ManualClock();
    const due: number[] = [];
    // Whoever holds the processor lets it go after half a second.
    const late = { monotonic: () => clock.monotonic(), after: (_ms: number, act: () => void) => clock.after(500, act) };
    const count = openLoop({
      clock: late,
      soon: (act) => clock.after(500, act),
      schedule: steady(10, 1),
      beganAt: 0,
      send: (_n, dueAt) => due.push(dueAt),
    });
    await clock.advance(499);
    expect(due).toEqual([0]);
    await clock.advance(1);
    expect(due).toEqual([0, 100, 200, 300, 400, 500]);
    await clock.advance(1000);
    expect(await count).toBe(10);
  });
});

describe("a stage", () => {
  /** Answers after 10 ms; what is due from 200 to 700 ms stalls until 700 ms. */
  function stage(clock: ManualClock, limitMs: number) {
    const call = (_request: LoadRequest, dueAt: number, onEnd: (ended: Ended, answer: undefined) => void): void => {
      const now = clock.monotonic();
      const stalled = now >= 200 && now < 700;
      clock.after(stalled ? 700 - now : 10, () =>
        onEnd(
          { operation: "Encrypt", dueAt, handedAt: now, sentAt: now, firstByteAt: clock.monotonic(), endedAt: clock.monotonic() },
          undefined,
        ),
      );
    };
    const run: LoadRun = {
      clock,
      soon: (act) => clock.after(0.1, act),
      caller: { call, underWay: 0, connections: 1, opened: 1 },
      workload: { request: () => request },
      limitMs,
      stopped: () => false,
    };
    return runStage(run, { what: "test", schedule: steady(100, 1) });
  }

  it("charges a stall with every request that it delayed", async () => {
    const clock = new ManualClock();
    const tally = stage(clock, 250);
    await clock.advance(2000);
    const { ended, good, late, latency } = await tally;
    // Half a second of stall: those due in its first half wait for more than 250 ms.
    expect([ended, good, late]).toEqual([100, 75, 25]);
    expect(latency.maximumMs).toBeCloseTo(500, 0);
    expect(latency.quantile(0.5)).toBeGreaterThan(9);
  });
});
