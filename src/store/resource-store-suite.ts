/** The contract of ResourceStore as tests: every engine, and the in-memory store, passes it. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AccessKey } from "../model/access-key.ts";
import type { KeyStore } from "../model/key-store.ts";
import type { Alias, KmsKey } from "../model/kms-key.ts";
import { ExpectationFailed, type ResourceStore, UniqueViolation } from "./resource-store.ts";

/** What a suite's run needs of an engine. */
export interface ResourceStoreHarness {
  /** A store over the same place as before, or over an empty one on the first call of a test. */
  open(): Promise<ResourceStore>;
  /** Lets the place go. */
  cleanUp(): Promise<void>;
  /** Whether what was written is found again after close and open. */
  readonly durable: boolean;
}

export const sampleKeyStore: KeyStore = {
  id: "cks-0123456789abcdef0",
  name: "first",
  connectivity: "PUBLIC_ENDPOINT",
  uriEndpoint: "https://proxy.example.com",
  uriPath: "/kms/xks/v1",
  credential: { accessKeyId: "ABCDEFGHIJKLMNOPQRST", secretAccessKey: "s".repeat(43), setAt: 1 },
  connectionState: "DISCONNECTED",
  stateChangedAt: 1,
  createdAt: 1,
  quotaPerSecond: 1800,
};
export const sampleKey: KmsKey = {
  id: "11111111-2222-3333-4444-555555555555",
  arn: "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555",
  keyStoreId: sampleKeyStore.id,
  externalKeyId: "external-1",
  description: 'with \u0000 control, "quotes", ü and 🔑',
  ownState: "Enabled",
  createdAt: 2,
  policy: '{"Version":"2012-10-17"}',
  tags: [{ key: "project", value: "nile" }],
  innerKey: Uint8Array.from({ length: 32 }, (_, i) => i * 8),
};
export const sampleAccessKey: AccessKey = { id: "AKIAAAAAAAAAAAAAAAAA", secret: "top", name: "ana", role: "admin", createdAt: 3 };
const alias = (name: string, keyId: string): Alias => ({ name, arn: `arn:${name}`, keyId, createdAt: 4, updatedAt: 4 });

