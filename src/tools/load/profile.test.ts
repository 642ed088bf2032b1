import { describe, expect, it } from "vitest";
import { parseProfile, profileKinds } from "./profile.ts";
import { Schedule, steady } from "./schedule.ts";

const scheduleOf = (text: string, seconds: number, most?: number): Schedule => new Schedule(parseProfile(text, seconds) ?? [], most);
const dueTimes = (schedule: Schedule): number[] => Array.from({ length: schedule.total }, (_, n) => schedule.dueMs(n));

describe("profiles", () => {
  it.each(Object.values(profileKinds).map(({ example }) => example))("read %s, over exactly the time", (example) => {
    const segments = parseProfile(example, 20) ?? [];
    expect(segments.reduce((sum, { seconds }) => sum + seconds, 0)).toBeCloseTo(20, 9);
  });

  it.each(["", "steady", "steady:", "steady:0", "steady:10-20", "ramp:10", "spike:1-1000000", "wave:1-2", "steady:1.5", "toString:1"])(
    "refuse %j",
    (text) => {
      expect(parseProfile(text, 10)).toBeUndefined();
    },
  );
});

describe("due times", () => {
  it("of a steady profile are evenly apart from the very beginning", () => {
    expect(dueTimes(steady(4, 2))).toEqual([0, 250, 500, 750, 1000, 1250, 1500, 1750]);
  });

  it("of a ramp come ever closer, half of the area at 0.7 of the time", () => {
    const schedule = scheduleOf("ramp:1-999", 10);
    expect(schedule.total).toBe(5000);
    expect(schedule.dueMs(2500) / 10_000).toBeCloseTo(Math.SQRT1_2, 2);
    const times = dueTimes(schedule);
    expect(times.every((time, n) => n === 0 || time > (times[n - 1] as number))).toBe(true);
    expect(times.at(-1)).toBeLessThan(10_000);
  });

  it("of a falling ramp end within the time too", () => {
    const times = dueTimes(scheduleOf("ramp:999-1", 10));
    expect(times).toHaveLength(5000);
    expect(times.every((time) => time >= 0 && time < 10_000)).toBe(true);
  });

  it("of a spike are as many as each part asks for", () => {
    const times = dueTimes(scheduleOf("spike:10-100", 10));
    const between = (from: number, to: number): number => times.filter((time) => time >= from - 1e-6 && time < to - 1e-6).length;
    expect([between(0, 4000), between(4000, 6000), between(6000, 10_000)]).toEqual([40, 200, 40]);
  });

  it("are no more than the bound, and the rate is told for any moment", () => {
    expect(scheduleOf("steady:100", 10, 7).total).toBe(7);
    const schedule = scheduleOf("ramp:100-300", 10);
    expect([schedule.rateAt(0), schedule.rateAt(5), schedule.rateAt(10), schedule.rateAt(99)]).toEqual([100, 200, 300, 300]);
  });
});
