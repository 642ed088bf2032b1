import { describe, expect, it } from "vitest";
import { Commits } from "./commits.ts";
import { type DirectoryChange, MutableDirectory } from "../directory.ts";
import { FakeDataPlanes, fakeHouse, placeKey, placeKeyStore } from "./fake-house.fixture.ts";
import { loadDirectory } from "./load-directory.ts";
import { MemoryResourceStore } from "../../store/memory-resource-store.ts";
import type { Alias } from "../../model/kms-key.ts";

const alias = (name: string): Alias => ({
  name,
  arn: `arn:aws:kms:us-east-1:123456789012:${name}`,
  keyId: "one",
  createdAt: 0,
  updatedAt: 0,
});

function build() {
  const resources = new MemoryResourceStore();
  const directory = new MutableDirectory({ region: "us-east-1", accountId: "123456789012" });
  const dataPlanes = new FakeDataPlanes();
  return { resources, directory, dataPlanes, commits: new Commits({ resources, directory, dataPlanes }) };
}

describe("Commits", () => {
  it("answers only after the data planes have applied the change", async () => {
    const { commits, dataPlanes, directory, resources } = build();
    let applied: (() => void) | undefined;
    dataPlanes.publish = () => new Promise((resolve) => (applied = resolve));
    let answered = false;
    const done = commits
      .transact(() => Promise.resolve([{ kind: "alias", id: "alias/a", value: alias("alias/a") }]))
      .then(() => (answered = true));
    await new Promise((resolve) => setImmediate(resolve));
    expect(answered).toBe(false);
    expect(directory.alias("alias/a")).toBeDefined();
    expect(await resources.read("alias", "alias/a")).toBeDefined();
    applied?.();
    await done;
    expect(answered).toBe(true);
  });

  it("lets no other change come between deciding and writing, and publishes in the order of writing", async () => {
    const { commits, dataPlanes, resources } = build();
    const count = async () => {
      const stored = await resources.read("alias", "alias/n");
      await new Promise((resolve) => setImmediate(resolve));
      const updatedAt = (stored?.value.updatedAt ?? 0) + 1;
      return [{ kind: "alias" as const, id: "alias/n", value: { ...alias("alias/n"), updatedAt } }];
    };
    await Promise.all(Array.from({ length: 10 }, () => commits.transact(count)));
    const published = dataPlanes.published.flat() as Extract<DirectoryChange, { table: "alias" }>[];
    expect(published.map(({ value }) => value?.updatedAt)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it("decides anew when another node's write came between", async () => {
    const { commits, resources } = build();
    await resources.write([{ kind: "alias", id: "alias/a", value: alias("alias/a") }]);
    let decisions = 0;
    await commits.transact(async () => {
      const stored = await resources.read("alias", "alias/a");
      if (decisions++ === 0) await resources.write([{ kind: "alias", id: "alias/a", value: { ...alias("alias/a"), keyId: "theirs" } }]);
      return [
        { kind: "alias", id: "alias/a", value: { ...(stored?.value ?? alias("")), updatedAt: 5 }, expect: stored?.version ?? "absent" },
      ];
    });
    expect(decisions).toBe(2);
    expect((await resources.read("alias", "alias/a"))?.value).toMatchObject({ keyId: "theirs", updatedAt: 5 });
  });

  it("goes on after a decision that throws, with nothing written or published", async () => {
    const { commits, dataPlanes, resources } = build();
    await expect(commits.transact(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
    await commits.transact(() => Promise.resolve([{ kind: "alias", id: "alias/a", value: alias("alias/a") }]));
    expect(await resources.list("alias")).toHaveLength(1);
    expect(dataPlanes.published).toHaveLength(1);
  });

  it("says in the API's words which name or address another node has taken", async () => {
    const house = fakeHouse();
    const store = await placeKeyStore(house);
    const key = await placeKey(house);
    const write = (id: string, changes: object) =>
      house.context.commits.transact(() => Promise.resolve([{ kind: "key-store", id, value: { ...store, id, ...changes } }]));
    await expect(write("cks-2", { uriPath: "/2/kms/xks/v1" })).rejects.toMatchObject({ name: "CustomKeyStoreNameInUseException" });
    await expect(write("cks-2", { name: "two" })).rejects.toMatchObject({ name: "XksProxyUriInUseException" });
    const other = () =>
      house.context.commits.transact(() => Promise.resolve([{ kind: "kms-key", id: "two", value: { ...key, id: "two" } }]));
    await expect(other()).rejects.toMatchObject({ name: "XksKeyAlreadyInUseException" });
  });
});

describe("loadDirectory", () => {
  it("makes the directory exactly what is stored, however much that is", async () => {
    const { resources, directory } = build();
    directory.apply([{ table: "alias", id: "alias/old", value: alias("alias/old") }]);
    await resources.write(
      Array.from({ length: 2500 }, (_, n) => ({ kind: "alias" as const, id: `alias/${n}`, value: alias(`alias/${n}`) })),
    );
    await loadDirectory(resources, directory);
    expect([...directory.aliases()]).toHaveLength(2500);
    expect(directory.alias("alias/old")).toBeUndefined();
  });
});