/** Runs the contract against an engine. */
export function resourceStoreSuite(name: string, makeHarness: () => Promise<ResourceStoreHarness>): void {
  describe(name, () => {
    let harness: ResourceStoreHarness;
    let store: ResourceStore;
    beforeEach(async () => {
      harness = await makeHarness();
      store = await harness.open();
    });
    afterEach(async () => {
      await store.close();
      await harness.cleanUp();
    });

    const putAliases = (...ids: readonly string[]): Promise<void> =>
      store.write(ids.map((id) => ({ kind: "alias", id, value: alias(id, "key-1") })));
    const idsOf = async (page: Parameters<ResourceStore["list"]>[1]): Promise<string[]> =>
      (await store.list("alias", page)).map(({ id }) => id);

    it("gives back what was put, bytes and all characters included", async () => {
      await store.write([{ kind: "kms-key", id: sampleKey.id, value: sampleKey }]);
      const read = await store.read("kms-key", sampleKey.id);
      expect(read?.value).toEqual(sampleKey);
      expect(read?.value.innerKey).toBeInstanceOf(Uint8Array);
    });

    it("knows nothing under an id never written, nor under another kind's id", async () => {
      await putAliases("alias/a");
      expect(await store.read("alias", "alias/b")).toBeUndefined();
      expect(await store.read("setting", "alias/a")).toBeUndefined();
    });

    it("is not changed through a value that it took or gave", async () => {
      const tags = [{ key: "a", value: "1" }];
      await store.write([{ kind: "kms-key", id: sampleKey.id, value: { ...sampleKey, tags } }]);
      tags.push({ key: "b", value: "2" });
      const given = await store.read("kms-key", sampleKey.id);
      given?.value.innerKey.fill(0);
      const again = await store.read("kms-key", sampleKey.id);
      expect(again?.value.tags).toEqual([{ key: "a", value: "1" }]);
      expect(again?.value.innerKey).toEqual(sampleKey.innerKey);
    });

    it("raises the version with each write of an id, also over its deletion", async () => {
      const versions: number[] = [];
      for (const value of [alias("alias/a", "1"), alias("alias/a", "2"), undefined, alias("alias/a", "3")]) {
        await store.write([{ kind: "alias", id: "alias/a", value }]);
        if (value) versions.push((await store.read("alias", "alias/a"))?.version ?? Number.NaN);
      }
      const [first = 0, second = 0, third = 0] = versions;
      expect(second).toBeGreaterThan(first);
      expect(third).toBeGreaterThan(second);
    });

    it("lists by code point order, forward and backward, from a place, with a limit and a prefix", async () => {
      await putAliases("alias/b", "alias/\u{1F511}", "alias/a", "alias/\uFF01", "alias/B", "other", "alias/a/x");
      const sorted = ["alias/B", "alias/a", "alias/a/x", "alias/b", "alias/\uFF01", "alias/\u{1F511}", "other"];
      expect(await idsOf({})).toEqual(sorted);
      expect(await idsOf({ reverse: true })).toEqual([...sorted].reverse());
      expect(await idsOf({ after: "alias/a", limit: 2 })).toEqual(["alias/a/x", "alias/b"]);
      expect(await idsOf({ after: "alias/a/x", reverse: true })).toEqual(["alias/a", "alias/B"]);
      expect(await idsOf({ prefix: "alias/a" })).toEqual(["alias/a", "alias/a/x"]);
      expect(await idsOf({ prefix: "alias/", after: "alias/b", limit: 1 })).toEqual(["alias/\uFF01"]);
      expect(await idsOf({ after: "alias/aa", limit: 1 })).toEqual(["alias/b"]);
    });

    it("takes prefixes literally", async () => {
      await putAliases("a%c", "abc", "a_c", "a*c");
      expect(await idsOf({ prefix: "a%" })).toEqual(["a%c"]);
      expect(await idsOf({ prefix: "a_" })).toEqual(["a_c"]);
      expect(await idsOf({ prefix: "a*" })).toEqual(["a*c"]);
    });

    it("finds by index, and follows a change of the indexed member", async () => {
      await store.write([
        { kind: "alias", id: "alias/2", value: alias("alias/2", "key-1") },
        { kind: "alias", id: "alias/1", value: alias("alias/1", "key-1") },
        { kind: "alias", id: "alias/3", value: alias("alias/3", "key-2") },
      ]);
      const found = async (keyId: string): Promise<string[]> => (await store.find("alias", "key", keyId)).map(({ id }) => id);
      expect(await found("key-1")).toEqual(["alias/1", "alias/2"]);
      await store.write([
        { kind: "alias", id: "alias/1", value: alias("alias/1", "key-2") },
        { kind: "alias", id: "alias/2", value: undefined },
      ]);
      expect(await found("key-1")).toEqual([]);
      expect(await found("key-2")).toEqual(["alias/1", "alias/3"]);
      expect(await found("KEY-2")).toEqual([]);
    });

    it("finds by a unique index", async () => {
      await store.write([{ kind: "key-store", id: sampleKeyStore.id, value: sampleKeyStore }]);
      const byName = await store.find("key-store", "name", "first");
      expect(byName.map(({ value }) => value)).toEqual([sampleKeyStore]);
      expect(await store.find("key-store", "address", "https://proxy.example.com/kms/xks/v1")).toHaveLength(1);
    });

    it("refuses a second holder of a unique value and writes nothing of that write", async () => {
      await store.write([{ kind: "key-store", id: sampleKeyStore.id, value: sampleKeyStore }]);
      const second = { ...sampleKeyStore, id: "cks-1", uriEndpoint: "https://other.example.com" };
      const write = store.write([
        { kind: "alias", id: "alias/x", value: alias("alias/x", "1") },
        { kind: "key-store", id: "cks-1", value: second },
      ]);
      await expect(write).rejects.toMatchObject({ kind: "key-store", index: "name" });
      await expect(write).rejects.toBeInstanceOf(UniqueViolation);
      expect(await store.read("alias", "alias/x")).toBeUndefined();
      await expect(
        store.write([{ kind: "key-store", id: "cks-1", value: { ...second, name: "second", uriEndpoint: "https://PROXY.example.com" } }]),
      ).rejects.toMatchObject({ index: "address" });
    });

    it("lets a resource keep its own unique value, and another take one that was given up", async () => {
      await store.write([{ kind: "access-key", id: "A", value: { ...sampleAccessKey, id: "A" } }]);
      await store.write([{ kind: "access-key", id: "A", value: { ...sampleAccessKey, id: "A", role: "viewer" } }]);
      await store.write([
        { kind: "access-key", id: "A", value: undefined },
        { kind: "access-key", id: "B", value: { ...sampleAccessKey, id: "B" } },
      ]);
      expect((await store.find("access-key", "name", "ana")).map(({ id }) => id)).toEqual(["B"]);
    });

    it("writes only what stands as expected", async () => {
      const change = { kind: "alias", id: "alias/a", value: alias("alias/a", "1") } as const;
      await expect(store.write([{ ...change, expect: "present" }])).rejects.toBeInstanceOf(ExpectationFailed);
      await store.write([{ ...change, expect: "absent" }]);
      await expect(store.write([{ ...change, expect: "absent" }])).rejects.toMatchObject({ kind: "alias", id: "alias/a" });
      const before = await store.read("alias", "alias/a");
      await store.write([{ ...change, value: alias("alias/a", "2"), expect: before?.version ?? -1 }]);
      await expect(store.write([{ ...change, expect: before?.version ?? -1 }])).rejects.toBeInstanceOf(ExpectationFailed);
      await expect(store.write([{ kind: "alias", id: "alias/none", value: undefined, expect: "present" }])).rejects.toBeInstanceOf(
        ExpectationFailed,
      );
      expect((await store.read("alias", "alias/a"))?.value.keyId).toBe("2");
    });

    it("lets changes of one write see each other in order", async () => {
      await store.write([
        { kind: "alias", id: "alias/a", value: alias("alias/a", "1"), expect: "absent" },
        { kind: "alias", id: "alias/a", value: alias("alias/a", "2"), expect: "present" },
        { kind: "alias", id: "alias/a", value: undefined, expect: "present" },
        { kind: "alias", id: "alias/a", value: alias("alias/a", "3"), expect: "absent" },
      ]);
      expect((await store.read("alias", "alias/a"))?.value.keyId).toBe("3");
    });

    it("keeps writes that are made at the same time apart", async () => {
      const writes = Array.from({ length: 20 }, (_, i) =>
        store.write([{ kind: "access-key", id: `A${i}`, value: { ...sampleAccessKey, id: `A${i}` }, expect: "absent" }]),
      );
      const ended = await Promise.allSettled(writes);
      expect(ended.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      expect(await store.list("access-key")).toHaveLength(1);
    });

    it("gives everything of all kinds at once", async () => {
      await store.write([
        { kind: "kms-key", id: sampleKey.id, value: sampleKey },
        { kind: "access-key", id: sampleAccessKey.id, value: sampleAccessKey },
      ]);
      await putAliases("alias/a", "alias/b");
      const all = await store.readAll();
      expect(all.map(({ kind, id }) => `${kind} ${id}`).sort()).toEqual([
        `access-key ${sampleAccessKey.id}`,
        "alias alias/a",
        "alias alias/b",
        `kms-key ${sampleKey.id}`,
      ]);
      expect(all.find(({ kind }) => kind === "kms-key")?.value).toEqual(sampleKey);
    });

    it("takes an empty write", async () => {
      await store.write([]);
      expect(await store.list("alias")).toEqual([]);
    });

    it("finds everything again after close and open", async () => {
      await store.write([
        { kind: "kms-key", id: sampleKey.id, value: sampleKey },
        { kind: "alias", id: "alias/a", value: alias("alias/a", sampleKey.id) },
      ]);
      if (!harness.durable) return;
      await store.close();
      store = await harness.open();
      expect((await store.read("kms-key", sampleKey.id))?.value).toEqual(sampleKey);
      expect(await store.find("alias", "key", sampleKey.id)).toHaveLength(1);
    });
  });
}
