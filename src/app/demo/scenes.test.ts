import { describe, expect, it } from "vitest";
import { ManualClock } from "../../lib/clock.ts";
import { exceptionRowOf, xksExceptionNames } from "../../model/xks-failures.ts";
import { playScenes } from "./play-scenes.ts";
import { busyQuotaPerSecond, healthIntervalSeconds, type Scene, scenes } from "./scenes.ts";

const faultsOf = (kind: string): Scene["faults"] => scenes.flatMap(({ faults }) => faults).filter((fault) => fault.kind === kind);

describe("the scenes of the demonstration", () => {
  it("last less than a minute together", () => {
    expect(scenes.reduce((sum, { seconds }) => sum + seconds, 0)).toBeLessThan(60);
  });

  it("show five exceptions, retryable ones and others", () => {
    const answered = faultsOf("error").map(({ errorName }) => errorName);
    const shown = xksExceptionNames.filter((name) => answered.some((each) => each === name) || name === "XksProxyUnreachableException");
    expect(faultsOf("hang")).not.toEqual([]);
    expect(shown).toHaveLength(5);
    expect(new Set(shown.map((name) => exceptionRowOf(name).errorType)).size).toBe(2);
  });

  it("show slowness, a degraded key manager for longer than health checks are apart, and throttling", () => {
    expect(faultsOf("delay")).not.toEqual([]);
    const unwell = scenes.find(({ faults }) => faults.some(({ kind }) => kind === "key-managers"));
    expect(unwell?.seconds).toBeGreaterThan(healthIntervalSeconds);
    expect(Math.max(...scenes.map(({ busyCallsPerSecond = 0 }) => busyCallsPerSecond))).toBeGreaterThan(busyQuotaPerSecond);
  });

  it("leave the other key store's requests alone", () => {
    expect(scenes.flatMap(({ faults }) => faults).every(({ prefix, operation }) => prefix === "/demo" && operation !== undefined)).toBe(
      true,
    );
  });
});

describe("playing", () => {
  it("begins each scene when the one before is over, over and over, until it is ended", async () => {
    const clock = new ManualClock();
    const [one, two] = [
      { sentence: "one", seconds: 2, faults: [] },
      { sentence: "two", seconds: 3, faults: [] },
    ] as const;
    const begun: string[] = [];
    const end = playScenes([one, two], clock, ({ sentence }) => begun.push(sentence));
    expect(begun).toEqual(["one"]);
    await clock.advance(1999);
    expect(begun).toEqual(["one"]);
    await clock.advance(1);
    expect(begun).toEqual(["one", "two"]);
    await clock.advance(3000);
    expect(begun).toEqual(["one", "two", "one"]);
    end();
    await clock.advance(60_000);
    expect(begun).toHaveLength(3);
  });
});
