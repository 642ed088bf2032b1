/**
 * The journal of metrics.db: what was merged and does not lie in blocks yet. A row holds points for one tier and all coarser
 * ones; it goes when the tier's blocks are written, in the same transaction that leaves the rolled-up rest to the next tier.
 */
import { ByteReader, ByteWriter } from "../../../lib/byte-buffer.ts";
import { readSet, writeSet } from "../../../model/packed-set.ts";
import type { StatisticSet } from "../../../model/statistic-set.ts";
import type { Database, Statement } from "../driver.ts";

/** A point by the id of its series. */
export interface JournalEntry {
  readonly seriesId: number;
  readonly second: number;
  readonly set: StatisticSet;
}

const version = 1;

/** How far a flush that was under way had come: rows up to `journalTo` are written for series up to `seriesTo`. */
interface FlushProgress {
  readonly journalTo: number;
  readonly seriesTo: number;
}

export class Journal {
  readonly #append: Statement;
  readonly #rows: Statement;
  readonly #drop: Statement;
  readonly #progress: Statement;
  readonly #saveProgress: Statement;
  readonly #dropProgress: Statement;
  readonly #newest: Statement;

  constructor(database: Database) {
    this.#append = database.prepare("INSERT INTO journal (tier, bytes) VALUES (?, ?)");
    this.#rows = database.prepare("SELECT id, bytes FROM journal WHERE tier = ? ORDER BY id");
    this.#drop = database.prepare("DELETE FROM journal WHERE tier = ? AND id <= ?");
    this.#progress = database.prepare("SELECT journal_to, series_to FROM flush WHERE tier = ?");
    this.#saveProgress = database.prepare("INSERT OR REPLACE INTO flush (tier, journal_to, series_to) VALUES (?, ?, ?)");
    this.#dropProgress = database.prepare("DELETE FROM flush WHERE tier = ?");
    this.#newest = database.prepare("SELECT max(id) AS id FROM journal");
  }

  /** Adds a row. Call it inside a transaction. @param place the finest tier's place that the entries go to */
  append(place: number, entries: readonly JournalEntry[]): void {
    if (entries.length > 0) this.#append.run(place, pack(entries));
  }

  /** Id of the newest row. */
  newest(): number {
    return (this.#newest.get()?.id as number | null) ?? 0;
  }

  /** Notes how far the flush of a tier has come. Call it in the transaction that wrote the blocks. */
  saveProgress(place: number, progress: FlushProgress): void {
    this.#saveProgress.run(place, progress.journalTo, progress.seriesTo);
  }

  /** The flush of a tier is done: drops its rows. Call it inside a transaction. */
  finish(place: number, journalTo: number): void {
    this.#drop.run(place, journalTo);
    this.#dropProgress.run(place);
  }

  /** Where an interrupted flush of a tier stopped. */
  progress(place: number): FlushProgress | undefined {
    const row = this.#progress.get(place);
    return row && { journalTo: row.journal_to as number, seriesTo: row.series_to as number };
  }

  /** All entries of a tier that do not lie in blocks; damaged rows are told and left out. */
  replay(place: number, take: (entry: JournalEntry) => void, onDamage: (rowId: number, error: unknown) => void): void {
    const progress = this.progress(place);
    for (const { id, bytes } of this.#rows.iterate(place)) {
      const doneTo = progress && (id as number) <= progress.journalTo ? progress.seriesTo : 0;
      try {
        for (const entry of unpack(bytes as Uint8Array)) if (entry.seriesId > doneTo) take(entry);
      } catch (error) {
        onDamage(id as number, error);
      }
    }
  }
}

function pack(entries: readonly JournalEntry[]): Uint8Array {
  const writer = new ByteWriter(16 + entries.length * 16);
  writer.byte(version);
  writer.varint(entries.length);
  let seriesId = 0;
  let second = 0;
  for (const entry of entries) {
    writer.zigzag(entry.seriesId - seriesId);
    writer.zigzag(entry.second - second);
    writeSet(writer, entry.set);
    seriesId = entry.seriesId;
    second = entry.second;
  }
  return writer.take();
}

function unpack(bytes: Uint8Array): JournalEntry[] {
  const reader = new ByteReader(bytes);
  const found = reader.byte();
  if (found !== version) throw new RangeError(`format version ${found} is not known`);
  let seriesId = 0;
  let second = 0;
  return Array.from({ length: reader.varint() }, () => {
    seriesId += reader.zigzag();
    second += reader.zigzag();
    return { seriesId, second, set: readSet(reader) };
  });
}
