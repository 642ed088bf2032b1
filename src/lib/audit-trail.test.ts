import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AuditTrail, currentAuditFile } from "./audit-trail.ts";
import { ManualClock } from "./clock.ts";
import { linesOf } from "./text-lines.ts";

let parent: string;
let directory: string;
let clock: ManualClock;
let errors: unknown[];
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "xkswatch-audit-"));
  directory = join(parent, "audit");
  clock = new ManualClock();
  errors = [];
});
afterEach(() => rmSync(parent, { recursive: true }));

const open = (options: { maximumFileBytes?: number; filesKept?: number } = {}): AuditTrail =>
  new AuditTrail({ directory, clock, onError: (error) => errors.push(error), ...options });
const line = (n: number): string => JSON.stringify({ n });
const linesIn = (file: string): string[] => readFileSync(join(directory, file), "utf8").trimEnd().split("\n");

describe("AuditTrail", () => {
  it("appends lines in order, over restarts, for the owner alone", async () => {
    for (const n of [1, 2]) {
      const trail = open();
      trail.record(linesOf([line(n), line(n * 10)]));
      await trail.close();
    }
    expect(linesIn(currentAuditFile)).toEqual([1, 10, 2, 20].map(line));
    expect([statSync(directory).mode & 0o777, statSync(join(directory, currentAuditFile)).mode & 0o777]).toEqual([0o700, 0o600]);
  });

  it("puts full files aside and keeps so many, the newest, in order even when the clock goes back", async () => {
    const trail = open({ maximumFileBytes: 20, filesKept: 3 });
    for (let n = 0; n < 20; n++) {
      if (n === 10) clock.setWall(clock.now() - 86_400_000);
      trail.record(linesOf([line(n)]));
      await trail.flush();
    }
    await trail.close();
    const aside = readdirSync(directory)
      .filter((name) => name !== currentAuditFile)
      .sort((a, b) => Number(a.slice(-16, -6)) - Number(b.slice(-16, -6)));
    expect(aside).toHaveLength(3);
    const all = [...aside, currentAuditFile].flatMap(linesIn);
    expect(all).toEqual(Array.from({ length: all.length }, (_, i) => line(20 - all.length + i)));
  });

  it("keeps lines while they cannot be written, and writes them once they can", async () => {
    writeFileSync(directory, "in the way");
    const trail = open();
    trail.record(linesOf([line(1)]));
    await trail.flush();
    expect(errors).toHaveLength(1);
    rmSync(directory);
    trail.record(linesOf([line(2)]));
    await trail.close();
    expect(linesIn(currentAuditFile)).toEqual([line(1), line(2)]);
  });

  it("drops lines beyond its memory and says how many", async () => {
    const trail = open();
    const big = JSON.stringify({ text: "x".repeat(1_000_000) });
    for (let i = 0; i < 20; i++) trail.record(linesOf([big]));
    await trail.close();
    const [note, ...rest] = linesIn(currentAuditFile);
    expect(JSON.parse(note ?? "")).toMatchObject({ eventName: "AuditEventsDropped", count: 20 - rest.length });
    expect(rest.length).toBeGreaterThan(10);
  });

  it("writes by itself", async () => {
    const trail = open();
    trail.record(linesOf([line(1)]));
    await clock.advance(200);
    await trail.flush();
    expect(linesIn(currentAuditFile)).toEqual([line(1)]);
    await trail.close();
  });
});
