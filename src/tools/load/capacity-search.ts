/**
 * The search for the rate that a target holds, as a pure function: from the steps measured so far to the next one, or the end.
 *
 * A step holds when no more than the allowed share of its requests failed or came late. One that holds is believed, one that
 * does not is measured up to four times, because a machine's hiccup makes good steps bad but never bad ones good. Short steps
 * have two blind spots, and so there are thorough ones, which alone decide in the end:
 * - A queue that grows slowly is late only after a while: a thorough step takes longer.
 * - A target that refuses above a rate mostly lets a burst through first. As soon as refusals are seen, a thorough step is
 *   *pressed*: the target is overrun until it refuses, its burst is used up, and the step is measured then. And what still
 *   came through after the first refusal is a good guess of the rate.
 */

/** One measured step. */
export interface CapacityStep {
  /** Requests a second. */
  readonly rate: number;
  readonly thorough: boolean;
  readonly due: number;
  /** Without a good answer within the limit; `refused` of them were answered with an error. */
  readonly missed: number;
  readonly refused: number;
  /** Answers a second that were no refusals, after the first refusal; only where there were enough to tell. */
  readonly throughPerSecond?: number;
  /** Whether the load generator itself could not keep the rate: then misses say nothing of the target. */
  readonly generatorLate: boolean;
}

export interface CapacitySettings {
  /** Rate of the first step, and the highest that is tried. */
  readonly from: number;
  readonly most: number;
  /** Share of requests that may miss, 0 to 1. */
  readonly allowed: number;
  /** How near to each other a rate that holds and one that does not must be in the end, e.g. 0.04. */
  readonly precision: number;
}

export type CapacityDecision =
  | {
      readonly kind: "measure";
      readonly rate: number;
      readonly thorough: boolean;
      /** Overrun the target at this rate first, until it refuses. */
      readonly pressAt?: number;
    }
  | CapacityFound;

export interface CapacityFound {
  readonly kind: "found";
  /** The highest rate that holds, 0 where none does. */
  readonly rate: number;
  /** The lowest known rate that does not hold; absent where none was found. */
  readonly fails?: number;
  readonly because: "narrowed" | "most" | "generator" | "nothing-holds";
}

/** The share of a step's misses from which on they are a matter of refusals. */
const refusedShare = 0.5;

/** A bracket whose ends are so near to each other is worth thorough steps. */
const thoroughBelow = 1.25;
/** How far above a rate the target is overrun before it is measured. */
const pressFactor = 2;
/** A share of refusals that tells of a limiter. */
const limiterShare = 0.01;
/** A share of misses that no hiccup explains. */
const clearShare = 0.3;
/** So many points and a rate does not hold: a step that fails is one, a clear one more. */
const pointsToFail = 4;
const clearPoints = 2;
/** How often a rate is tried that the load generator itself does not keep. */
const generatorTries = 3;

/** What the steps so far say. */
interface Evidence {
  /** Whether the target refuses above a rate. */
  readonly limiter: boolean;
  readonly believed: readonly CapacityStep[];
  /** The highest rate that holds, 0 for none. */
  readonly lo: number;
  /** The lowest rate that does not. */
  readonly hi: number | undefined;
}

/** The next step, or the end. */
export function decide(steps: readonly CapacityStep[], settings: CapacitySettings): CapacityDecision {
  const last = steps.at(-1);
  if (!last) return { kind: "measure", rate: Math.min(settings.from, settings.most), thorough: false };
  const { limiter, believed, lo, hi } = weigh(steps, settings);
  const measure = (rate: number, thorough: boolean): CapacityDecision => (limiter ? pressed(rate) : { kind: "measure", rate, thorough });
  if (generatorFailed(last, settings)) {
    const tries = steps.filter((step) => step.rate === last.rate && generatorFailed(step, settings)).length;
    if (tries < generatorTries) return measure(last.rate, last.thorough);
    return { ...foundSoFar(steps, settings), kind: "found", because: "generator" };
  }
  if (believed.includes(last) && judge(believed, last.rate, settings) === "open") return measure(last.rate, last.thorough);
  if (hi !== undefined && hi <= 1) return { kind: "found", rate: 0, fails: hi, because: "nothing-holds" };
  const narrow = hi !== undefined && lo > 0 && (hi <= lo * (1 + settings.precision) || hi - lo <= 1);
  if (narrow || (hi === undefined && lo >= settings.most)) {
    // Both ends are proved by thorough steps: a lucky or an unlucky short one must not have led astray.
    const unproved = [lo, ...(hi === undefined ? [] : [hi])].find((rate) => !believed.some((step) => step.rate === rate && step.thorough));
    if (unproved !== undefined) return measure(unproved, true);
    return narrow ? { kind: "found", rate: lo, fails: hi, because: "narrowed" } : { kind: "found", rate: lo, because: "most" };
  }
  if (hi === undefined) return measure(Math.min(settings.most, whole(lo * 2)), false);
  return measure(between(lo, hi, limiter ? guess(believed) : undefined), hi <= lo * thoroughBelow);
}

