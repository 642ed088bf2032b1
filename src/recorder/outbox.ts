/**
 * Batches on their way to the management plane. A batch is kept until it is acknowledged and sent again after a reconnect,
 * under the same sequence, so that it is merged once. While the other side is slow or away, what cannot be sent goes on
 * merging: by the second at first, by the minute from 60 seconds on. Counts survive with bounded memory, resolution does not.
 */
import type { MetricPoint, Series } from "../model/metric.ts";
import { merge } from "../model/statistic-set.ts";
import { packBatch } from "./batch.ts";

export interface OutgoingBatch {
  readonly sequence: number;
  readonly bytes: Uint8Array;
}

export interface OutboxOptions {
  /** How many batches may be under way without an acknowledgement. Default 4. */
  readonly window?: number;
  /** Points older than this are merged by the minute. Default 60. */
  readonly secondsKept?: number;
}

/** The points of one series that wait, by second. */
type Waiting = Map<number, MetricPoint>;

export class Outbox {
  /** Names this life of this data plane, as `BatchSource.id`. */
  readonly sourceId: string;
  readonly #window: number;
  readonly #secondsKept: number;
  readonly #waiting = new Map<Series, Waiting>();
  #underWay: OutgoingBatch[] = [];
  #sequence = 0;
  /** Epoch minute up to which waiting points have been merged. */
  #coarsenedTo = 0;

  constructor(sourceId: string, options: OutboxOptions = {}) {
    this.sourceId = sourceId;
    this.#window = options.window ?? 4;
    this.#secondsKept = options.secondsKept ?? 60;
  }

  /** Takes the points of closed seconds; `now` is epoch ms. */
  add(points: readonly MetricPoint[], now: number): void {
    for (const point of points) this.#add(point);
    const minute = Math.floor((now / 1000 - this.#secondsKept) / 60);
    if (minute === this.#coarsenedTo) return;
    this.#coarsenedTo = minute;
    for (const waiting of this.#waiting.values()) this.#coarsen(waiting, minute * 60);
  }

  /** The next batch to send; undefined while there is nothing new or too much is under way. */
  next(): OutgoingBatch | undefined {
    if (this.#waiting.size === 0 || this.#underWay.length >= this.#window) return undefined;
    const points = [...this.#waiting.values()].flatMap((waiting) => [...waiting.values()]);
    this.#waiting.clear();
    const batch = { sequence: ++this.#sequence, bytes: packBatch(points) };
    this.#underWay.push(batch);
    return batch;
  }

  /** The other side has merged all batches up to this sequence. */
  acknowledge(sequence: number): void {
    this.#underWay = this.#underWay.filter((batch) => batch.sequence > sequence);
  }

  /** After a reconnect: what has to be sent again, in order. */
  unacknowledged(): readonly OutgoingBatch[] {
    return this.#underWay;
  }

  #add(point: MetricPoint): void {
    let waiting = this.#waiting.get(point.series);
    if (!waiting) this.#waiting.set(point.series, (waiting = new Map()));
    const before = waiting.get(point.second);
    waiting.set(point.second, before ? { ...before, set: merge(before.set, point.set) } : point);
  }

  /** Merges the points before `end` (epoch seconds) into the starts of their minutes. */
  #coarsen(waiting: Waiting, end: number): void {
    const fine = [...waiting.values()].filter(({ second }) => second < end && second % 60 !== 0);
    for (const point of fine) {
      const start = point.second - (point.second % 60);
      waiting.delete(point.second);
      const before = waiting.get(start);
      waiting.set(start, before ? { ...before, set: merge(before.set, point.set) } : { ...point, second: start });
    }
  }
}
