/**
 * A new master key without a stop: the file gets the new key before the old one, everything sealed is sealed anew, then the
 * file keeps the new one alone. Stopped at any moment it goes on at the next start (`open-sealed-store`).
 */
import type { Clock } from "../lib/clock.ts";
import { masterKeySetting, saveMasterKeys } from "./master-key.ts";
import { type Kind, resourceKinds } from "./resource-kinds.ts";
import { type Change, ExpectationFailed, type ResourceStore } from "./resource-store.ts";
import { SealedResourceStore, secretsOf } from "./sealed-resource-store.ts";
import { type Keyring, masterKeyLength, masterKeyOf, sealedUnder } from "./sealing.ts";

export interface Rekeying {
  /** The store below the sealing. */
  readonly inner: ResourceStore;
  /** In use by the planes meanwhile. */
  readonly keyring: Keyring;
  readonly masterKeyFile: string;
}

/** Resources sealed anew in one write. */
const atOnce = 100;

/**
 * Makes a new master key and seals everything under it. Backups made before need the old key: whoever wants to restore
 * them keeps a copy of the old file.
 * @returns how many resources were sealed anew
 */
export async function rekey(state: Rekeying, clock: Pick<Clock, "randomBytes">): Promise<number> {
  const keys = [masterKeyOf(clock.randomBytes(masterKeyLength)), state.keyring.current];
  // The file first: a value must never be sealed under a key that no file holds.
  saveMasterKeys(state.masterKeyFile, keys);
  state.keyring.replace(keys);
  return finishRekey(state);
}

/** Seals under the ring's current key what lies under an older one, and lets the file forget the others. */
export async function finishRekey({ inner, keyring, masterKeyFile }: Rekeying): Promise<number> {
  let resealed = 0;
  for (;;) {
    const round = await resealAll(inner, keyring);
    resealed += round;
    // Once more after a round that found any: a write that began under the old key may have ended behind it.
    if (round === 0) break;
  }
  await inner.write([{ kind: "setting", id: masterKeySetting, value: { value: keyring.current.id } }]);
  saveMasterKeys(masterKeyFile, [keyring.current]);
  return resealed;
}

async function resealAll(inner: ResourceStore, keyring: Keyring): Promise<number> {
  const sealed = new SealedResourceStore(inner, keyring);
  let resealed = 0;
  for (const kind of (Object.keys(resourceKinds) as Kind[]).filter((candidate) => secretsOf(candidate).length > 0)) {
    let after: string | undefined;
    for (;;) {
      const page = await inner.list(kind, { limit: atOnce, ...(after !== undefined && { after }) });
      const stale = page.filter(({ value }) => isUnderOtherKey(kind, value, keyring.current.id)).map(({ id }) => id);
      resealed += await reseal(sealed, kind, stale);
      after = page.at(-1)?.id;
      if (page.length < atOnce) break;
    }
  }
  return resealed;
}

/** Reads and writes again; what others change meanwhile they seal under the new key themselves. */
async function reseal(sealed: ResourceStore, kind: Kind, ids: readonly string[]): Promise<number> {
  const found = await Promise.all(ids.map((id) => sealed.read(kind, id)));
  const changes = found.flatMap((stored) =>
    stored ? [{ kind, id: stored.id, value: stored.value, expect: stored.version } as Change] : [],
  );
  // All in one write; one by one where another write came between.
  if (await written(sealed, changes)) return changes.length;
  let resealed = 0;
  for (const change of changes) if (await written(sealed, [change])) resealed++;
  return resealed;
}

async function written(sealed: ResourceStore, changes: readonly Change[]): Promise<boolean> {
  try {
    await sealed.write(changes);
    return true;
  } catch (error) {
    if (error instanceof ExpectationFailed) return false;
    throw error;
  }
}

function isUnderOtherKey(kind: Kind, value: unknown, keyId: string): boolean {
  return secretsOf(kind).some((path) => {
    const member = path.split(".").reduce<unknown>((at, name) => (at as Readonly<Record<string, unknown>> | undefined)?.[name], value);
    return typeof member === "string" && sealedUnder(member) !== keyId;
  });
}