/** What is known now, for a search that must end before it has narrowed. */
export function foundSoFar(steps: readonly CapacityStep[], settings: CapacitySettings): { readonly rate: number; readonly fails?: number } {
  const { lo, hi } = weigh(steps, settings);
  return { rate: lo, ...(hi !== undefined && { fails: hi }) };
}

function weigh(steps: readonly CapacityStep[], settings: CapacitySettings): Evidence {
  const limiter = steps.some((step) => step.refused > Math.max(1, step.due * Math.max(settings.allowed, limiterShare)));
  // What held in a short step may have been the burst that a limiter lets through.
  const believed = steps.filter((step) => !generatorFailed(step, settings) && (!limiter || step.thorough || fails(step, settings)));
  const rates = [...new Set(believed.map(({ rate }) => rate))].sort((a, b) => a - b);
  const hi = rates.find((rate) => judge(believed, rate, settings) === "fails");
  const lo = rates.findLast((rate) => judge(believed, rate, settings) === "holds" && (hi === undefined || rate < hi)) ?? 0;
  return { limiter, believed, lo, hi };
}

/** A step that does not hold for a reason of the load generator's. */
const generatorFailed = (step: CapacityStep, settings: CapacitySettings): boolean => step.generatorLate && fails(step, settings);

/** Whether a step alone does not hold. Of few requests one may always miss. */
export function fails({ due, missed }: CapacityStep, { allowed }: CapacitySettings): boolean {
  return missed > Math.max(1, Math.ceil(due * allowed));
}

/** Of a rate with thorough steps only these count. */
function judge(steps: readonly CapacityStep[], rate: number, settings: CapacitySettings): "holds" | "fails" | "open" {
  const all = steps.filter((step) => step.rate === rate);
  const thorough = all.filter((step) => step.thorough);
  const runs = thorough.length > 0 ? thorough : all;
  if (runs.some((step) => !fails(step, settings))) return "holds";
  const points = runs.reduce((sum, step) => sum + pointsOf(step), 0);
  return points >= pointsToFail ? "fails" : "open";
}

/** Refusals in a short step are enough for the time being: a thorough one will prove them. */
function pointsOf(step: CapacityStep): number {
  if (step.refused >= step.missed * refusedShare) return step.thorough ? clearPoints : pointsToFail;
  return step.missed >= step.due * clearShare ? clearPoints : 1;
}

/** Good answers a second in the steps that were refused: the middle one of what they say. */
function guess(steps: readonly CapacityStep[]): number | undefined {
  const told = steps
    .map(({ throughPerSecond }) => throughPerSecond)
    .filter((each) => each !== undefined && each > 0)
    .sort((a, b) => (a as number) - (b as number));
  return told[Math.floor(told.length / 2)];
}

/** Where to measure next: just below and just above a guess, else in the middle, by ratio. */
function between(lo: number, hi: number, guessed: number | undefined): number {
  const inside = (rate: number): boolean => rate > lo * 1.005 && rate < hi * 0.995;
  const candidates =
    guessed === undefined ? [] : [guessed * 0.985, guessed * 1.02, guessed * 1.06, guessed * 1.12].map(whole).filter(inside);
  const [first] = candidates;
  if (first !== undefined) return first;
  if (lo > 0) return Math.min(hi - 1, Math.max(lo + 1, whole(Math.sqrt(lo * hi))));
  // Nothing holds so far: a little lower where refusals tell that it cannot be far, else by half.
  return Math.max(1, Math.min(hi - 1, whole(guessed === undefined || hi > guessed * 1.5 ? hi / 2 : hi * 0.94)));
}

const pressed = (rate: number): CapacityDecision => ({ kind: "measure", rate, thorough: true, pressAt: whole(rate * pressFactor) });

const whole = (rate: number): number => Math.max(1, Math.round(rate));
