/** The tables of the state, the same on every SQL engine, and the migrations that make them. */
import type { Kysely, Migration } from "kysely";

export interface StateSchema {
  /** Every resource, its value as JSON text. */
  resource: { kind: string; id: string; version: number; body: string };
  /** Index entries that many resources may share. */
  resource_index: { kind: string; name: string; value: string; id: string };
  /** Index entries that one resource may hold. */
  resource_unique: { kind: string; name: string; value: string; id: string };
  /** One row: the version that the last change got. */
  write_counter: { id: number; version: number };
}

/** In the order of their names. A released migration is never changed; a new format is a new line. */
export const stateMigrations: Readonly<Record<string, Migration>> = {
  "0001-resources": {
    async up(db: Kysely<never>): Promise<void> {
      await db.schema
        .createTable("resource")
        .addColumn("kind", "text", (column) => column.notNull())
        .addColumn("id", "text", (column) => column.notNull())
        .addColumn("version", "bigint", (column) => column.notNull())
        .addColumn("body", "text", (column) => column.notNull())
        .addPrimaryKeyConstraint("resource_key", ["kind", "id"])
        .execute();
      await db.schema
        .createTable("resource_index")
        .addColumn("kind", "text", (column) => column.notNull())
        .addColumn("name", "text", (column) => column.notNull())
        .addColumn("value", "text", (column) => column.notNull())
        .addColumn("id", "text", (column) => column.notNull())
        .addPrimaryKeyConstraint("resource_index_key", ["kind", "name", "value", "id"])
        .execute();
      await db.schema.createIndex("resource_index_owner").on("resource_index").columns(["kind", "id"]).execute();
      await db.schema
        .createTable("resource_unique")
        .addColumn("kind", "text", (column) => column.notNull())
        .addColumn("name", "text", (column) => column.notNull())
        .addColumn("value", "text", (column) => column.notNull())
        .addColumn("id", "text", (column) => column.notNull())
        .addPrimaryKeyConstraint("resource_unique_key", ["kind", "name", "value"])
        .execute();
      await db.schema.createIndex("resource_unique_owner").on("resource_unique").columns(["kind", "id"]).execute();
      await db.schema
        .createTable("write_counter")
        .addColumn("id", "integer", (column) => column.primaryKey())
        .addColumn("version", "bigint", (column) => column.notNull())
        .execute();
      await (db as unknown as Kysely<StateSchema>).insertInto("write_counter").values({ id: 1, version: 0 }).execute();
    },
  },
};
