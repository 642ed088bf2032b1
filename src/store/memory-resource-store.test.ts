/** The in-memory resource store against the contract's suite. */
import { MemoryResourceStore } from "./memory-resource-store.ts";
import { resourceStoreSuite } from "./resource-store-suite.ts";

resourceStoreSuite("MemoryResourceStore", async () => ({
  durable: false,
  open: async () => new MemoryResourceStore(),
  cleanUp: async () => undefined,
}));
