/**
 * The embedded SQL engine behind one small face. Everything under engines/sqlite goes through here, so that the package
 * below (whose API is that of node:sqlite) can be exchanged in this file alone.
 */
import { DatabaseSync, type StatementSyncInstance } from "@photostructure/sqlite";
import { accessSync, constants, statSync } from "node:fs";
import { dirname } from "node:path";
import { makeDirectory } from "../../lib/make-directory.ts";
import { StoreOpenError } from "../../store/store-open-error.ts";

/** What SQLite takes and gives. Integers beyond 2^53 are not used. */
export type SqlValue = null | number | string | Uint8Array;
export type Row = Readonly<Record<string, SqlValue>>;

/** A prepared statement; keep and reuse it. */
export interface Statement {
  /** Executes; tells the number of changed rows and the last inserted row id. */
  run(...parameters: SqlValue[]): { readonly changes: number; readonly lastInsertRowid: number };
  /** The first row, undefined where there is none. */
  get(...parameters: SqlValue[]): Row | undefined;
  all(...parameters: SqlValue[]): readonly Row[];
  /** Row by row; the statement must not be used again before the iteration ends. */
  iterate(...parameters: SqlValue[]): IterableIterator<Row>;
  /** Whether it gives rows (a query) or only changes. */
  returnsRows(): boolean;
}

export interface Database {
  readonly path: string;
  /** One or more statements without parameters. */
  exec(sql: string): void;
  prepare(sql: string): Statement;
  /** Runs `act` (synchronous) in one immediate transaction: committed when it returns, rolled back when it throws. */
  transaction<T>(act: () => T): T;
  /** Writes a consistent copy to `path`, which must not exist, while the database stays in use. */
  copyTo(path: string): void;
  close(): void;
}

export interface OpenOptions {
  /** FULL: a commit survives power loss. NORMAL: it survives the death of the process. */
  readonly synchronous: "FULL" | "NORMAL";
}

/**
 * Opens (or makes) a database file in WAL mode, with its directory.
 * @throws StoreOpenError naming the path and the fix when the directory or the file cannot be used
 */
export function openDatabase(path: string, options: OpenOptions): Database {
  prepareDirectory(path);
  let inner: InstanceType<typeof DatabaseSync>;
  try {
    inner = new DatabaseSync(path, { timeout: 5000 });
  } catch (error) {
    throw new StoreOpenError(path, `cannot be opened (${messageOf(error)})`, "make it a readable and writable file", error);
  }
  try {
    inner.exec(
      `PRAGMA journal_mode = WAL; PRAGMA synchronous = ${options.synchronous}; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY`,
    );
    inner.prepare("SELECT count(*) FROM sqlite_schema").get();
  } catch (error) {
    inner.close();
    throw openErrorOf(path, error);
  }
  return wrap(path, inner);
}

function wrap(path: string, inner: InstanceType<typeof DatabaseSync>): Database {
  let open = true;
  return {
    path,
    exec: (sql) => inner.exec(sql),
    prepare: (sql) => wrapStatement(inner.prepare(sql)),
    transaction(act) {
      inner.exec("BEGIN IMMEDIATE");
      let result: ReturnType<typeof act>;
      try {
        result = act();
        inner.exec("COMMIT");
      } catch (error) {
        // A full disk may have rolled back already; a second rollback would hide the first error.
        if (inner.isTransaction) inner.exec("ROLLBACK");
        throw error;
      }
      return result;
    },
    copyTo(target) {
      inner.prepare("VACUUM INTO ?").run(target);
    },
    close() {
      if (!open) return;
      open = false;
      inner.close();
    },
  };
}

function wrapStatement(inner: StatementSyncInstance): Statement {
  return {
    run(...parameters) {
      const { changes, lastInsertRowid } = inner.run(...parameters);
      return { changes, lastInsertRowid: Number(lastInsertRowid) };
    },
    get: (...parameters) => inner.get(...parameters) as Row | undefined,
    all: (...parameters) => inner.all(...parameters) as Row[],
    iterate: (...parameters) => inner.iterate(...parameters) as IterableIterator<Row>,
    returnsRows: () => inner.columns().length > 0,
  };
}

/** Says early and plainly what SQLite would call "unable to open database file". */
function prepareDirectory(path: string): void {
  const directory = dirname(path);
  try {
    makeDirectory(directory);
    accessSync(directory, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new StoreOpenError(
      directory,
      `is not a writable directory (${messageOf(error)})`,
      "give this user write access or choose another data directory",
      error,
    );
  }
  const file = statSync(path, { throwIfNoEntry: false });
  if (file && !file.isFile()) throw new StoreOpenError(path, "is not a file", "move it away or choose another data directory");
}

function openErrorOf(path: string, error: unknown): StoreOpenError {
  const message = messageOf(error);
  if (/not a database|malformed|corrupt/i.test(message))
    return new StoreOpenError(
      path,
      `is damaged or not a database (${message})`,
      "restore it from a backup or move it away to start empty",
      error,
    );
  if (/readonly|permission/i.test(message))
    return new StoreOpenError(path, `cannot be written (${message})`, "give this user write access to the file", error);
  if (/locked|busy/i.test(message))
    return new StoreOpenError(path, "is in use by another process", "stop the other process or choose another data directory", error);
  if (/full/i.test(message)) return new StoreOpenError(path, "cannot be written, the disk is full", "free some space", error);
  return new StoreOpenError(path, `cannot be opened (${message})`, "check the file and its directory", error);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
