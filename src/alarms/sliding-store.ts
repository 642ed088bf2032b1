/**
 * A metric store whose periods end at any minute: alarms look at windows that slide, while buckets of a store begin at epoch
 * multiples of their width. Times on this side are `offset` earlier than in the store, so that a window's start falls on such
 * a multiple and everything above (select, metric math, Insights) works as it is.
 */
import { mergeSpreads, type StatisticSet } from "../model/statistic-set.ts";
import type { Columns, MetricStore, ReadRequest } from "../store/metric-store.ts";

/** @param offsetSeconds 0 or more, less than the period that is read, a multiple of 10 */
export function slidingStore(store: MetricStore, offsetSeconds: number): MetricStore {
  if (offsetSeconds === 0) return store;
  return {
    merge: (points, source) => store.merge(points, source),
    list: (selector) => store.list(selector),
    read: (request) => readShifted(store, request, offsetSeconds),
    expire: (now) => store.expire(now),
    size: () => store.size(),
    close: () => store.close(),
  };
}

/** The widest grain at which the store can be read so that windows are made of whole buckets. */
export function stepFor(offsetSeconds: number, periodSeconds: number): number {
  for (const step of [300, 60]) if (offsetSeconds % step === 0 && periodSeconds % step === 0) return step;
  return 10;
}

async function readShifted(store: MetricStore, request: ReadRequest, offset: number): Promise<readonly Columns[]> {
  const step = stepFor(offset, request.periodSeconds);
  const fine = await store.read({
    ...request,
    from: request.from + offset,
    to: request.to + offset,
    periodSeconds: step,
    grainSeconds: step < 60 ? 1 : step,
  });
  return fine.map((columns) => merged(columns, request.periodSeconds, offset));
}

/** Neighbouring buckets put together to those of the period. */
function merged(fine: Columns, periodSeconds: number, offset: number): Columns {
  if (!fine.spreads) return mergedNumbers(fine, periodSeconds, offset);
  const starts: number[] = [];
  const sets: StatisticSet[] = [];
  for (let i = 0; i < fine.starts.length; i++) {
    const start = Math.floor(((fine.starts[i] as number) - offset) / periodSeconds) * periodSeconds;
    const set = setAt(fine, i);
    const last = sets.length - 1;
    if (starts.at(-1) === start) sets[last] = both(sets[last] as StatisticSet, set);
    else {
      starts.push(start);
      sets.push(set);
    }
  }
  return {
    starts: Float64Array.from(starts),
    sampleCounts: Float64Array.from(sets, (set) => set.sampleCount),
    sums: Float64Array.from(sets, (set) => set.sum),
    minimums: Float64Array.from(sets, (set) => set.minimum),
    maximums: Float64Array.from(sets, (set) => set.maximum),
    spreads: sets.map((set) => set.spread),
  };
}

/** The same without spreads, number by number: most alarms need no more. */
function mergedNumbers({ starts, sampleCounts, sums, minimums, maximums }: Columns, periodSeconds: number, offset: number): Columns {
  const merged = {
    starts: new Float64Array(starts.length),
    sampleCounts: new Float64Array(starts.length),
    sums: new Float64Array(starts.length),
    minimums: new Float64Array(starts.length),
    maximums: new Float64Array(starts.length),
  };
  let last = -1;
  for (let i = 0; i < starts.length; i++) {
    const start = Math.floor(((starts[i] as number) - offset) / periodSeconds) * periodSeconds;
    const [minimum, maximum] = [minimums[i] as number, maximums[i] as number];
    if (last < 0 || merged.starts[last] !== start) {
      merged.starts[++last] = start;
      merged.minimums[last] = minimum;
      merged.maximums[last] = maximum;
    } else {
      if (minimum < (merged.minimums[last] as number)) merged.minimums[last] = minimum;
      if (maximum > (merged.maximums[last] as number)) merged.maximums[last] = maximum;
    }
    merged.sampleCounts[last] = (merged.sampleCounts[last] as number) + (sampleCounts[i] as number);
    merged.sums[last] = (merged.sums[last] as number) + (sums[i] as number);
  }
  const length = last + 1;
  return {
    starts: merged.starts.subarray(0, length),
    sampleCounts: merged.sampleCounts.subarray(0, length),
    sums: merged.sums.subarray(0, length),
    minimums: merged.minimums.subarray(0, length),
    maximums: merged.maximums.subarray(0, length),
  };
}

function setAt(columns: Columns, i: number): StatisticSet {
  const spread = columns.spreads?.[i];
  return {
    sampleCount: columns.sampleCounts[i] as number,
    sum: columns.sums[i] as number,
    minimum: columns.minimums[i] as number,
    maximum: columns.maximums[i] as number,
    ...(spread !== undefined && { spread }),
  };
}

function both(a: StatisticSet, b: StatisticSet): StatisticSet {
  const spread = mergeSpreads(a, b);
  return {
    sampleCount: a.sampleCount + b.sampleCount,
    sum: a.sum + b.sum,
    minimum: Math.min(a.minimum, b.minimum),
    maximum: Math.max(a.maximum, b.maximum),
    ...(spread !== undefined && { spread }),
  };
}
