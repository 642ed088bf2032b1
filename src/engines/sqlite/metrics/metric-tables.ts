/** The tables of metrics.db and their versions. docs/storage.md describes them. */
import { StoreOpenError } from "../../../store/store-open-error.ts";
import { tiers } from "../../../store/metric-store.ts";
import type { Database } from "../driver.ts";

/** Name of the table with the blocks of a tier, by the tier's place. */
export const blockTable = (place: number): string => `block_${tiers[place]?.grainSeconds}`;

/** Steps from each version of the file to the next; the file's `user_version` counts those that were taken. */
const migrations: readonly string[] = [
  `CREATE TABLE series (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     namespace TEXT NOT NULL,
     metric_name TEXT NOT NULL,
     unit TEXT NOT NULL,
     dimensions TEXT NOT NULL,
     last_second INTEGER NOT NULL
   );
   CREATE TABLE source (id TEXT PRIMARY KEY, sequence INTEGER NOT NULL, seen INTEGER NOT NULL) WITHOUT ROWID;
   CREATE TABLE journal (id INTEGER PRIMARY KEY AUTOINCREMENT, tier INTEGER NOT NULL, bytes BLOB NOT NULL);
   CREATE TABLE flush (tier INTEGER PRIMARY KEY, journal_to INTEGER NOT NULL, series_to INTEGER NOT NULL);
   CREATE TABLE compacted (tier INTEGER PRIMARY KEY, span_to INTEGER NOT NULL);
   ${tiers.map((_, place) => `CREATE TABLE ${blockTable(place)} (key INTEGER PRIMARY KEY, bytes BLOB NOT NULL);`).join("\n")}`,
];

/**
 * Brings the file to the present version.
 * @throws StoreOpenError when a newer program made it
 */
export function migrate(database: Database): void {
  const version = Number(database.prepare("PRAGMA user_version").get()?.user_version);
  if (version > migrations.length) {
    throw new StoreOpenError(
      database.path,
      `was made by a newer version of this program (format ${version}, known ${migrations.length})`,
      "use that version or another data directory",
    );
  }
  for (let step = version; step < migrations.length; step++) {
    database.transaction(() => database.exec(`${migrations[step]}; PRAGMA user_version = ${step + 1}`));
  }
}
