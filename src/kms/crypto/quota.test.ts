import { describe, expect, it } from "vitest";
import { ManualClock } from "../../lib/clock.ts";
import { Quota } from "./quota.ts";

const store = { id: "cks-a", quotaPerSecond: 100 };

/** How many of `requests`, evenly spread over `seconds`, pass. */
async function passing(quota: Quota, clock: ManualClock, requests: number, seconds: number): Promise<number> {
  let passed = 0;
  for (let i = 0; i < requests; i++) {
    if (quota.take(store) === undefined) passed++;
    await clock.advance((seconds * 1000) / requests);
  }
  return passed;
}

describe("the quota of a key store", () => {
  it("may be used in any part of a second", async () => {
    const clock = new ManualClock();
    const quota = new Quota(clock);
    for (const at of [0, 900, 1000, 1050]) {
      await clock.advance(at);
      let passed = 0;
      for (let i = 0; i < 150; i++) if (quota.take(store) === undefined) passed++;
      expect(passed).toBe(at === 900 ? 0 : 100);
    }
  });

  it.each([105, 150, 1000])("lets pass what it is over ten seconds at %i requests a second", async (rate) => {
    const clock = new ManualClock();
    const quota = new Quota(clock);
    const passed = await passing(quota, clock, rate * 10, 10);
    expect(passed).toBeGreaterThanOrEqual(980);
    expect(passed).toBeLessThanOrEqual(1020);
  });

  it("is no larger after a quiet time", async () => {
    const clock = new ManualClock();
    const quota = new Quota(clock);
    await clock.advance(60_000);
    expect(await passing(quota, clock, 300, 1)).toBe(100);
  });

  it("is counted for each store alone", () => {
    const quota = new Quota(new ManualClock());
    for (let i = 0; i < 100; i++) quota.take(store);
    expect(quota.take(store)).toBe("cks-a");
    expect(quota.take({ id: "cks-b", quotaPerSecond: 1 })).toBeUndefined();
  });

  it("takes two at a time or none", () => {
    const quota = new Quota(new ManualClock());
    const small = { id: "cks-b", quotaPerSecond: 3 };
    expect(quota.take(small, small)).toBeUndefined();
    expect(quota.take(small, small)).toBe("cks-b");
    expect(quota.take(small)).toBeUndefined();
  });

  it("is shared out where several data planes serve", () => {
    const quota = new Quota(new ManualClock(), 0.5);
    for (let i = 0; i < 50; i++) expect(quota.take(store)).toBeUndefined();
    expect(quota.take(store)).toBe("cks-a");
    expect(quota.takeDemand()).toEqual({ "cks-a": 51 });
    quota.settle({ "cks-a": 0.75 });
    for (let i = 0; i < 25; i++) expect(quota.take(store)).toBeUndefined();
    expect(quota.take(store)).toBe("cks-a");
  });

  it("follows a change at once", () => {
    const quota = new Quota(new ManualClock());
    for (let i = 0; i < 100; i++) quota.take(store);
    expect(quota.take({ ...store, quotaPerSecond: 101 })).toBeUndefined();
    expect(quota.take({ ...store, quotaPerSecond: 0 })).toBe("cks-a");
  });
});
