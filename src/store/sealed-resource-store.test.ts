import { beforeEach, describe, expect, it } from "vitest";
import { ManualClock } from "../lib/clock.ts";
import { MemoryResourceStore } from "./memory-resource-store.ts";
import { type Kind, resourceKinds } from "./resource-kinds.ts";
import { encodeResource } from "./resource-json.ts";
import { resourceStoreSuite, sampleAccessKey, sampleKey, sampleKeyStore } from "./resource-store-suite.ts";
import { SealedResourceStore, secretsOf } from "./sealed-resource-store.ts";
import { Keyring, masterKeyOf, SealBroken } from "./sealing.ts";

const keyring = new Keyring([masterKeyOf(new Uint8Array(32).fill(7))], new ManualClock());

resourceStoreSuite("SealedResourceStore", async () => ({
  durable: false,
  open: async () => new SealedResourceStore(new MemoryResourceStore(), keyring),
  cleanUp: async () => undefined,
}));

describe("SealedResourceStore", () => {
  let inner: MemoryResourceStore;
  let store: SealedResourceStore;
  beforeEach(() => {
    inner = new MemoryResourceStore();
    store = new SealedResourceStore(inner, keyring);
  });

  it("hands no secret of any kind to the engine", async () => {
    const samples: Partial<Record<Kind, unknown>> = { "key-store": sampleKeyStore, "kms-key": sampleKey, "access-key": sampleAccessKey };
    await store.write([
      { kind: "key-store", id: "a", value: sampleKeyStore },
      { kind: "kms-key", id: "b", value: sampleKey },
      { kind: "access-key", id: "c", value: { ...sampleAccessKey, secret: "tell-nobody" } },
    ]);
    let looked = 0;
    for (const kind of Object.keys(resourceKinds) as Kind[]) {
      if (!samples[kind]) continue;
      for (const { value } of await inner.list(kind)) {
        const text = encodeResource(value);
        expect(text).not.toContain(sampleKeyStore.credential.secretAccessKey);
        expect(text).not.toContain(Buffer.from(sampleKey.innerKey).toString("base64"));
        expect(text).not.toContain("tell-nobody");
        expect(text.match(/sealed:1:/g)).toHaveLength(secretsOf(kind).length);
        looked++;
      }
    }
    expect(looked).toBe(3);
  });

  it("does not open a secret that was moved to another resource", async () => {
    await store.write([{ kind: "access-key", id: "A", value: sampleAccessKey }]);
    const stolen = await inner.read("access-key", "A");
    await inner.write([{ kind: "access-key", id: "B", value: { ...sampleAccessKey, name: "eve", secret: stolen?.value.secret ?? "" } }]);
    await expect(store.read("access-key", "B")).rejects.toBeInstanceOf(SealBroken);
  });

  it("does not take a readable secret from the engine for a sealed one", async () => {
    await inner.write([{ kind: "access-key", id: "A", value: sampleAccessKey }]);
    await expect(store.read("access-key", "A")).rejects.toBeInstanceOf(SealBroken);
  });
});
