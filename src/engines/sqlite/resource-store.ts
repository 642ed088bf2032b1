/** The state in one SQLite file (`state.db`), each commit on disk before it is acknowledged. */
import { type Kysely, Migrator } from "kysely";
import type { ResourceStore } from "../../store/resource-store.ts";
import { StoreOpenError } from "../../store/store-open-error.ts";
import { SqlResourceStore } from "../sql/resource-store.ts";
import { type StateSchema, stateMigrations } from "../sql/state-schema.ts";
import { openDatabase } from "./driver.ts";
import { kyselyOver } from "./kysely-database.ts";

/**
 * Opens (or makes) the state's file and brings it to this version's format.
 * @throws StoreOpenError for an unwritable place, a damaged file, another program's file, or a newer format
 */
export async function openStateDatabase(path: string): Promise<ResourceStore> {
  const database = openDatabase(path, { synchronous: "FULL" });
  const db = kyselyOver<StateSchema>(database);
  try {
    checkWhose(path, tablesOf(database));
    await migrate(path, db);
  } catch (error) {
    database.close();
    throw error;
  }
  return new SqlResourceStore(db);
}

function tablesOf(database: ReturnType<typeof openDatabase>): string[] {
  return database
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")
    .all()
    .map(({ name }) => String(name));
}

function checkWhose(path: string, tables: readonly string[]): void {
  if (tables.length > 0 && !tables.includes("kysely_migration"))
    throw new StoreOpenError(path, "is another program's database", "move it away or choose another data directory");
}

async function migrate(path: string, db: Kysely<StateSchema>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(stateMigrations) } });
  const applied = await namesApplied(db);
  const unknown = applied.find((name) => !(name in stateMigrations));
  if (unknown !== undefined)
    throw new StoreOpenError(
      path,
      `was written by a newer version (it has the format step "${unknown}")`,
      "start that version, or restore a backup made by this one",
    );
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined)
    throw new StoreOpenError(
      path,
      `cannot be brought to this version's format (${error instanceof Error ? error.message : "unknown reason"})`,
      "check the disk, or restore it from a backup",
      error,
    );
}

async function namesApplied(db: Kysely<StateSchema>): Promise<string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some(({ name }) => name === "kysely_migration")) return [];
  const rows = await (db as unknown as Kysely<{ kysely_migration: { name: string } }>)
    .selectFrom("kysely_migration")
    .select("name")
    .execute();
  return rows.map(({ name }) => name);
}
