/** What a metric store does by itself, one thing after the other: flushing tiers, merging fragments, dropping what is too old. */
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Clock } from "../../../lib/clock.ts";
import { tiers } from "../../../store/metric-store.ts";
import type { Statement } from "../driver.ts";
import type { BlockRows } from "./block-rows.ts";
import { type FlushParts, flushTier } from "./flush.ts";
import type { OpenPoints } from "./open-points.ts";

/** How often each tier is flushed, seconds, by its place: its newest points are read from memory until then. */
const flushEverySeconds: readonly number[] = [60, 15 * 60, 3600, 12 * 3600];
/** A tier with more open points than this is flushed at once, to bound memory. */
const mostOpenPoints = 250_000;
/** How long after a span's end its fragments are merged: as late as its last regular flush may be, twice. */
const compactAfterSeconds: readonly number[] = flushEverySeconds.map((seconds) => 2 * seconds);
/** Rows that one step of compaction or expiry looks at. */
const rowsPerStep = 200;
/** A source that was silent for so long may be forgotten: it will not send an old batch again. */
const sourceKeptSeconds = 7 * 86_400;

export interface MaintenanceLog {
  error(details: object, message: string): void;
}

export class Maintenance {
  readonly #parts: FlushParts;
  readonly #clock: Clock;
  readonly #log: MaintenanceLog;
  /** Epoch second of each tier's last flush. */
  readonly #flushedAt: number[];
  readonly #compactedTo: Statement;
  readonly #saveCompactedTo: Statement;
  #working: Promise<void> = Promise.resolve();
  #busy = false;

  constructor(parts: FlushParts, options: { readonly clock: Clock; readonly log: MaintenanceLog }) {
    this.#parts = parts;
    this.#clock = options.clock;
    this.#log = options.log;
    this.#flushedAt = tiers.map(() => this.#now());
    this.#compactedTo = parts.database.prepare("SELECT span_to FROM compacted WHERE tier = ?");
    this.#saveCompactedTo = parts.database.prepare("INSERT OR REPLACE INTO compacted (tier, span_to) VALUES (?, ?)");
  }

  /** Flushes what is due and compacts what is over. Skipped while an earlier round goes on; failures are logged and tried again. */
  run(): void {
    if (this.#busy) return;
    this.#busy = true;
    void this.#enqueue(async () => {
      try {
        await this.#flushDue(this.#now());
        await this.#compact();
      } catch (error) {
        const { path } = this.#parts.database;
        this.#log.error({ path, err: error }, "metrics could not be written; they stay in memory and are tried again in a minute");
      } finally {
        this.#busy = false;
      }
    });
  }

  /** Drops what no tier keeps at `now`; `forgetSeries` deletes silent series and returns what to do after the commit. */
  async expire(now: number, forgetSeries: (silentSince: number) => () => void): Promise<void> {
    await this.#enqueue(async () => {
      await this.#flushDue(now);
      for (const [place, { keptSeconds }] of tiers.entries()) {
        const rows = this.#parts.blocks[place] as BlockRows;
        while (rows.dropBefore(now - keptSeconds, rowsPerStep) === rowsPerStep) await nextTurn();
      }
      const { database } = this.#parts;
      const lasting = tiers.at(-1)?.keptSeconds ?? 0;
      database.transaction(() => {
        database.prepare("DELETE FROM source WHERE seen < ?").run(now - sourceKeptSeconds);
        return forgetSeries(now - lasting);
      })();
    });
  }

  /** Lets what is under way end and writes the finest tier's blocks; the journal keeps the rest. */
  async finish(): Promise<void> {
    await this.#enqueue(() => flushTier(this.#parts, 0)).catch((error: unknown) => {
      this.#log.error({ path: this.#parts.database.path, err: error }, "the last metrics stay in the journal");
    });
  }

  async #flushDue(now: number): Promise<void> {
    for (const place of tiers.keys()) {
      const { count } = this.#parts.open[place] as OpenPoints;
      // A clock that was set back must not put the flush off.
      const age = Math.abs(now - (this.#flushedAt[place] as number));
      if (age < (flushEverySeconds[place] as number) && count < mostOpenPoints) continue;
      await flushTier(this.#parts, place);
      this.#flushedAt[place] = now;
    }
  }

  async #compact(): Promise<void> {
    const { database, blocks } = this.#parts;
    for (const [place, rows] of blocks.entries()) {
      const over = rows.spanOf(this.#now() - (compactAfterSeconds[place] as number));
      const before = this.#compactedTo.get(place)?.span_to as number | undefined;
      // What a clock that jumped left unmerged is only larger and slower, not wrong: the last two spans are enough.
      for (let span = Math.max(before ?? over - 2, over - 2); span < over; span++) {
        for (let after: number | undefined = 0; after !== undefined; ) {
          const from: number = after;
          after = database.transaction(() => rows.compact(span, from, rowsPerStep));
          await nextTurn();
        }
      }
      if (before !== over) this.#saveCompactedTo.run(place, over);
    }
  }

  #enqueue(act: () => Promise<void>): Promise<void> {
    const done = this.#working.then(act);
    this.#working = done.catch(() => {});
    return done;
  }

  #now(): number {
    return Math.floor(this.#clock.now() / 1000);
  }
}
