import { describe, expect, it } from "vitest";
import { type CapacityFound, type CapacitySettings, type CapacityStep, decide, fails, foundSoFar } from "./capacity-search.ts";

const settings: CapacitySettings = { from: 100, most: 10_000, allowed: 0.01, precision: 0.04 };

/**
 * Steps as text: `100 ok` holds, `200 late` misses a fifth, `200 awful` half of its requests, `400 refused 150` is refused and
 * lets 150 a second through; `!` stands for a thorough step.
 */
function steps(text: string): CapacityStep[] {
  return text
    .trim()
    .split(/\s*,\s*/)
    .filter(Boolean)
    .map((each) => {
      const [, rateText, thorough, outcome, through] = /^(\d+)(!?) (ok|late|awful|refused|generator)(?: (\d+))?$/.exec(each) ?? [];
      const rate = Number(rateText);
      const due = rate * 10;
      const missed = outcome === "ok" ? 0 : outcome === "awful" || outcome === "refused" ? due / 2 : due / 5;
      return {
        rate,
        thorough: thorough === "!",
        due,
        missed,
        refused: outcome === "refused" ? missed : 0,
        ...(through !== undefined && { throughPerSecond: Number(through) }),
        generatorLate: outcome === "generator",
      };
    });
}

/** A decision as text: `200`, `200!` for a thorough step, `690! after 1380`, or `= 690 < 720 narrowed`. */
function told(text: string, changes: Partial<CapacitySettings> = {}): string {
  const decision = decide(steps(text), { ...settings, ...changes });
  if (decision.kind === "found") {
    return `= ${decision.rate}${decision.fails === undefined ? "" : ` < ${decision.fails}`} ${decision.because}`;
  }
  const { rate, thorough, pressAt } = decision;
  return `${rate}${thorough ? "!" : ""}${pressAt === undefined ? "" : ` after ${pressAt}`}`;
}

describe("the search for the capacity", () => {
  it.each([
    ["", "100"],
    ["100 ok", "200"],
    ["100 ok, 200 ok, 400 ok", "800"],
    // What fails is measured again; the first that holds decides.
    ["100 ok, 200 late", "200"],
    ["100 ok, 200 late, 200 ok", "400"],
    ["100 ok, 200 late, 200 late", "200"],
    ["100 ok, 200 late, 200 late, 200 late", "200"],
    ["100 ok, 200 late, 200 late, 200 late, 200 late", "141"],
    ["100 ok, 200 awful", "200"],
    ["100 ok, 200 awful, 200 awful", "141"],
    ["100 ok, 200 awful, 200 awful, 141 ok", "168"],
    // Near the end thorough steps decide, and what short ones said is proved.
    ["168 ok, 200 awful, 200 awful", "183!"],
    ["194 ok, 200 awful, 200 awful", "194!"],
    ["194 ok, 200 awful, 200 awful, 194! ok", "200!"],
    ["194 ok, 200 awful, 200 awful, 194! ok, 200! awful, 200! awful", "= 194 < 200 narrowed"],
    ["194 ok, 200 awful, 200 awful, 194! ok, 200! ok", "400"],
    ["100 ok, 194 ok, 200 awful, 200 awful, 194! late", "194!"],
    ["100 ok, 194 ok, 200 awful, 200 awful, 194! awful, 194! awful", "139"],
    // Nothing holds yet: down by half.
    ["100 awful, 100 awful", "50"],
    ["1 awful, 1 awful", "= 0 < 1 nothing-holds"],
    // A limiter: what held before it had refused is not believed, and steps are pressed.
    ["800 ok, 1600 refused 702", "691! after 1382"],
    ["800 ok, 1600 refused 700, 690! refused 690", "690! after 1380"],
    ["800 ok, 1600 refused 700, 690! ok", "714! after 1428"],
    ["800 ok, 1600 refused 700, 690! ok, 714! refused 700", "714! after 1428"],
    ["1600! refused 700, 1600! refused 700, 690! ok, 714! refused 700, 714! refused 700", "= 690 < 714 narrowed"],
    ["1600! refused 700, 1600! refused 700, 690! refused 650, 690! refused 650", "649! after 1298"],
    // The load generator's own trouble is tried again, then it is the end.
    ["100 ok, 200 generator", "200"],
    ["100 ok, 200 generator, 200 generator, 200 generator", "= 100 generator"],
    ["100 ok, 200 generator, 200 ok", "400"],
  ])("after %j goes on with %j", (before, next) => {
    expect(told(before)).toBe(next);
  });

  it("ends at the highest rate that it may try", () => {
    expect(told("100 ok", { most: 150 })).toBe("150");
    expect(told("100 ok, 150 ok", { most: 150 })).toBe("150!");
    expect(told("100 ok, 150 ok, 150! ok", { most: 150 })).toBe("= 150 most");
  });

  it("says what is known when it must end early", () => {
    expect(foundSoFar(steps("100 ok, 200 ok, 400 awful, 400 awful"), settings)).toEqual({ rate: 200, fails: 400 });
    expect(foundSoFar([], settings)).toEqual({ rate: 0 });
  });

  it("lets one of a few requests miss", () => {
    const [step] = steps("100 ok") as [CapacityStep];
    expect(fails({ ...step, due: 20, missed: 1 }, settings)).toBe(false);
    expect(fails({ ...step, due: 20, missed: 2 }, settings)).toBe(true);
    expect(fails({ ...step, due: 1000, missed: 11 }, settings)).toBe(true);
  });
});

