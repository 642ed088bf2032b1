/** What of a view stands in the address bar: range, period, zone, refresh. Unknown or broken parameters are left out and told. */
import type { Zone } from "./graph/format.ts";
import type { TimeRange } from "./graph/time-range.ts";

export interface ViewState {
  readonly range?: TimeRange | undefined;
  readonly periodSeconds?: number | undefined;
  readonly zone?: Zone | undefined;
  readonly refreshSeconds?: number | undefined;
  /** Which of a page's graphs is enlarged. */
  readonly view?: string | undefined;
}

/** Reads a query string. `broken` names the parameters that could not be read. */
export function readViewState(query: string): { readonly state: ViewState; readonly broken: readonly string[] } {
  const parameters = new URLSearchParams(query);
  const broken: string[] = [];
  const take = <T>(name: string, read: (text: string) => T | undefined): T | undefined => {
    const text = parameters.get(name);
    if (text === null) return undefined;
    const value = read(text);
    if (value === undefined) broken.push(name);
    return value;
  };
  const relative = take("range", parseDuration);
  const from = take("from", parseInstant);
  const to = take("to", parseInstant);
  const periodSeconds = take("period", parseCount);
  const zone = take("tz", (text) => (text === "utc" || text === "local" ? text : undefined));
  const refreshSeconds = take("refresh", parseCount);
  const view = take("view", (text) => text || undefined);
  const absolute = from !== undefined && to !== undefined && to > from ? ({ kind: "absolute", from, to } as const) : undefined;
  if (!absolute && from !== undefined && to !== undefined) broken.push("to");
  const range = absolute ?? (relative === undefined ? undefined : ({ kind: "relative", seconds: relative } as const));
  return {
    state: {
      ...(range && { range }),
      ...(periodSeconds !== undefined && { periodSeconds }),
      ...(zone && { zone }),
      ...(refreshSeconds !== undefined && { refreshSeconds }),
      ...(view !== undefined && { view }),
    },
    broken,
  };
}

/** The parameters of a state, in a fixed order. */
export function writeViewState(state: ViewState): URLSearchParams {
  const parameters = new URLSearchParams();
  if (state.view !== undefined) parameters.set("view", state.view);
  if (state.range?.kind === "relative") parameters.set("range", formatDuration(state.range.seconds));
  if (state.range?.kind === "absolute") {
    parameters.set("from", formatInstant(state.range.from));
    parameters.set("to", formatInstant(state.range.to));
  }
  if (state.periodSeconds !== undefined) parameters.set("period", String(state.periodSeconds));
  if (state.zone !== undefined) parameters.set("tz", state.zone);
  if (state.refreshSeconds) parameters.set("refresh", String(state.refreshSeconds));
  return parameters;
}

/** ISO 8601 durations of days, hours, minutes and seconds, e.g. PT3H, P7D; months count 30 days. Seconds. */
export function parseDuration(text: string): number | undefined {
  const match = /^-?P(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(text);
  if (!match) return undefined;
  const [months, weeks, days, hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const total = months * 30 * 86_400 + weeks * 7 * 86_400 + days * 86_400 + hours * 3600 + minutes * 60 + seconds;
  return total > 0 ? total : undefined;
}

/** The shortest duration for a number of seconds: whole days as P…D, else PT…H, PT…M or PT…S. */
export function formatDuration(seconds: number): string {
  if (seconds % 86_400 === 0) return `P${seconds / 86_400}D`;
  if (seconds % 3600 === 0) return `PT${seconds / 3600}H`;
  return seconds % 60 === 0 ? `PT${seconds / 60}M` : `PT${seconds}S`;
}

function parseInstant(text: string): number | undefined {
  const milliseconds = /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(milliseconds) ? undefined : Math.floor(milliseconds / 1000);
}

function formatInstant(epochSeconds: number): string {
  return new Date(epochSeconds * 1000).toISOString().replace(".000Z", "Z");
}

function parseCount(text: string): number | undefined {
  return /^\d{1,9}$/.test(text) && Number(text) > 0 ? Number(text) : undefined;
}
