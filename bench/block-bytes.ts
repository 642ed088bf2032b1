/** Bytes on disk a datapoint, four statistics and histogram, on traffic's shape; against 8 bytes a number, 32 a datapoint. Goal: 10. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "../src/engines/sqlite/driver.ts";
import { openSqliteMetricStore } from "../src/engines/sqlite/metric-store.ts";
import { ManualClock } from "../src/lib/clock.ts";
import { decodeBlock } from "../src/store/blocks/block.ts";
import { tiers } from "../src/store/metric-store.ts";
import { fill } from "./support/store-traffic.ts";
import { random } from "./support/traffic.ts";

const now = Date.UTC(2026, 10, 24, 12) / 1000;
const hour = 3600;
const folder = mkdtempSync(join(tmpdir(), "block-bytes-"));
const path = join(folder, "metrics.db");
const clock = new ManualClock((now - 25 * hour) * 1000);
const store = await openSqliteMetricStore(path, { clock, log: { info() {}, warn() {}, error: console.error } });
const next = random(3);
await fill({ store, clock, keyStoreIds: ["cks-1"], from: now - 25 * hour, to: now - hour, stepSeconds: 60, mostCalls: 600, next });
await fill({ store, clock, keyStoreIds: ["cks-1"], from: now - hour, to: now, stepSeconds: 1, mostCalls: 100, next });
// Long enough that everything lies in blocks and what is over has been put together.
for (let i = 0; i < 26 * 60; i++) {
  await clock.advance(60_000);
  if (i % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
}
await store.close();

const database = openDatabase(path, { synchronous: "NORMAL" });
let datapoints = 0;
let bytes = 0;
for (const { grainSeconds } of tiers) {
  const blocks = database
    .prepare(`SELECT bytes FROM block_${grainSeconds}`)
    .all()
    .map((row) => row.bytes as Uint8Array);
  const points = blocks.reduce((sum, block) => sum + decodeBlock(block, grainSeconds, false).length, 0);
  const size = blocks.reduce((sum, block) => sum + block.length, 0);
  datapoints += points;
  bytes += size;
  console.log(
    `${String(grainSeconds).padStart(5)} s: ${points} datapoints in ${blocks.length} blocks, ${(size / points).toFixed(2)} bytes each`,
  );
}
database.exec("VACUUM; PRAGMA wal_checkpoint(TRUNCATE)");
const file = Number(database.prepare("SELECT page_count * page_size AS size FROM pragma_page_count(), pragma_page_size()").get()?.size);
console.log(
  `blocks: ${(bytes / datapoints).toFixed(2)} bytes a datapoint (goal 10; ${(bytes / datapoints / 32).toFixed(2)} × four plain numbers)`,
);
console.log(`file:   ${(file / datapoints).toFixed(2)} bytes a datapoint with everything in it`);
database.close();
rmSync(folder, { recursive: true });
