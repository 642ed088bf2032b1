/** The metric store without a disk: for tests and for what need not outlive the process. */
import type { Clock } from "../lib/clock.ts";
import type { MetricPoint } from "../model/metric.ts";
import type { StatisticSet } from "../model/statistic-set.ts";
import { assignPoints } from "./assign-points.ts";
import { Buckets, firstAtOrAfter } from "./blocks/buckets.ts";
import { PointList, setAt } from "./blocks/points.ts";
import {
  type BatchSource,
  type Columns,
  type MetricStore,
  type ReadRequest,
  type SeriesSelector,
  type StoredSeries,
  tiers,
} from "./metric-store.ts";
import { defaultSeriesLimit, SeriesIndex } from "./series-index.ts";
import { tierPlace } from "./tier-choice.ts";

export interface MemoryMetricStoreOptions {
  readonly clock: Pick<Clock, "now">;
  /** Series that a namespace other than AWS's own may have. */
  readonly seriesLimit?: number;
}

export class MemoryMetricStore implements MetricStore {
  readonly #clock: Pick<Clock, "now">;
  readonly #seriesLimit: number;
  readonly #index = new SeriesIndex();
  /** By tier, then by series id. */
  readonly #points: readonly Map<number, PointList>[] = tiers.map(() => new Map());
  readonly #sequences = new Map<string, number>();
  #nextId = 1;

  constructor(options: MemoryMetricStoreOptions) {
    this.#clock = options.clock;
    this.#seriesLimit = options.seriesLimit ?? defaultSeriesLimit;
  }

  async merge(points: readonly MetricPoint[], source?: BatchSource): Promise<void> {
    if (source && source.sequence <= (this.#sequences.get(source.id) ?? 0)) return;
    const now = Math.floor(this.#clock.now() / 1000);
    const batch = assignPoints(points, this.#index, now, this.#seriesLimit);
    for (const one of batch.unknown) {
      one.id = this.#nextId++;
      this.#index.insert(one.id, one.series, 0);
    }
    for (const { place, second, point, series } of batch.points) this.#add(series.id as number, place, second, point.set);
    if (source) this.#sequences.set(source.id, source.sequence);
  }

  async list(selector: SeriesSelector): Promise<readonly StoredSeries[]> {
    return this.#index.list(selector);
  }

  async read(request: ReadRequest): Promise<readonly Columns[]> {
    const lists = this.#points[tierPlace(request.grainSeconds)] as Map<number, PointList>;
    const buckets = new Buckets(request.from, request.to, request.periodSeconds, request.histograms);
    return request.seriesIds.map((id) => {
      const points = lists.get(id);
      if (points) buckets.add(points);
      return buckets.take();
    });
  }

  async expire(now: number): Promise<void> {
    for (const [place, lists] of this.#points.entries()) {
      const oldest = now - (tiers[place]?.keptSeconds ?? 0);
      for (const [id, points] of lists) {
        const first = firstAtOrAfter(points.seconds, points.length, oldest);
        if (first === points.length) lists.delete(id);
        else if (first > 0) lists.set(id, withoutFirst(points, first));
      }
    }
    const lasting = this.#points.at(-1);
    this.#index.remove([...this.#index].filter(({ id }) => !lasting?.has(id)).map(({ id }) => id));
  }

  async size(): Promise<number> {
    return 0;
  }

  async close(): Promise<void> {
    for (const lists of this.#points) lists.clear();
  }

  #add(id: number, finest: number, second: number, set: StatisticSet): void {
    this.#index.touch(id, second);
    for (let place = finest; place < tiers.length; place++) {
      const lists = this.#points[place] as Map<number, PointList>;
      let list = lists.get(id);
      if (!list) lists.set(id, (list = new PointList()));
      list.add(second - (second % (tiers[place]?.grainSeconds ?? 1)), set);
    }
  }
}

function withoutFirst(points: PointList, count: number): PointList {
  const rest = new PointList();
  for (let i = count; i < points.length; i++) rest.add(points.seconds[i] as number, setAt(points, i));
  return rest;
}
