/** The SQLite interaction log: the contract's suite, and what is its own. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { interactionLogSuite } from "../../store/interaction-log-suite.ts";
import { openDatabase } from "./driver.ts";
import { openInteractionLog } from "./interaction-log.ts";

interactionLogSuite("SqliteInteractionLog", async () => {
  const directory = mkdtempSync(join(tmpdir(), "xkswatch-interactions-"));
  return {
    durable: true,
    open: async (limits) => openInteractionLog(join(directory, "interactions.db"), limits),
    cleanUp: async () => rmSync(directory, { recursive: true }),
  };
});

describe("openInteractionLog", () => {
  let directory: string;
  let path: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "xkswatch-interactions-"));
    path = join(directory, "interactions.db");
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it("refuses a newer format", async () => {
    await openInteractionLog(path).close();
    const newer = openDatabase(path, { synchronous: "NORMAL" });
    newer.exec("PRAGMA user_version = 99");
    newer.close();
    expect(() => openInteractionLog(path)).toThrow(/newer version \(format 99/);
  });

  it("asks an index for a key store's span of time and for a request id", async () => {
    await openInteractionLog(path).close();
    const database = openDatabase(path, { synchronous: "NORMAL" });
    const planOf = (condition: string): string =>
      JSON.stringify(database.prepare(`EXPLAIN QUERY PLAN SELECT * FROM interaction WHERE ${condition}`).all());
    expect(planOf("key_store_id = 'a' AND at >= 1 AND at < 2 ORDER BY at DESC, id DESC LIMIT 10")).toContain(
      "interaction_by_key_store_and_time",
    );
    expect(planOf("key_store_id = 'a' AND at >= 1 AND at < 2 ORDER BY at DESC, id DESC LIMIT 10")).not.toContain("TEMP B-TREE");
    expect(planOf("exception = 'ThrottlingException' ORDER BY at DESC, id DESC LIMIT 5")).toContain("interaction_by_exception");
    expect(planOf("kms_request_id = 'x'")).toContain("interaction_by_request");
    database.close();
  });
});
