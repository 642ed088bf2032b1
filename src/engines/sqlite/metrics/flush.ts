/**
 * Flushing: a tier's open points become blocks, and their roll-up becomes open points of the next tier. It goes in steps of
 * a few milliseconds, each one transaction, so that the loop serves others in between and a kill between two steps loses
 * and doubles nothing.
 */
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Clock } from "../../../lib/clock.ts";
import { PointList } from "../../../store/blocks/points.ts";
import { tiers } from "../../../store/metric-store.ts";
import type { Database } from "../driver.ts";
import type { BlockRows } from "./block-rows.ts";
import type { Journal, JournalEntry } from "./journal.ts";
import type { OpenPoints } from "./open-points.ts";

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
  saveLastSeconds(seriesIds: readonly number[]): void;
}

/** Flushes one tier. Rejects when the disk refuses; everything that was not written stays open and can be flushed again. */
export async function flushTier(parts: FlushParts, place: number): Promise<void> {
  const { database, journal, open } = parts;
  const tier = open[place] as OpenPoints;
  const frozen = tier.freeze(journal.newest());
  while (frozen.lists.size > 0) {
    flushSome(parts, place, frozen.lists, frozen.journalTo);
    await nextTurn();
  }
  database.transaction(() => journal.finish(place, frozen.journalTo));
  tier.thaw();
}

/** One step: some series, one transaction. */
function flushSome(parts: FlushParts, place: number, lists: Map<number, PointList>, journalTo: number): void {
  const { database, clock, journal, open, blocks } = parts;
  const started = clock.monotonic();
  const written: number[] = [];
  const rolledUp: JournalEntry[] = [];
  const nextGrain = tiers[place + 1]?.grainSeconds;
  database.transaction(() => {
    for (const [seriesId, list] of lists) {
      (blocks[place] as BlockRows).append(seriesId, list);
      if (nextGrain !== undefined) rolledUp.push(...rollUp(seriesId, list, nextGrain));
      written.push(seriesId);
      if (clock.monotonic() - started > stepMs) break;
    }
    journal.append(place + 1, rolledUp);
    journal.saveProgress(place, { journalTo, seriesTo: written.at(-1) as number });
    if (place === 0) parts.saveLastSeconds(written);
  });
  for (const seriesId of written) lists.delete(seriesId);
  for (const { seriesId, second, set } of rolledUp) (open[place + 1] as OpenPoints).add(seriesId, second, set);
}

function rollUp(seriesId: number, list: PointList, grainSeconds: number): JournalEntry[] {
  const coarse = new PointList();
  coarse.addAll(list, grainSeconds);
  return Array.from({ length: coarse.length }, (_, i) => ({ seriesId, second: coarse.seconds[i] as number, set: coarse.setAt(i) }));
}
