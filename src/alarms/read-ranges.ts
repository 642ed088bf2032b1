/**
 * Asks the metric store for the datapoints of many alarms at once: alarms of one period are read together, each metric and
 * statistic once, however many alarms look at it. Many alarms come in slices, so that others have their turn in between.
 */
import type { AlarmMetric, MetricAlarm } from "../model/alarm.ts";
import { ExpressionFault } from "../query/metric-math/query.ts";
import { runQueries } from "../query/metric-math/run-queries.ts";
import { type MetricRequest, select, type SelectedSeries } from "../query/select.ts";
import { parseStatistic, type Statistic, type Values } from "../query/statistics.ts";
import type { MetricStore } from "../store/metric-store.ts";
import { comparedId, queriesOf } from "./alarm-queries.ts";
import { type AlarmDatapoint, evaluationRange } from "../model/alarm-evaluation.ts";
import { slidingStore } from "./sliding-store.ts";

/** What an alarm's evaluation stands on. */
export interface AlarmRange {
  /** One entry a period, oldest first. */
  readonly points: readonly (AlarmDatapoint | undefined)[];
  /** Starts of the periods, epoch seconds. */
  readonly starts: readonly number[];
  /** Of the data; absent for expressions and where there is none. */
  readonly unit?: string;
  /** Why the alarm's expression could not be computed. */
  readonly fault?: string;
}

/** So many alarms are read and decided on without a pause. */
const sliceLength = 500;

/** Alarms in the parts in which they are read: each of one period, those of one metric beside each other. */
export function slicesOf(alarms: readonly MetricAlarm[]): MetricAlarm[][] {
  const byPeriod = new Map<number, Map<string, MetricAlarm[]>>();
  for (const alarm of alarms) {
    const byMetric = valueAt(byPeriod, alarm.periodSeconds, () => new Map<string, MetricAlarm[]>());
    valueAt(byMetric, alarm.metric ? knownOf(alarm.metric).key : "", () => []).push(alarm);
  }
  const slices: MetricAlarm[][] = [];
  for (const byMetric of byPeriod.values()) {
    let slice: MetricAlarm[] = [];
    for (const group of byMetric.values()) {
      for (const alarm of group) {
        if (slice.push(alarm) < sliceLength) continue;
        slices.push(slice);
        slice = [];
      }
    }
    if (slice.length > 0) slices.push(slice);
  }
  return slices;
}

/** The ranges of a slice of alarms, all of one period, the last of which ends at `end` (epoch seconds, a multiple of 10), by alarm name. */
export async function readRanges(store: MetricStore, slice: readonly MetricAlarm[], end: number): Promise<Map<string, AlarmRange>> {
  const ranges = new Map<string, AlarmRange>();
  const offset = end % (slice[0] as MetricAlarm).periodSeconds;
  const window: Window = { store: slidingStore(store, offset), end: end - offset, offset, starts: new Map() };
  await readMetrics(
    window,
    slice.filter(({ metric }) => metric),
    ranges,
  );
  for (const alarm of slice) if (!alarm.metric) ranges.set(alarm.name, await readExpression(window, alarm));
  return ranges;
}

interface Window {
  readonly store: MetricStore;
  /** In the sliding store's time. */
  readonly end: number;
  /** To be added to its times. */
  readonly offset: number;
  /** Starts of the periods by how many of them there are: alarms share them. */
  readonly starts: Map<number, readonly number[]>;
}

/** What does not change as long as an alarm's metric does not. */
interface KnownMetric {
  readonly key: string;
  readonly statistic: Statistic;
}
const knownMetrics = new WeakMap<AlarmMetric, KnownMetric>();
const sampleCount = parseStatistic("SampleCount") as Statistic;

function knownOf(metric: AlarmMetric): KnownMetric {
  let known = knownMetrics.get(metric);
  if (!known) {
    const { namespace, metricName, dimensions, unit, statistic } = metric;
    // The statistic was checked when the alarm was put.
    known = { key: JSON.stringify([namespace, metricName, dimensions, unit]), statistic: parseStatistic(statistic) as Statistic };
    knownMetrics.set(metric, known);
  }
  return known;
}

const startOf = ({ end }: Window, { periodSeconds, evaluationPeriods }: MetricAlarm): number =>
  end - evaluationRange(evaluationPeriods) * periodSeconds;

/** The requests of a slice, each once; those of one metric share its dimensions. */
class Requests {
  readonly list: MetricRequest[] = [];
  readonly #ofMetrics = new Map<string, { readonly metric: AlarmMetric; readonly places: Map<string, number> }>();

  place(metric: AlarmMetric, statistic: Statistic, from: number, to: number): number {
    const of = valueAt(this.#ofMetrics, knownOf(metric).key, () => ({ metric, places: new Map<string, number>() }));
    return valueAt(of.places, `${statistic.text} ${from}`, () => {
      const { namespace, metricName, dimensions, unit, periodSeconds } = of.metric;
      return this.list.push({ namespace, metricName, dimensions, ...(unit && { unit }), statistic, periodSeconds, from, to }) - 1;
    });
  }
}

function valueAt<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}

async function readMetrics(window: Window, alarms: readonly MetricAlarm[], ranges: Map<string, AlarmRange>): Promise<void> {
  const requests = new Requests();
  const asked = alarms.map((alarm) => {
    const metric = alarm.metric as AlarmMetric;
    const from = startOf(window, alarm);
    return {
      alarm,
      values: requests.place(metric, knownOf(metric).statistic, from, window.end),
      samples: alarm.evaluateLowSampleCountPercentile === "ignore" ? requests.place(metric, sampleCount, from, window.end) : undefined,
    };
  });
  const selected = await select(window.store, requests.list, { now: window.end });
  for (const { alarm, values, samples } of asked) {
    const found = selected[values] as SelectedSeries;
    ranges.set(alarm.name, rangeOf(window, alarm, found, samples === undefined ? undefined : selected[samples]));
  }
}

async function readExpression(window: Window, alarm: MetricAlarm): Promise<AlarmRange> {
  const from = startOf(window, alarm);
  try {
    const [result] = await runQueries(window.store, queriesOf(alarm), [comparedId(alarm)], { from, to: window.end, now: window.end });
    const [series] = result?.series ?? [];
    const { timestamps, values } = series ?? { timestamps: new Float64Array(0), values: new Float64Array(0) };
    return rangeOf(window, alarm, { timestamps, values }, undefined);
  } catch (error) {
    if (error instanceof ExpressionFault) return { points: [], starts: [], fault: `Error in expression '${error.id}': ${error.message}` };
    throw error;
  }
}

function rangeOf(window: Window, alarm: MetricAlarm, found: Values & { readonly unit?: string }, samples: Values | undefined): AlarmRange {
  const { periodSeconds } = alarm;
  const first = startOf(window, alarm);
  const length = evaluationRange(alarm.evaluationPeriods);
  const points: (AlarmDatapoint | undefined)[] = [];
  while (points.length < length) points.push(undefined);
  for (let i = 0; i < found.timestamps.length; i++) {
    const start = found.timestamps[i] as number;
    const place = (start - first) / periodSeconds;
    if (!Number.isInteger(place) || place < 0 || place >= length) continue;
    const second = start + window.offset;
    const value = found.values[i] as number;
    const count = samples?.values[samples.timestamps.indexOf(start)];
    points[place] = count === undefined ? { second, value } : { second, value, sampleCount: count };
  }
  const starts = valueAt(window.starts, length, () => points.map((_, i) => first + window.offset + i * periodSeconds));
  return found.unit === undefined ? { points, starts } : { points, starts, unit: found.unit };
}
