/** The SQLite resource store: the contract's suite, and what happens when its file cannot be used. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { resourceStoreSuite } from "../../store/resource-store-suite.ts";
import { StoreOpenError } from "../../store/store-open-error.ts";
import { openDatabase } from "./driver.ts";
import { openStateDatabase } from "./resource-store.ts";

resourceStoreSuite("SqlResourceStore on SQLite", async () => {
  const directory = mkdtempSync(join(tmpdir(), "xkswatch-state-"));
  return {
    durable: true,
    open: () => openStateDatabase(join(directory, "state.db")),
    cleanUp: async () => rmSync(directory, { recursive: true }),
  };
});

describe("openStateDatabase", () => {
  let directory: string;
  let path: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "xkswatch-state-"));
    path = join(directory, "state.db");
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  const refusal = async (): Promise<StoreOpenError> => {
    const error: unknown = await openStateDatabase(path).then(
      (store) => store.close(),
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(StoreOpenError);
    return error as StoreOpenError;
  };

  it("makes the directory and the file", async () => {
    path = join(directory, "deeper", "state.db");
    await (await openStateDatabase(path)).close();
    expect(existsSync(path)).toBe(true);
  });

  it("refuses a file that is no database, naming it", async () => {
    writeFileSync(path, "this is not a database, but it is long enough to look at ".repeat(20));
    const error = await refusal();
    expect(error.message).toContain(path);
    expect(error.message).toContain("not a database");
  });

  it("refuses another program's database and leaves it alone", async () => {
    const other = openDatabase(path, { synchronous: "NORMAL" });
    other.exec("CREATE TABLE invoices (id INTEGER)");
    other.close();
    expect((await refusal()).message).toContain("another program's database");
    const after = openDatabase(path, { synchronous: "NORMAL" });
    expect(after.prepare("SELECT count(*) AS n FROM sqlite_schema WHERE type = 'table'").get()).toEqual({ n: 1 });
    after.close();
  });

  it("refuses a newer format, naming its step", async () => {
    await (await openStateDatabase(path)).close();
    const newer = openDatabase(path, { synchronous: "NORMAL" });
    newer.prepare("INSERT INTO kysely_migration (name, timestamp) VALUES (?, ?)").run("9999-future", "2099-01-01T00:00:00Z");
    newer.close();
    const { message } = await refusal();
    expect(message).toContain(path);
    expect(message).toContain("newer version");
    expect(message).toContain("9999-future");
  });

  it("refuses a directory in the file's place", async () => {
    path = directory;
    expect((await refusal()).message).toContain("is not a file");
  });
});
