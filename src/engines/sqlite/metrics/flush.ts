/**
 * Flushing: a tier's open points become blocks, and their roll-up becomes open points of the next tier. It goes in steps of
 * a few milliseconds, each one transaction, so that the loop serves others in between and a kill between two steps loses
 * and doubles nothing.
 */
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Clock } from "../../../lib/clock.ts";
import { type PointColumns, PointList } from "../../../store/blocks/points.ts";
import { tiers } from "../../../store/metric-store.ts";
import type { Database } from "../driver.ts";
import type { BlockRows } from "./block-rows.ts";
import type { Journal, JournalEntry } from "./journal.ts";
import type { Frozen, OpenPoints } from "./open-points.ts";

/** How long one step may hold the loop, ms. */
const stepMs = 4;

export interface FlushParts {
  readonly database: Database;
  readonly clock: Pick<Clock, "monotonic">;
  readonly journal: Journal;
  /** By the tier's place. */
  readonly open: readonly OpenPoints[];
  readonly blocks: readonly BlockRows[];
  /** Writes down the newest datapoint of series, inside the step's transaction. */
  saveLastSeconds(seriesIds: Float64Array): void;
}

/** Flushes one tier. Rejects when the disk refuses; everything that was not written stays open and can be flushed again. */
export async function flushTier(parts: FlushParts, place: number): Promise<void> {
  const { database, journal, open } = parts;
  const tier = open[place] as OpenPoints;
  const frozen = tier.freeze(journal.newest());
  while (frozen.written < frozen.seriesIds.length) {
    flushSome(parts, place, frozen);
    await nextTurn();
  }
  database.transaction(() => journal.finish(place, frozen.journalTo));
  tier.thaw();
}

/** One step: some series, one transaction. */
function flushSome(parts: FlushParts, place: number, frozen: Frozen): void {
  const { database, clock, journal, open, blocks } = parts;
  const started = clock.monotonic();
  const rolledUp: JournalEntry[] = [];
  const nextGrain = tiers[place + 1]?.grainSeconds;
  let { written } = frozen;
  database.transaction(() => {
    do {
      const seriesId = frozen.seriesIds[written++] as number;
      const points = frozen.points.of(seriesId);
      if (!points) continue;
      (blocks[place] as BlockRows).append(seriesId, points);
      if (nextGrain !== undefined) rollUp(seriesId, points, nextGrain, rolledUp);
    } while (written < frozen.seriesIds.length && clock.monotonic() - started < stepMs);
    journal.append(place + 1, rolledUp);
    journal.saveProgress(place, { journalTo: frozen.journalTo, seriesTo: frozen.seriesIds[written - 1] as number });
    if (place === 0) parts.saveLastSeconds(frozen.seriesIds.subarray(frozen.written, written));
  });
  for (let i = frozen.written; i < written; i++) frozen.points.drop(frozen.seriesIds[i] as number);
  frozen.written = written;
  for (const { seriesId, second, set } of rolledUp) (open[place + 1] as OpenPoints).add(seriesId, second, set);
}

function rollUp(seriesId: number, points: PointColumns, grainSeconds: number, into: JournalEntry[]): void {
  const coarse = new PointList();
  coarse.addAll(points, grainSeconds);
  for (let i = 0; i < coarse.length; i++) into.push({ seriesId, second: coarse.seconds[i] as number, set: coarse.setAt(i) });
}
