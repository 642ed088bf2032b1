/**
 * Resources in SQL, through Kysely: the same statements on every engine. The engine's folder opens the database and sees to
 * it that big integers arrive as numbers and texts compare by their bytes.
 */
import type { Kysely, Transaction } from "kysely";
import { indexValues, isUnique } from "../../store/index-values.ts";
import type { Indexes, Kind, ResourceOf } from "../../store/resource-kinds.ts";
import { decodeResource, encodeResource } from "../../store/resource-json.ts";
import {
  type Change,
  ExpectationFailed,
  type Page,
  type ResourceStore,
  type Stored,
  type StoredResource,
  UniqueViolation,
} from "../../store/resource-store.ts";
import type { StateSchema } from "./state-schema.ts";

/** Behind every real id that begins with a prefix, in code point order. */
const lastCharacter = "\u{10FFFF}";

interface ResourceRow {
  readonly id: string;
  readonly version: number;
  readonly body: string;
}

export class SqlResourceStore implements ResourceStore {
  readonly #db: Kysely<StateSchema>;

  /** @param db a database on which `stateMigrations` have run; closed with the store */
  constructor(db: Kysely<StateSchema>) {
    this.#db = db;
  }

  async read<K extends Kind>(kind: K, id: string): Promise<Stored<ResourceOf<K>> | undefined> {
    const row = await this.#db
      .selectFrom("resource")
      .select(["id", "version", "body"])
      .where("kind", "=", kind)
      .where("id", "=", id)
      .executeTakeFirst();
    return row && storedOf<K>(row);
  }

  async list<K extends Kind>(kind: K, page: Page = {}): Promise<readonly Stored<ResourceOf<K>>[]> {
    const { prefix = "", after, limit, reverse = false } = page;
    let query = this.#db.selectFrom("resource").select(["id", "version", "body"]).where("kind", "=", kind);
    if (prefix !== "") query = query.where("id", ">=", prefix).where("id", "<", prefix + lastCharacter);
    if (after !== undefined) query = query.where("id", reverse ? "<" : ">", after);
    query = query.orderBy("id", reverse ? "desc" : "asc");
    if (limit !== undefined) query = query.limit(limit);
    return (await query.execute()).map((row) => storedOf<K>(row));
  }

  async find<K extends Kind>(kind: K, index: Indexes<K>, value: string): Promise<readonly Stored<ResourceOf<K>>[]> {
    const table = isUnique(kind, index) ? "resource_unique" : "resource_index";
    const rows = await this.#db
      .selectFrom("resource")
      .select(["id", "version", "body"])
      .where("kind", "=", kind)
      .where("id", "in", (inner) =>
        inner.selectFrom(table).select("id").where("kind", "=", kind).where("name", "=", index).where("value", "=", value),
      )
      .orderBy("id")
      .execute();
    return rows.map((row) => storedOf<K>(row));
  }

  async readAll(): Promise<readonly StoredResource[]> {
    const rows = await this.#db.selectFrom("resource").select(["kind", "id", "version", "body"]).execute();
    return rows.map((row) => ({ kind: row.kind, ...storedOf(row) }) as StoredResource);
  }

  async write(changes: readonly Change[]): Promise<void> {
    if (changes.length === 0) return;
    await this.#db.transaction().execute(async (transaction) => {
      // The counter's row is written first: it serializes writers on engines that let several in.
      const { version } = await transaction
        .updateTable("write_counter")
        .set((row) => ({ version: row("version", "+", changes.length) }))
        .where("id", "=", 1)
        .returning("version")
        .executeTakeFirstOrThrow();
      const before = version - changes.length;
      for (const [place, change] of changes.entries()) await applyChange(transaction, change, before + place + 1);
    });
  }

  async close(): Promise<void> {
    await this.#db.destroy();
  }
}

async function applyChange(transaction: Transaction<StateSchema>, change: Change, version: number): Promise<void> {
  const { kind, id, value, expect } = change;
  if (expect !== undefined) await checkExpectation(transaction, change);
  for (const table of ["resource_index", "resource_unique"] as const)
    await transaction.deleteFrom(table).where("kind", "=", kind).where("id", "=", id).execute();
  if (value === undefined) {
    await transaction.deleteFrom("resource").where("kind", "=", kind).where("id", "=", id).execute();
    return;
  }
  const body = encodeResource(value);
  await transaction
    .insertInto("resource")
    .values({ kind, id, version, body })
    .onConflict((conflict) => conflict.columns(["kind", "id"]).doUpdateSet({ version, body }))
    .execute();
  for (const entered of indexValues(kind, value)) {
    const row = { kind, name: entered.index, value: entered.value, id };
    if (!entered.unique) await transaction.insertInto("resource_index").values(row).execute();
    else if (!(await takeUnique(transaction, row))) throw new UniqueViolation(kind, entered.index);
  }
}

async function checkExpectation(transaction: Transaction<StateSchema>, { kind, id, expect }: Change): Promise<void> {
  const row = await transaction.selectFrom("resource").select("version").where("kind", "=", kind).where("id", "=", id).executeTakeFirst();
  const holds = expect === "absent" ? !row : expect === "present" ? row !== undefined : row?.version === expect;
  if (!holds) throw new ExpectationFailed(kind, id);
}

/** Enters a unique value; false where another resource holds it. */
async function takeUnique(transaction: Transaction<StateSchema>, row: StateSchema["resource_unique"]): Promise<boolean> {
  const taken = await transaction
    .insertInto("resource_unique")
    .values(row)
    .onConflict((conflict) => conflict.columns(["kind", "name", "value"]).doNothing())
    .executeTakeFirst();
  return taken.numInsertedOrUpdatedRows === 1n;
}

function storedOf<K extends Kind>(row: ResourceRow): Stored<ResourceOf<K>> {
  return { id: row.id, value: decodeResource(row.body) as ResourceOf<K>, version: row.version };
}
