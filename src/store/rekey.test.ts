import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ManualClock } from "../lib/clock.ts";
import { loadMasterKeys } from "./master-key.ts";
import { MemoryResourceStore } from "./memory-resource-store.ts";
import { openSealedStore, type SealedState } from "./open-sealed-store.ts";
import { rekey } from "./rekey.ts";
import { encodeResource } from "./resource-json.ts";
import type { Change } from "./resource-store.ts";
import { sampleAccessKey, sampleKey, sampleKeyStore } from "./resource-store-suite.ts";

const clock = new ManualClock();
let directory: string;
let path: string;
let inner: MemoryResourceStore;
let state: SealedState;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "xkswatch-rekey-"));
  path = join(directory, "master.key");
  inner = new MemoryResourceStore();
  state = await openSealedStore(inner, path, clock);
  await state.resources.write([
    { kind: "key-store", id: sampleKeyStore.id, value: sampleKeyStore },
    { kind: "access-key", id: sampleAccessKey.id, value: sampleAccessKey },
    ...Array.from({ length: 250 }, (_, i) => keyNumbered(i)),
  ]);
});
afterEach(() => rmSync(directory, { recursive: true }));

const keyNumbered = (i: number): Change => ({
  kind: "kms-key",
  id: `key-${i}`,
  value: { ...sampleKey, id: `key-${i}`, externalKeyId: `external-${i}` },
});
const textOf = async (): Promise<string> => encodeResource(await inner.readAll());

describe("rekey", () => {
  it("seals everything under a new key, which alone is left in the file", async () => {
    const old = state.keyring.current.id;
    expect(await rekey(state, clock)).toBe(252);
    expect(await textOf()).not.toContain(old);
    expect(readFileSync(path)).toHaveLength(32);
    const again = await openSealedStore(inner, path, clock);
    expect(again.keyring.current.id).not.toBe(old);
    expect((await again.resources.read("kms-key", "key-249"))?.value.innerKey).toEqual(sampleKey.innerKey);
    expect((await again.resources.read("access-key", sampleAccessKey.id))?.value).toEqual(sampleAccessKey);
  });

  it("lets reads and writes go on meanwhile and loses none", async () => {
    const old = state.keyring.current.id;
    const rekeying = rekey(state, clock);
    for (let i = 0; i < 60; i++) {
      expect((await state.resources.read("kms-key", `key-${i * 4}`))?.value.externalKeyId).toBe(`external-${i * 4}`);
      await state.resources.write([
        { ...keyNumbered(1000 + i) },
        { kind: "alias", id: "alias/a", value: { name: "alias/a", arn: "", keyId: String(i), createdAt: 0, updatedAt: 0 } },
      ]);
    }
    await rekeying;
    expect(await textOf()).not.toContain(old);
    expect(await state.resources.list("kms-key")).toHaveLength(310);
  });

  it("goes on at the next start when it was stopped at any write", async () => {
    for (const stopAt of [1, 2, 4, 5, 6]) {
      const before = state.keyring.current.id;
      let writes = 0;
      const stopping = new MemoryResourceStore();
      await stopping.write((await inner.readAll()).map(({ kind, id, value }) => ({ kind, id, value }) as Change));
      const write = stopping.write.bind(stopping);
      stopping.write = async (changes) => {
        if (++writes === stopAt) throw new Error("stopped");
        return write(changes);
      };
      const copy = await openSealedStore(stopping, path, clock);
      await expect(rekey(copy, clock)).rejects.toThrow("stopped");
      expect(loadMasterKeys(path, { create: false, clock })).toHaveLength(2);
      stopping.write = write;
      const after = await openSealedStore(stopping, path, clock);
      expect(encodeResource(await stopping.readAll())).not.toContain(before);
      expect(await after.resources.list("kms-key")).toHaveLength(250);
      expect(readFileSync(path)).toHaveLength(32);
      inner = stopping;
      state = after;
    }
  });
});
