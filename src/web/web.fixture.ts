/** A web context over memory for this folder's tests: a directory that follows what is committed. */
import { ManualClock } from "../lib/clock.ts";
import type { AccessKey, ConsoleSession } from "../model/access-key.ts";
import type { KeyStore } from "../model/key-store.ts";
import { MemoryInteractionLog } from "../store/memory-interaction-log.ts";
import { MemoryMetricStore } from "../store/memory-metric-store.ts";
import { MemoryResourceStore } from "../store/memory-resource-store.ts";
import type { Change } from "../store/resource-store.ts";
import { defaultInteractionLimits } from "../store/interaction-paging.ts";
import { Keyring, masterKeyOf } from "../store/sealing.ts";
import { LoginTokens } from "./login-tokens.ts";
import type { WebContext } from "./web-context.ts";

export interface WebFixture extends WebContext {
  readonly clock: ManualClock;
  readonly resources: MemoryResourceStore;
  readonly interactions: MemoryInteractionLog;
}

/** A new, empty installation. */
export function webFixture(): WebFixture {
  const clock = new ManualClock();
  const resources = new MemoryResourceStore();
  const keyStores = new Map<string, KeyStore>();
  const accessKeys = new Map<string, AccessKey>();
  const sessions = new Map<string, ConsoleSession>();
  const follow = ({ kind, id, value }: Change): void => {
    const table = { "key-store": keyStores, "access-key": accessKeys, session: sessions }[kind as string] as
      | Map<string, unknown>
      | undefined;
    if (value === undefined) table?.delete(id);
    else table?.set(id, value);
  };
  return {
    clock,
    resources,
    directory: {
      keyStore: (id) => keyStores.get(id),
      accessKey: (id) => accessKeys.get(id),
      accessKeys: () => accessKeys.values(),
      session: (id) => sessions.get(id),
    },
    async commit(changes) {
      await resources.write(changes);
      for (const change of changes) follow(change);
    },
    // Nothing is sealed here; tests of what lies under a master key bring a state of their own.
    state: { inner: resources, keyring: new Keyring([masterKeyOf(clock.randomBytes(32))], clock), masterKeyFile: "" },
    metrics: new MemoryMetricStore({ clock }),
    interactions: new MemoryInteractionLog(),
    sampling: { successesPerSecond: 5, keptFromLatencyMs: 200 },
    interactionLimits: defaultInteractionLimits,
    explain: async () => [],
    testActions: async () => [],
    loginTokens: new LoginTokens(clock),
    installation: { region: "us-east-1", accountId: "123456789012", address: "http://127.0.0.1:8420" },
    version: "0.1.0",
    dataBytes: async () => 4096,
  };
}
