/**
 * Asks the metric store for the datapoints of many alarms at once: alarms of one period are read together, each metric and
 * statistic once, however many alarms look at it.
 */
import type { AlarmMetric, MetricAlarm } from "../model/alarm.ts";
import { ExpressionFault } from "../query/metric-math/query.ts";
import { runQueries } from "../query/metric-math/run-queries.ts";
import { type MetricRequest, select } from "../query/select.ts";
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

/** The ranges of alarms whose last period ends at `end` (epoch seconds, a multiple of 10), by alarm name. */
export async function readRanges(store: MetricStore, alarms: readonly MetricAlarm[], end: number): Promise<Map<string, AlarmRange>> {
  const ranges = new Map<string, AlarmRange>();
  for (const group of byPeriod(alarms)) {
    const { periodSeconds } = group[0] as MetricAlarm;
    const offset = end % periodSeconds;
    const window = { store: slidingStore(store, offset), end: end - offset, offset };
    await readMetrics(
      window,
      group.filter(({ metric }) => metric),
      ranges,
    );
    for (const alarm of group) if (!alarm.metric) ranges.set(alarm.name, await readExpression(window, alarm));
  }
  return ranges;
}

interface Window {
  readonly store: MetricStore;
  /** In the sliding store's time. */
  readonly end: number;
  /** To be added to its times. */
  readonly offset: number;
}

function byPeriod(alarms: readonly MetricAlarm[]): MetricAlarm[][] {
  const groups = new Map<number, MetricAlarm[]>();
  for (const alarm of alarms) {
    const group = groups.get(alarm.periodSeconds);
    if (group) group.push(alarm);
    else groups.set(alarm.periodSeconds, [alarm]);
  }
  return [...groups.values()];
}

const startOf = ({ end }: Window, { periodSeconds, evaluationPeriods }: MetricAlarm): number =>
  end - evaluationRange(evaluationPeriods) * periodSeconds;

/** The requests of a group, each once. */
class Requests {
  readonly list: MetricRequest[] = [];
  readonly #places = new Map<string, number>();

  place(metric: AlarmMetric, statistic: string, from: number, to: number): number {
    const key = JSON.stringify([metric.namespace, metric.metricName, metric.dimensions, metric.unit, statistic, from]);
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    const { namespace, metricName, dimensions, unit, periodSeconds } = metric;
    // Checked when the alarm was put.
    const parsed = parseStatistic(statistic) as Statistic;
    const request = { namespace, metricName, dimensions, ...(unit && { unit }), statistic: parsed, periodSeconds, from, to };
    const place = this.list.push(request) - 1;
    this.#places.set(key, place);
    return place;
  }
}

async function readMetrics(window: Window, alarms: readonly MetricAlarm[], ranges: Map<string, AlarmRange>): Promise<void> {
  const requests = new Requests();
  const asked = alarms.map((alarm) => {
    const metric = alarm.metric as AlarmMetric;
    const from = startOf(window, alarm);
    return {
      alarm,
      values: requests.place(metric, metric.statistic, from, window.end),
      samples: alarm.evaluateLowSampleCountPercentile === "ignore" ? requests.place(metric, "SampleCount", from, window.end) : undefined,
    };
  });
  const selected = await select(window.store, requests.list, { now: window.end });
  for (const { alarm, values, samples } of asked) {
    const found = selected[values];
    const range = rangeOf(window, alarm, found as Values, samples === undefined ? undefined : selected[samples]);
    ranges.set(alarm.name, { ...range, ...(found?.unit && { unit: found.unit }) });
  }
}

async function readExpression(window: Window, alarm: MetricAlarm): Promise<AlarmRange> {
  const from = startOf(window, alarm);
  try {
    const [result] = await runQueries(window.store, queriesOf(alarm), [comparedId(alarm)], { from, to: window.end, now: window.end });
    const [series] = result?.series ?? [];
    return rangeOf(window, alarm, series ?? { timestamps: new Float64Array(0), values: new Float64Array(0) }, undefined);
  } catch (error) {
    if (error instanceof ExpressionFault) return { points: [], starts: [], fault: `Error in expression '${error.id}': ${error.message}` };
    throw error;
  }
}

function rangeOf(window: Window, alarm: MetricAlarm, found: Values, samples: Values | undefined): AlarmRange {
  const { periodSeconds } = alarm;
  const first = startOf(window, alarm);
  const length = evaluationRange(alarm.evaluationPeriods);
  const points: (AlarmDatapoint | undefined)[] = Array.from({ length }, () => undefined);
  for (let i = 0; i < found.timestamps.length; i++) {
    const start = found.timestamps[i] as number;
    const place = (start - first) / periodSeconds;
    if (!Number.isInteger(place) || place < 0 || place >= length) continue;
    const sampleCount = samples?.values[samples.timestamps.indexOf(start)];
    points[place] = {
      second: start + window.offset,
      value: found.values[i] as number,
      ...(sampleCount !== undefined && { sampleCount }),
    };
  }
  return { points, starts: points.map((_, i) => first + window.offset + i * periodSeconds) };
}