interface Taken {
  readonly rate: number;
  readonly pressed: boolean;
  readonly seconds: number;
}
type Target = (taken: Taken) => Pick<CapacityStep, "due" | "missed" | "refused" | "throughPerSecond">;

/** Numbers from 0 to 1 from a seed. */
function random(seed: number): () => number {
  let state = seed * 7919 + 1;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

/** One step in seven suffers a hiccup that makes a tenth of its answers late. */
const hiccup = (due: number, next: () => number): number => (next() < 1 / 7 ? Math.round(due * 0.1) : 0);

/** Refuses above `limit` a second, after a burst. */
const limiter =
  (limit: number, burst: number, next: () => number): Target =>
  ({ rate, pressed, seconds }) => {
    const due = Math.round(rate * seconds);
    const refused = Math.round(Math.max(0, due - limit * seconds - (pressed ? 0 : burst)));
    const throughPerSecond = limit * (0.99 + 0.02 * next());
    return { due, missed: refused + hiccup(due, next), refused, ...(refused > 20 && { throughPerSecond }) };
  };

/** Above `capacity` its queue grows, until answers are later than 250 ms. */
const queue =
  (capacity: number, next: () => number): Target =>
  ({ rate, seconds }) => {
    const due = Math.round(rate * seconds);
    const inTimeSeconds = rate > capacity ? 0.25 / (rate / capacity - 1) : seconds;
    return { due, missed: Math.max(0, Math.round(due * (1 - inTimeSeconds / seconds))) + hiccup(due, next), refused: 0 };
  };

function search(target: Target): { readonly found: CapacityFound; readonly seconds: number } {
  const taken: CapacityStep[] = [];
  for (let total = 0; ; ) {
    const decision = decide(taken, settings);
    if (decision.kind === "found") return { found: decision, seconds: total };
    const { rate, thorough } = decision;
    const pressed = decision.pressAt !== undefined;
    const seconds = thorough && !pressed ? 8 : 3;
    // A press, a pause and requests under way take their time too.
    total += seconds + (pressed ? 3 : 1);
    taken.push({ rate, thorough, generatorLate: false, ...target({ rate, pressed, seconds }) });
    if (taken.length > 80) throw new Error(`no end: ${JSON.stringify(taken.map((step) => step.rate))}`);
  }
}

/** Within 5 %, and in less than five minutes. */
function expectFound(target: Target, rate: number, what: string): void {
  const { found, seconds } = search(target);
  expect(Math.abs(found.rate / rate - 1), `${what}: ${found.rate} for ${rate}`).toBeLessThanOrEqual(0.05);
  expect(seconds, what).toBeLessThan(300);
}

describe("against modelled targets that now and then have a hiccup", () => {
  const seeds = Array.from({ length: 60 }, (_, seed) => seed);

  it("finds a limit of 700 a second, whatever its burst", () => {
    for (const seed of seeds) expectFound(limiter(700, [0, 70, 700, 1400][seed % 4] as number, random(seed)), 700, `seed ${seed}`);
  });

  it("finds where a queue begins to grow", () => {
    for (const seed of seeds) {
      const capacity = 50 + Math.round(random(seed + 1000)() * 5000);
      expectFound(queue(capacity, random(seed)), capacity, `seed ${seed}`);
    }
  });
});
