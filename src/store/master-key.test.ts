import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ManualClock } from "../lib/clock.ts";
import { loadMasterKeys, saveMasterKeys } from "./master-key.ts";
import { MemoryResourceStore } from "./memory-resource-store.ts";
import { openSealedStore } from "./open-sealed-store.ts";
import { sampleAccessKey } from "./resource-store-suite.ts";
import { masterKeyOf } from "./sealing.ts";
import { StoreOpenError } from "./store-open-error.ts";

let directory: string;
let path: string;
const clock = new ManualClock();
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "xkswatch-key-"));
  path = join(directory, "master.key");
});
afterEach(() => rmSync(directory, { recursive: true }));

describe("loadMasterKeys", () => {
  it("makes a file of 32 bytes for its owner alone, and finds the same key again", () => {
    const [made] = loadMasterKeys(path, { create: true, clock });
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(path)).toHaveLength(32);
    expect(loadMasterKeys(path, { create: false, clock }).map(({ id }) => id)).toEqual([made?.id]);
  });

  it("does not make a missing file unless told", () => {
    expect(() => loadMasterKeys(path, { create: false, clock })).toThrow(/master key file is missing/);
    expect(existsSync(path)).toBe(false);
  });

  it("refuses a file that others may read, naming the fix", () => {
    writeFileSync(path, new Uint8Array(32));
    chmodSync(path, 0o640);
    expect(() => loadMasterKeys(path, { create: true, clock })).toThrow(`chmod 600 ${path}`);
  });

  it.each([0, 31, 33, 96])("refuses a file of %i bytes", (length) => {
    writeFileSync(path, new Uint8Array(length), { mode: 0o600 });
    expect(() => loadMasterKeys(path, { create: true, clock })).toThrow(`${length} bytes`);
  });

  it("reads the new key before the old one while a rekey is under way", () => {
    const keys = [masterKeyOf(new Uint8Array(32).fill(2)), masterKeyOf(new Uint8Array(32).fill(1))];
    saveMasterKeys(path, keys);
    expect(loadMasterKeys(path, { create: false, clock }).map(({ id }) => id)).toEqual(keys.map(({ id }) => id));
  });
});

describe("openSealedStore", () => {
  it("makes the key for a new state and opens it again", async () => {
    const inner = new MemoryResourceStore();
    const first = await openSealedStore(inner, path, clock);
    await first.resources.write([{ kind: "access-key", id: "A", value: sampleAccessKey }]);
    const second = await openSealedStore(inner, path, clock);
    expect((await second.resources.read("access-key", "A"))?.value.secret).toBe(sampleAccessKey.secret);
  });

  it("refuses a wrong key in one line and changes neither file nor state", async () => {
    const inner = new MemoryResourceStore();
    await openSealedStore(inner, path, clock);
    const before = await inner.list("setting");
    const wrong = join(directory, "wrong.key");
    saveMasterKeys(wrong, [masterKeyOf(new Uint8Array(32).fill(9))]);
    const opening = openSealedStore(inner, wrong, clock);
    await expect(opening).rejects.toBeInstanceOf(StoreOpenError);
    await expect(opening).rejects.toThrow(/^[^\n]*wrong\.key: is not the master key[^\n]*$/);
    expect(await inner.list("setting")).toEqual(before);
    expect(readFileSync(wrong)).toEqual(Buffer.alloc(32, 9));
  });

  it("makes no new key for a state whose key is missing", async () => {
    const inner = new MemoryResourceStore();
    await openSealedStore(inner, path, clock);
    rmSync(path);
    await expect(openSealedStore(inner, path, clock)).rejects.toThrow(/missing/);
    expect(existsSync(path)).toBe(false);
  });
});
