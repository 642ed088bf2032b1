/**
 * Interactions in a SQLite file of their own (`interactions.db`): a commit survives the death of the process, and neither
 * the state nor the metrics wait for it.
 */
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Attempt, Interaction, InteractionFailure } from "../../model/interaction.ts";
import type { InteractionFilter, InteractionLog, InteractionPage, KeptInteraction } from "../../store/interaction-log.ts";
import { defaultInteractionLimits, type InteractionLimits, placeOf, tokenOf } from "../../store/interaction-paging.ts";
import { StoreOpenError } from "../../store/store-open-error.ts";
import { type Database, openDatabase, type Row, type SqlValue, type Statement } from "./driver.ts";
import { conditionsOf } from "./interaction-conditions.ts";

const formatVersion = 1;
const dayMs = 86_400_000;
/** Rows dropped in one transaction; between two the process does other things. */
const droppedAtOnce = 2000;

const schema = `
  CREATE TABLE interaction (
    id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, key_store_id TEXT NOT NULL, kms_operation TEXT NOT NULL,
    xks_operation TEXT NOT NULL, exception TEXT NOT NULL, latency_ms REAL NOT NULL, kms_key_arn TEXT, external_key_id TEXT,
    caller_arn TEXT, kms_request_id TEXT NOT NULL, attempts TEXT NOT NULL, failure TEXT);
  CREATE INDEX interaction_by_time ON interaction (at, id);
  CREATE INDEX interaction_by_key_store_and_time ON interaction (key_store_id, at, id);
  CREATE INDEX interaction_by_latency ON interaction (key_store_id, latency_ms, id);
  CREATE INDEX interaction_by_exception ON interaction (exception, at, id);
  CREATE INDEX interaction_by_request ON interaction (kms_request_id);
  PRAGMA user_version = ${formatVersion}`;

/**
 * Opens (or makes) the interactions' file.
 * @throws StoreOpenError for an unwritable place, a damaged file or a newer format
 */
export function openInteractionLog(path: string, limits: InteractionLimits = defaultInteractionLimits): InteractionLog {
  const database = openDatabase(path, { synchronous: "NORMAL" });
  try {
    const found = Number(database.prepare("PRAGMA user_version").get()?.["user_version"]);
    if (found > formatVersion)
      throw new StoreOpenError(
        path,
        `was written by a newer version (format ${found} instead of ${formatVersion})`,
        "start that version, or move the file away (interactions kept so far are then gone)",
      );
    if (found === 0) database.transaction(() => database.exec(schema));
    return new SqliteInteractionLog(database, limits);
  } catch (error) {
    database.close();
    throw error;
  }
}

class SqliteInteractionLog implements InteractionLog {
  readonly #database: Database;
  readonly #limits: InteractionLimits;
  readonly #insert: Statement;
  readonly #dropOld: Statement;
  readonly #dropFirst: Statement;
  readonly #size: Statement;

  constructor(database: Database, limits: InteractionLimits) {
    this.#database = database;
    this.#limits = limits;
    this.#insert = database.prepare(
      `INSERT INTO interaction (at, key_store_id, kms_operation, xks_operation, exception, latency_ms, kms_key_arn,
       external_key_id, caller_arn, kms_request_id, attempts, failure) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#dropOld = database.prepare(
      `DELETE FROM interaction WHERE id IN (SELECT id FROM interaction WHERE at < ? ORDER BY at LIMIT ${droppedAtOnce})`,
    );
    this.#dropFirst = database.prepare("DELETE FROM interaction WHERE id IN (SELECT id FROM interaction ORDER BY at, id LIMIT ?)");
    this.#size = database.prepare(
      // Rows are counted by their ids, which rise by one: counting a million of them would stop the process for a while.
      `SELECT (pages.page_count - free.freelist_count) * size.page_size AS bytes,
         coalesce((SELECT max(id) FROM interaction) - (SELECT min(id) FROM interaction) + 1, 0) AS rows
       FROM pragma_page_count pages, pragma_freelist_count free, pragma_page_size size`,
    );
  }

  async append(interactions: readonly Interaction[]): Promise<void> {
    if (interactions.length === 0) return;
    this.#database.transaction(() => {
      for (const interaction of interactions) this.#insert.run(...rowOf(interaction));
    });
  }

  async find(
    filter: InteractionFilter,
    page: InteractionPage,
  ): Promise<{ readonly interactions: readonly KeptInteraction[]; readonly next?: string }> {
    const { where, parameters } = conditionsOf(filter);
    const column = page.order === "newest" ? "at" : "latency_ms";
    const place = placeOf(page);
    if (place) {
      where.push(`(${column}, id) < (?, ?)`);
      parameters.push(place.by, place.id);
    }
    const rows = this.#database
      .prepare(
        `SELECT * FROM interaction ${where.length > 0 ? `WHERE ${where.join(" AND ")}` : ""} ORDER BY ${column} DESC, id DESC LIMIT ?`,
      )
      .all(...parameters, page.limit + 1);
    const interactions = rows.slice(0, page.limit).map(interactionOf);
    const last = interactions.at(-1);
    if (rows.length <= page.limit || !last) return { interactions };
    return { interactions, next: tokenOf(page.order, { by: page.order === "newest" ? last.at : last.latencyMs, id: last.id }) };
  }

  async expire(now: number): Promise<void> {
    while (this.#dropOld.run(now - this.#limits.maximumDays * dayMs).changes === droppedAtOnce) await nextTurn();
    for (;;) {
      const { bytes, rows } = this.#size.get() as { bytes: number; rows: number };
      if (bytes <= this.#limits.maximumBytes || rows === 0) return;
      // What is too much, as a share of the rows; at least some, so that the loop ends.
      const surplus = Math.ceil((rows * (bytes - this.#limits.maximumBytes)) / bytes);
      this.#dropFirst.run(Math.min(droppedAtOnce, Math.max(surplus, 50)));
      await nextTurn();
    }
  }

  async close(): Promise<void> {
    this.#database.close();
  }
}

function rowOf(interaction: Interaction): SqlValue[] {
  const { failure } = interaction;
  return [
    Math.round(interaction.at),
    interaction.keyStoreId,
    interaction.kmsOperation,
    interaction.xksOperation,
    failure?.exceptionName ?? "None",
    interaction.latencyMs,
    interaction.kmsKeyArn ?? null,
    interaction.externalKeyId ?? null,
    interaction.callerArn ?? null,
    interaction.kmsRequestId,
    JSON.stringify(interaction.attempts),
    failure ? JSON.stringify(failure) : null,
  ];
}

function interactionOf(row: Row): KeptInteraction {
  const text = (name: string): string => String(row[name]);
  const optional = <N extends string>(member: N, column: string): { readonly [K in N]?: string } =>
    row[column] === null ? {} : ({ [member]: text(column) } as { readonly [K in N]?: string });
  return {
    id: Number(row["id"]),
    at: Number(row["at"]),
    keyStoreId: text("key_store_id"),
    kmsOperation: text("kms_operation") as Interaction["kmsOperation"],
    xksOperation: text("xks_operation") as Interaction["xksOperation"],
    ...optional("kmsKeyArn", "kms_key_arn"),
    ...optional("externalKeyId", "external_key_id"),
    ...optional("callerArn", "caller_arn"),
    kmsRequestId: text("kms_request_id"),
    latencyMs: Number(row["latency_ms"]),
    attempts: JSON.parse(text("attempts")) as Attempt[],
    ...(row["failure"] !== null && { failure: JSON.parse(text("failure")) as InteractionFailure }),
  };
}
