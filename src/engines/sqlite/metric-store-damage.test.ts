/** What the metric store does when things go wrong: kills, a full disk, damaged data, a clock that jumps. */
import { spawn } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ManualClock } from "../../lib/clock.ts";
import type { Series } from "../../model/metric.ts";
import { setOfValue, setOfValues } from "../../model/statistic-set.ts";
import { type MetricStore, tiers } from "../../store/metric-store.ts";
import { StoreOpenError } from "../../store/store-open-error.ts";
import { openDatabase } from "./driver.ts";
import { openSqliteMetricStore } from "./metric-store.ts";

const startMs = Date.UTC(2026, 10, 24, 12);
const start = startMs / 1000;
const series: Series = { namespace: "AWS/KMS", metricName: "XksProxyLatency", dimensions: [], unit: "Milliseconds" };

let folder: string;
let path: string;
let logged: string[];
const log = { info: () => {}, warn: () => {}, error: (_: object, message: string) => void logged.push(message) };
const open = (clock: ManualClock): Promise<MetricStore> => openSqliteMetricStore(path, { clock, log });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "metric-store-"));
  path = join(folder, "metrics.db");
  logged = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** On it every step has taken too long at once, so that a step does the least it can. */
class ImpatientClock extends ManualClock {
  #steps = 0;

  override monotonic(): number {
    return super.monotonic() + 100 * this.#steps++;
  }
}

/** Samples that each tier has, two days around the start. */
async function totals(store: MetricStore): Promise<number[]> {
  const seriesIds = (await store.list({})).map(({ id }) => id);
  const found: number[] = [];
  for (const { grainSeconds } of tiers) {
    const request = { seriesIds, from: start - 86_400, to: start + 2 * 86_400, periodSeconds: 3600, grainSeconds, histograms: true };
    const columns = await store.read(request);
    found.push(columns.flatMap((one) => [...one.sampleCounts]).reduce((a, b) => a + b, 0));
  }
  return found;
}

/**
 * A process that merges batch after batch on a clock that runs fast, so that every kind of maintenance goes on, and says of
 * each batch that it is safe.
 */
const writer = `
  import { ManualClock } from ${JSON.stringify(join(import.meta.dirname, "../../lib/clock.ts"))};
  import { openSqliteMetricStore } from ${JSON.stringify(join(import.meta.dirname, "metric-store.ts"))};
  const [path, from, most] = process.argv.slice(1);
  const clock = new ManualClock(${startMs} + Number(from) * 20_000);
  const log = { info() {}, warn() {}, error(details, message) { console.log("log " + message); } };
  const store = await openSqliteMetricStore(path, { clock, log });
  for (let sequence = Number(from) + 1; sequence <= Number(most); sequence++) {
    const points = Array.from({ length: 40 }, (_, i) => ({
      series: { namespace: "AWS/KMS", metricName: "m" + i, dimensions: [], unit: "Count" },
      second: Math.floor(clock.now() / 1000),
      set: { sampleCount: 1, sum: i, minimum: i, maximum: i },
      resolution: 1,
    }));
    try {
      await store.merge(points, { id: "writer", sequence });
      console.log("safe " + sequence);
    } catch (error) {
      console.log("refused " + sequence + " " + error.message);
      const [series] = await store.list({});
      const read = await store.read({ seriesIds: [series.id], from: ${start} - 3600, to: ${start} + 7200, periodSeconds: 3600, grainSeconds: 3600, histograms: false });
      console.log("served " + read[0].sampleCounts.reduce((a, b) => a + b, 0));
      process.exit(0);
    }
    await clock.advance(20_000);
    await new Promise((resolve) => setImmediate(resolve));
  }
  console.log("end");
  await store.close();
`;

/** Runs the writer; `act` sees each line that it prints and may kill it. Resolves with all lines when it has ended. */
function runWriter(from: number, most: number, act: (line: string, kill: () => void) => void, shellPrefix = ""): Promise<string[]> {
  const root = join(import.meta.dirname, "../../..");
  const command = `${shellPrefix} exec "$0" --import tsx --input-type=module -e "$1" "$2" "$3" "$4"`;
  const child = spawn("bash", ["-c", command, process.execPath, writer, path, `${from}`, `${most}`], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines: string[] = [];
  let rest = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    const parts = (rest + text).split("\n");
    rest = parts.pop() ?? "";
    for (const line of parts) {
      lines.push(line);
      act(line, () => child.kill("SIGKILL"));
    }
  });
  return new Promise((resolve) => child.on("close", () => resolve(lines)));
}

