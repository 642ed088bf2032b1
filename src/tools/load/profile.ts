/**
 * Rate profiles: `steady:1800`, `ramp:100-3000`, `spike:500-3000`. A profile is a row of segments whose rate runs in a straight
 * line; when each request is due follows from the area under it (schedule).
 */

/** A stretch of time whose rate goes evenly from one value to another. */
export interface Segment {
  readonly seconds: number;
  /** Requests a second at its beginning and at its end. */
  readonly from: number;
  readonly to: number;
}

export interface ProfileKind {
  /** How many rates stand behind the colon. */
  readonly rates: 1 | 2;
  readonly example: string;
  readonly sentence: string;
  segments(seconds: number, first: number, second: number): readonly Segment[];
}

/** The kinds, one entry each; help and grammar read them. */
export const profileKinds = {
  steady: {
    rates: 1,
    example: "steady:1800",
    sentence: "the same rate all the time",
    segments: (seconds, rate) => [{ seconds, from: rate, to: rate }],
  },
  ramp: {
    rates: 2,
    example: "ramp:100-3000",
    sentence: "from the first rate evenly to the second",
    segments: (seconds, from, to) => [{ seconds, from, to }],
  },
  spike: {
    rates: 2,
    example: "spike:500-3000",
    sentence: "the first rate, with a fifth of the time at the second in the middle",
    segments: (seconds, base, peak) => [
      { seconds: seconds * 0.4, from: base, to: base },
      { seconds: seconds * 0.2, from: peak, to: peak },
      { seconds: seconds * 0.4, from: base, to: base },
    ],
  },
} as const satisfies Record<string, ProfileKind>;

/** Requests a second that a profile may ask for. */
export const mostPerSecond = 100_000;

/** Completes "must be …" for who gave another text. */
export const profileForm = `one of ${Object.values(profileKinds)
  .map(({ example }) => example)
  .join(", ")} with rates from 1 to ${mostPerSecond} a second`;

/** @returns the segments over `seconds`, or undefined for a text that is no profile */
export function parseProfile(text: string, seconds: number): readonly Segment[] | undefined {
  const [, name = "", first = "", second] = /^([a-z]+):(\d{1,6})(?:-(\d{1,6}))?$/.exec(text) ?? [];
  if (!Object.hasOwn(profileKinds, name)) return undefined;
  const kind: ProfileKind = profileKinds[name as keyof typeof profileKinds];
  if ((second === undefined ? 1 : 2) !== kind.rates) return undefined;
  const rates = [Number(first), Number(second ?? first)] as const;
  return rates.every((rate) => rate >= 1 && rate <= mostPerSecond) ? kind.segments(seconds, ...rates) : undefined;
}
