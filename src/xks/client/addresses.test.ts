import { describe, expect, it } from "vitest";
import { ManualClock } from "../../lib/clock.ts";
import { AddressCache } from "./addresses.ts";
import type { Address } from "./addresses.ts";

/** A name server whose answers a test gives. */
function scripted(clock: ManualClock) {
  const asked: string[] = [];
  const answers: (readonly Address[] | Error)[] = [];
  const cache = new AddressCache(clock, (host) => {
    asked.push(host);
    const answer = answers.shift() ?? new Error("no answer");
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  });
  return { asked, answers, cache };
}

const one = [{ address: "10.0.0.1", family: 4 }];
const two = [{ address: "10.0.0.2", family: 4 }];

describe("addresses of names", () => {
  it("are asked for once and then there at once", async () => {
    const { asked, answers, cache } = scripted(new ManualClock());
    answers.push(one);
    expect(await cache.of("proxy.test")).toBe(one);
    expect(cache.of("proxy.test")).toBe(one);
    expect(asked).toEqual(["proxy.test"]);
  });

  it("are refreshed behind the back of those who use them", async () => {
    const clock = new ManualClock();
    const { answers, cache } = scripted(clock);
    answers.push(one, two);
    await cache.of("proxy.test");
    await clock.advance(10_000);
    expect(cache.of("proxy.test")).toBe(one);
    await clock.advance(0);
    expect(cache.of("proxy.test")).toBe(two);
  });

  it("stay in use for a minute while the name server fails", async () => {
    const clock = new ManualClock();
    const { answers, cache } = scripted(clock);
    answers.push(one, new Error("down"));
    await cache.of("proxy.test");
    await clock.advance(59_999);
    expect(cache.of("proxy.test")).toBe(one);
    await clock.advance(1);
    await expect(cache.of("proxy.test")).rejects.toThrow("no answer");
  });

  it("are asked for by one question at a time, and again after a failure", async () => {
    const { asked, answers, cache } = scripted(new ManualClock());
    answers.push(new Error("down"), one);
    const both = await Promise.allSettled([cache.of("proxy.test"), cache.of("proxy.test")]);
    expect(both.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(asked).toHaveLength(1);
    expect(await cache.of("proxy.test")).toBe(one);
  });

  it("are asked for anew once forgotten", async () => {
    const { answers, cache } = scripted(new ManualClock());
    answers.push(one, two);
    await cache.of("proxy.test");
    cache.forget("proxy.test");
    expect(await cache.of("proxy.test")).toBe(two);
  });

  it("need no name server where they stand in the place of a name", () => {
    const { asked, cache } = scripted(new ManualClock());
    expect(cache.of("::1")).toEqual([{ address: "::1", family: 6 }]);
    expect(asked).toEqual([]);
  });
});