describe("a metric store whose process is killed", () => {
  it("keeps every batch that was merged, once, wherever the kill strikes", { timeout: 60_000 }, async () => {
    let safe = 0;
    for (const lifetime of [3, 150, 40]) {
      const lines = await runWriter(safe, 100_000, (line, kill) => line === `safe ${safe + lifetime}` && kill());
      const last = Number(lines.findLast((line) => line.startsWith("safe "))?.split(" ")[1]);
      expect(lines.filter((line) => line.startsWith("log "))).toEqual([]);
      const store = await open(new ManualClock(startMs));
      const found = await totals(store);
      await store.close();
      // One more may have reached the disk before the word of it reached us.
      const merged = (found[0] as number) / 40;
      expect([last, last + 1]).toContain(merged);
      expect(found).toEqual(tiers.map(() => merged * 40));
      safe = merged;
    }
  });

  it("finds the same after a kill between any two steps of a flush", async () => {
    const clock = new ImpatientClock(startMs);
    const store = await open(clock);
    for (let minute = 0; minute < 18; minute++) {
      const second = start + minute * 60;
      const points = Array.from({ length: 6 }, (_, i) => ({
        series: { ...series, metricName: `m${i}` },
        second,
        set: setOfValue(1),
        resolution: 1 as const,
      }));
      await store.merge(points);
      clock.setWall((second + 60) * 1000);
    }
    const expected = tiers.map(() => 18 * 6);
    // A minute passes: the tiers of one second and of one minute are due, one series a step.
    await clock.advance(60_000);
    for (let turn = 0; turn < 20; turn++) {
      for (const end of ["", "-wal"]) copyFileSync(`${path}${end}`, join(folder, `copy-${turn}.db${end}`));
      const copy = await openSqliteMetricStore(join(folder, `copy-${turn}.db`), { clock: new ManualClock(startMs), log });
      expect(await totals(copy)).toEqual(expected);
      expect(await totals(store)).toEqual(expected);
      await copy.close();
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(logged).toEqual([]);
    await store.close();
  });
});

describe("a metric store whose disk is full", () => {
  it("refuses batches, goes on serving, and takes up again when there is room", { timeout: 30_000 }, async () => {
    // A limit on the size of files stands in for the disk.
    const lines = await runWriter(0, 100_000, () => {}, "trap '' XFSZ; ulimit -f 300;");
    const safe = lines.filter((line) => line.startsWith("safe ")).length;
    expect(safe).toBeGreaterThan(0);
    expect(lines).toContainEqual(expect.stringMatching(/^refused \d+ .*(full|disk I\/O)/));
    expect(lines.at(-1)).toBe(`served ${safe}`);
    const store = await open(new ManualClock(startMs));
    expect(await totals(store)).toEqual(tiers.map(() => safe * 40));
    await store.merge([{ series, second: start, set: setOfValue(1), resolution: 1 }]);
    expect(await totals(store)).toEqual(tiers.map(() => safe * 40 + 1));
    await store.close();
  });
});

describe("a metric store with damaged data", () => {
  const damage = (sql: string): void => {
    const database = openDatabase(path, { synchronous: "NORMAL" });
    database.exec(sql);
    database.close();
  };

  it("says so, leaves the block out and serves the rest", async () => {
    const clock = new ManualClock(startMs);
    const store = await open(clock);
    for (let minute = 0; minute < 100; minute++) {
      await store.merge([{ series, second: start + minute * 60, set: setOfValues([1, 5]), resolution: 1 }]);
      await clock.advance(60_000);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await store.close();
    const before = await open(new ManualClock(startMs));
    expect(await totals(before)).toEqual([200, 200, 200, 200]);
    await before.close();
    damage("UPDATE block_1 SET bytes = zeroblob(length(bytes)) WHERE key = (SELECT min(key) FROM block_1)");
    damage("UPDATE block_60 SET bytes = substr(bytes, 1, length(bytes) - 3) WHERE key = (SELECT min(key) FROM block_60)");
    const after = await open(new ManualClock(startMs));
    const [seconds, minutes, five, hours] = await totals(after);
    await totals(after);
    expect(seconds).toBeLessThan(200);
    expect(seconds).toBeGreaterThan(0);
    expect(minutes).toBeLessThan(200);
    expect([five, hours]).toEqual([200, 200]);
    expect(logged).toEqual(Array(2).fill("a block of metrics is damaged and left out, the rest is served"));
    await after.close();
  });

  it("leaves a damaged row of the journal out", async () => {
    const store = await open(new ManualClock(startMs));
    await store.merge([{ series, second: start, set: setOfValue(1), resolution: 1 }]);
    await store.merge([{ series, second: start + 1, set: setOfValue(1), resolution: 1 }]);
    damage("UPDATE journal SET bytes = x'01ff' WHERE id = 1");
    const after = await open(new ManualClock(startMs));
    expect(await totals(after)).toEqual([1, 1, 1, 1]);
    expect(logged).toEqual(["a journal row of metrics is damaged and left out"]);
    await after.close();
    await store.close();
  });

  it("is not opened over a file that is no database, a folder, or a newer format: the error names path and fix", async () => {
    writeFileSync(path, "these are not the metrics that you are looking for ".repeat(100));
    await expect(open(new ManualClock())).rejects.toThrow(
      new StoreOpenError(
        path,
        "is damaged or not a database (file is not a database)",
        "restore it from a backup or move it away to start empty",
      ).message,
    );
    rmSync(path);
    damage("PRAGMA user_version = 99");
    await expect(open(new ManualClock())).rejects.toThrow(/metrics\.db: was made by a newer version .*; use that version/);
    path = dirname(path);
    await expect(open(new ManualClock())).rejects.toThrow(/is not a file; move it away/);
    path = "/proc/nowhere/metrics.db";
    await expect(open(new ManualClock())).rejects.toThrow(/is not a writable directory .*; give this user write access/);
  });
});

describe("a metric store whose clock jumps", () => {
  it("counts everything at its own second and goes on with its work", async () => {
    const clock = new ManualClock(startMs);
    const store = await open(clock);
    let merged = 0;
    for (const jump of [0, 86_400_000, -86_400_000, -7_200_000, 7_200_000]) {
      clock.setWall(clock.now() + jump);
      for (let minute = 0; minute < 40; minute++) {
        await store.merge([{ series, second: Math.floor(clock.now() / 1000), set: setOfValue(1), resolution: 1 }]);
        merged++;
        await clock.advance(60_000);
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
    expect(await totals(store)).toEqual(tiers.map(() => merged));
    await store.close();
    const rows = openDatabase(path, { synchronous: "NORMAL" });
    expect(Number(rows.prepare("SELECT count(*) AS n FROM journal").get()?.n)).toBeLessThan(60);
    rows.close();
    expect(logged).toEqual([]);
  });
});
