/** Kysely over this folder's driver: the face that its SQLite dialect expects of a database. */
import { Kysely, SqliteDialect } from "kysely";
import type { Database, SqlValue, Statement } from "./driver.ts";

/** Kysely compiles the same few texts again and again; more than these are not kept prepared. */
const keptStatements = 100;

/** A Kysely over an open database, which it closes on `destroy`. */
export function kyselyOver<Schema>(database: Database): Kysely<Schema> {
  const prepared = new Map<string, DialectStatement>();
  return new Kysely<Schema>({
    dialect: new SqliteDialect({
      database: {
        close: () => database.close(),
        prepare(sql) {
          let statement = prepared.get(sql);
          if (!statement) {
            statement = dialectStatement(database.prepare(sql));
            if (prepared.size < keptStatements) prepared.set(sql, statement);
          }
          return statement;
        },
      },
    }),
  });
}

type DialectStatement = ReturnType<typeof dialectStatement>;

function dialectStatement(statement: Statement) {
  return {
    reader: statement.returnsRows(),
    all: (parameters: readonly unknown[]) => [...statement.all(...(parameters as SqlValue[]))],
    run: (parameters: readonly unknown[]) => statement.run(...(parameters as SqlValue[])),
    iterate: (parameters: readonly unknown[]) => statement.iterate(...(parameters as SqlValue[])),
  };
}
