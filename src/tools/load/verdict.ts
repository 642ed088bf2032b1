/** What a run means for whoever answers for the target: the rate that holds within the limit, and the quota to set. */
import type { CapacityResult } from "./find-capacity.ts";
import type { Schedule } from "./schedule.ts";
import type { SecondTally, Tally } from "./tally.ts";

/** What is asked of a target. */
export interface Limits {
  /** What an answer may take: AWS KMS gives an XKS proxy 250 ms. */
  readonly limitMs: number;
  /** Requests a second that AWS KMS sends one key store at most, by default 1,800. */
  readonly quotaPerSecond: number;
  /** Share of requests that may fail or come late, 0 to 1. */
  readonly allowed: number;
}

export interface Verdict {
  /** Whether the whole profile was held; of a search, whether any rate was. */
  readonly holds: boolean;
  /** The highest rate that was held, 0 for none. */
  readonly holdsPerSecond: number;
  /** The lowest rate that was not; absent when all were. */
  readonly failsPerSecond?: number;
  /** A quota that leaves room; 0 where no rate holds. */
  readonly setQuotaPerSecond: number;
  /** For people, a few lines. */
  readonly sentences: readonly string[];
}

/** What a quota leaves free of the rate that holds: targets have worse minutes than the one measured. */
const room = 0.1;
/** Above this, milliseconds, the load generator's own lateness shows in the latencies. */
const noticeableMs = 10;

export function quotaFor(holdsPerSecond: number): number {
  const quota = Math.floor(holdsPerSecond * (1 - room) + 1e-9);
  return quota >= 100 ? Math.floor(quota / 10) * 10 : quota;
}

/** The verdict on a profile's run. */
export function verdictOfRun(tally: Tally, schedule: Schedule, limits: Limits): Verdict {
  const bands = bandsOf(tally.seconds, schedule);
  const failed = bands.find((band) => band.missed > Math.max(1, band.due * limits.allowed));
  const held = bands.findLast((band) => failed === undefined || band.perSecond < failed.perSecond);
  const holdsPerSecond = Math.floor(held?.perSecond ?? 0);
  const failsPerSecond = failed && Math.ceil(failed.perSecond);
  return compose({ holds: failed === undefined && tally.ended > 0, holdsPerSecond, failsPerSecond }, limits, lateness(tally));
}

/** Why a search ended where it did, where that is not plain. */
const endings: Readonly<Record<CapacityResult["found"]["because"], string | undefined>> = {
  narrowed: undefined,
  most: "No higher rate was tried: --most sets how far the search goes.",
  generator: "The load generator itself could not keep a higher rate: run it on another machine, or more than one.",
  "nothing-holds": undefined,
  stopped: "The search ended before it had narrowed: with more --seconds or --requests it comes nearer.",
};

/** The verdict of a search for the capacity. */
export function verdictOfSearch({ found }: Pick<CapacityResult, "found">, limits: Limits): Verdict {
  const ending = endings[found.because];
  const known = { holds: found.rate > 0, holdsPerSecond: found.rate, failsPerSecond: found.fails };
  return compose(known, limits, ending === undefined ? [] : [ending]);
}

function compose(
  known: { readonly holds: boolean; readonly holdsPerSecond: number; readonly failsPerSecond: number | undefined },
  limits: Limits,
  notes: readonly string[],
): Verdict {
  const { holds, holdsPerSecond, failsPerSecond } = known;
  const setQuotaPerSecond = quotaFor(holdsPerSecond);
  const percent = (100 * (1 - limits.allowed)).toFixed(2).replace(/\.?0+$/, "");
  const measure = `${percent} % of the requests answered well within ${limits.limitMs} ms`;
  const rate =
    holdsPerSecond > 0
      ? `Holds ${grouped(holdsPerSecond)} requests a second: ${measure}.`
      : `Holds no rate that was tried: not ${measure}.`;
  const above = failsPerSecond === undefined ? [] : [`${grouped(failsPerSecond)} a second is too much.`];
  return {
    holds,
    holdsPerSecond,
    ...(failsPerSecond !== undefined && { failsPerSecond }),
    setQuotaPerSecond,
    sentences: [[rate, ...above].join(" "), ...quotaSentence(setQuotaPerSecond, failsPerSecond, limits), ...notes],
  };
}

function quotaSentence(quota: number, failsPerSecond: number | undefined, { quotaPerSecond }: Limits): readonly string[] {
  if (quota === 0) return ["Find out what fails before a quota is set."];
  const standard = grouped(quotaPerSecond);
  if (quota >= quotaPerSecond) return [`The quota of ${standard} a second can stand; up to ${grouped(quota)} would leave a tenth of room.`];
  if (failsPerSecond === undefined) {
    return [`For a quota of ${standard} a second a higher rate must be tried; what was held is enough for ${grouped(quota)}.`];
  }
  return [
    `Quota to set: ${grouped(quota)} a second, which leaves a tenth of room (\`xkswatch key-stores quota ID ${quota}\`). AWS KMS sends up to ${standard}: there, request a decrease of the request quota for custom key stores.`,
  ];
}

function lateness({ ownLateness }: Tally): readonly string[] {
  const lateMs = ownLateness.quantile(0.99);
  return lateMs <= noticeableMs
    ? []
    : [`The load generator itself was late (p99 ${lateMs.toFixed(0)} ms): its machine is busy, and latencies are too high by as much.`];
}

interface Band {
  readonly perSecond: number;
  readonly due: number;
  readonly missed: number;
}

const mostBands = 20;

/** The seconds of a run put together by the rate that was wanted in them, in ascending order. */
function bandsOf(seconds: readonly SecondTally[], schedule: Schedule): readonly Band[] {
  const rated = seconds
    .filter(({ due }) => due > 0)
    .map((second) => ({ ...second, perSecond: schedule.rateAt(second.second + 0.5) }))
    .sort((a, b) => a.perSecond - b.perSecond);
  const lowest = rated[0]?.perSecond ?? 0;
  const width = ((rated.at(-1)?.perSecond ?? 0) - lowest) / mostBands || 1;
  const bands = new Map<number, (typeof rated)[number][]>();
  for (const second of rated) {
    const index = Math.min(mostBands - 1, Math.floor((second.perSecond - lowest) / width));
    bands.set(index, [...(bands.get(index) ?? []), second]);
  }
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  return [...bands.values()].map((members) => ({
    perSecond: sum(members.map(({ perSecond }) => perSecond)) / members.length,
    due: sum(members.map(({ due }) => due)),
    missed: sum(members.map(({ due, good }) => due - good)),
  }));
}

/** 1800 as 1,800. */
export const grouped = (value: number): string => value.toLocaleString("en-US");
