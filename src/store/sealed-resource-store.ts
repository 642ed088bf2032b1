/**
 * A resource store that seals what `resource-kinds` names as secrets before an engine sees it, and opens it on the way
 * back. A value is bound to its place (kind, id, member): moved to another row it does not open.
 */
import { type Indexes, type Kind, type ResourceOf, resourceKinds } from "./resource-kinds.ts";
import type { Change, Page, ResourceStore, Stored, StoredResource } from "./resource-store.ts";
import { type Keyring, SealBroken } from "./sealing.ts";

type Structure = Readonly<Record<string, unknown>>;

export class SealedResourceStore implements ResourceStore {
  readonly #inner: ResourceStore;
  readonly #keyring: Keyring;

  /** @param inner where the sealed values go; closed with this store */
  constructor(inner: ResourceStore, keyring: Keyring) {
    this.#inner = inner;
    this.#keyring = keyring;
  }

  async read<K extends Kind>(kind: K, id: string): Promise<Stored<ResourceOf<K>> | undefined> {
    const found = await this.#inner.read(kind, id);
    return found && this.#open(kind, found);
  }

  async list<K extends Kind>(kind: K, page?: Page): Promise<readonly Stored<ResourceOf<K>>[]> {
    return (await this.#inner.list(kind, page)).map((found) => this.#open(kind, found));
  }

  async find<K extends Kind>(kind: K, index: Indexes<K>, value: string): Promise<readonly Stored<ResourceOf<K>>[]> {
    return (await this.#inner.find(kind, index, value)).map((found) => this.#open(kind, found));
  }

  async readAll(): Promise<readonly StoredResource[]> {
    return (await this.#inner.readAll()).map((found) => this.#open(found.kind, found) as StoredResource);
  }

  async write(changes: readonly Change[]): Promise<void> {
    await this.#inner.write(changes.map((change) => this.#seal(change)));
  }

  async close(): Promise<void> {
    await this.#inner.close();
  }

  #seal(change: Change): Change {
    const { kind, id, value } = change;
    if (value === undefined) return change;
    const sealed = mapSecrets(kind, value, (secret, path) => {
      if (typeof secret !== "string" && !(secret instanceof Uint8Array))
        throw new TypeError(`${kind} ${path} is a secret and must be text or bytes`);
      return this.#keyring.seal(secret, placeOf(kind, id, path));
    });
    // Sealed members are texts whatever they were: engines keep what they are given.
    return { ...change, value: sealed } as Change;
  }

  #open<K extends Kind>(kind: K, stored: Stored<ResourceOf<K>>): Stored<ResourceOf<K>> {
    const value = mapSecrets(kind, stored.value, (sealed, path) => {
      const place = placeOf(kind, stored.id, path);
      if (typeof sealed !== "string") throw new SealBroken(place, "it is not a sealed value");
      return this.#keyring.open(sealed, place);
    });
    return { ...stored, value: value as ResourceOf<K> };
  }
}

/** The secret members of a kind, as dotted paths. */
export function secretsOf(kind: Kind): readonly string[] {
  return (resourceKinds[kind] as { readonly secrets?: readonly string[] }).secrets ?? [];
}

function placeOf(kind: Kind, id: string, path: string): string {
  return `${kind}\u0000${id}\u0000${path}`;
}

/** A copy of the value whose secrets went through `change`; absent ones stay absent. */
function mapSecrets(kind: Kind, value: unknown, change: (secret: unknown, path: string) => unknown): unknown {
  return secretsOf(kind).reduce((changed, path) => mapMember(changed, path.split("."), (secret) => change(secret, path)), value);
}

function mapMember(value: unknown, [name, ...rest]: readonly string[], change: (member: unknown) => unknown): unknown {
  if (name === undefined) return change(value);
  if (typeof value !== "object" || value === null) return value;
  const member = (value as Structure)[name];
  return member === undefined ? value : { ...value, [name]: mapMember(member, rest, change) };
}
