/** Puts a state and its master key together: the one way in which a plane opens what lies sealed. */
import type { Clock } from "../lib/clock.ts";
import { checkMasterKey, loadMasterKeys, masterKeySetting } from "./master-key.ts";
import { finishRekey } from "./rekey.ts";
import type { ResourceStore } from "./resource-store.ts";
import { SealedResourceStore } from "./sealed-resource-store.ts";
import { Keyring } from "./sealing.ts";

export interface SealedState {
  /** What everything else uses. */
  readonly resources: ResourceStore;
  readonly keyring: Keyring;
  /** The store below the sealing: for backup and rekey. */
  readonly inner: ResourceStore;
  readonly masterKeyFile: string;
}

/**
 * Loads the master key (makes it where the state is new), refuses a wrong one, and wraps the store.
 * @param inner an engine's store; on failure it is left open and unchanged
 * @throws StoreOpenError
 */
export async function openSealedStore(inner: ResourceStore, masterKeyFile: string, clock: Clock): Promise<SealedState> {
  const create = (await inner.read("setting", masterKeySetting)) === undefined;
  const keyring = new Keyring(loadMasterKeys(masterKeyFile, { create, clock }), clock);
  await checkMasterKey(inner, keyring, masterKeyFile);
  const state = { inner, keyring, masterKeyFile, resources: new SealedResourceStore(inner, keyring) };
  // Two keys in the file: a rekey was stopped in the middle.
  if (keyring.keys.length > 1) await finishRekey(state);
  return state;
}
