/**
 * The key directory: an in-memory snapshot of everything a crypto call needs. The management plane owns it and sends
 * changes; data planes answer from their copy and touch no disk. Values are immutable; a change replaces a whole value.
 */
import type { AccessKey, ConsoleSession } from "../model/access-key.ts";
import type { Grant } from "../model/grant.ts";
import type { KeyStore } from "../model/key-store.ts";
import type { Alias, KmsKey } from "../model/kms-key.ts";

/** The tables of the directory and what they hold, by id. */
export interface DirectoryTables {
  "key-store": KeyStore;
  "kms-key": KmsKey;
  alias: Alias;
  grant: Grant;
  "access-key": AccessKey;
  session: ConsoleSession;
}
export type DirectoryTable = keyof DirectoryTables;

/** Whether resources of a kind belong in the directory. */
export const directoryTables: readonly DirectoryTable[] = ["key-store", "kms-key", "alias", "grant", "access-key", "session"];

/** One change: the new value, or `undefined` for gone. */
export type DirectoryChange = {
  [T in DirectoryTable]: { readonly table: T; readonly id: string; readonly value: DirectoryTables[T] | undefined };
}[DirectoryTable];

/** Facts that hold for a whole installation. */
export interface Installation {
  readonly region: string;
  readonly accountId: string;
}

/** Read access to the directory. */
export interface Directory {
  readonly installation: Installation;
  keyStore(id: string): KeyStore | undefined;
  key(id: string): KmsKey | undefined;
  /** `name` with the prefix `alias/`. */
  alias(name: string): Alias | undefined;
  grant(id: string): Grant | undefined;
  /** The grants on a key. */
  grantsOf(keyId: string): Iterable<Grant>;
  accessKey(id: string): AccessKey | undefined;
  /** By the hexadecimal SHA-256 of the cookie's value. */
  session(id: string): ConsoleSession | undefined;
  keyStores(): Iterable<KeyStore>;
  keys(): Iterable<KmsKey>;
  aliases(): Iterable<Alias>;
  grants(): Iterable<Grant>;
  accessKeys(): Iterable<AccessKey>;
}

/** A directory that takes changes. */
export class MutableDirectory implements Directory {
  readonly installation: Installation;
  readonly #tables: { readonly [T in DirectoryTable]: Map<string, DirectoryTables[T]> } = {
    "key-store": new Map(),
    "kms-key": new Map(),
    alias: new Map(),
    grant: new Map(),
    "access-key": new Map(),
    session: new Map(),
  };

  /** Grants by the key they are on, then by id. */
  readonly #grantsByKey = new Map<string, Map<string, Grant>>();

  constructor(installation: Installation) {
    this.installation = installation;
  }

  /** Becomes exactly what a snapshot says. */
  replace(snapshot: Iterable<DirectoryChange>): void {
    for (const table of directoryTables) this.#tables[table].clear();
    this.#grantsByKey.clear();
    this.apply(snapshot);
  }

  /** Applies changes in order. */
  apply(changes: Iterable<DirectoryChange>): void {
    for (const { table, id, value } of changes) {
      const map = this.#tables[table] as Map<string, unknown>;
      if (table === "grant") this.#indexGrant(id, value);
      if (value === undefined) map.delete(id);
      else map.set(id, value);
    }
  }

  /** The whole directory as changes: what a data plane is sent when it connects. */
  *snapshot(): Generator<DirectoryChange> {
    for (const table of directoryTables) {
      for (const [id, value] of this.#tables[table]) yield { table, id, value } as DirectoryChange;
    }
  }

  keyStore(id: string): KeyStore | undefined {
    return this.#tables["key-store"].get(id);
  }

  key(id: string): KmsKey | undefined {
    return this.#tables["kms-key"].get(id);
  }

  alias(name: string): Alias | undefined {
    return this.#tables.alias.get(name);
  }

  grant(id: string): Grant | undefined {
    return this.#tables.grant.get(id);
  }

  grantsOf(keyId: string): Iterable<Grant> {
    return this.#grantsByKey.get(keyId)?.values() ?? [];
  }

  grants(): Iterable<Grant> {
    return this.#tables.grant.values();
  }

  accessKey(id: string): AccessKey | undefined {
    return this.#tables["access-key"].get(id);
  }

  session(id: string): ConsoleSession | undefined {
    return this.#tables.session.get(id);
  }

  keyStores(): Iterable<KeyStore> {
    return this.#tables["key-store"].values();
  }

  keys(): Iterable<KmsKey> {
    return this.#tables["kms-key"].values();
  }

  aliases(): Iterable<Alias> {
    return this.#tables.alias.values();
  }

  accessKeys(): Iterable<AccessKey> {
    return this.#tables["access-key"].values();
  }

  /** Called before the table itself changes. A grant never moves to another key. */
  #indexGrant(id: string, value: Grant | undefined): void {
    const keyId = value?.keyId ?? this.#tables.grant.get(id)?.keyId;
    if (keyId === undefined) return;
    const ofKey = this.#grantsByKey.get(keyId) ?? new Map<string, Grant>();
    if (value) ofKey.set(id, value);
    else ofKey.delete(id);
    if (ofKey.size === 0) this.#grantsByKey.delete(keyId);
    else this.#grantsByKey.set(keyId, ofKey);
  }
}
