/**
 * Keeping resources (key stores, keys, aliases, access keys, sessions, alarms, dashboards …): the contract that every engine and the
 * in-memory store fulfil (store/resource-store-suite is its test). A resource is a JSON value under a kind and an id;
 * what kinds there are and which of their members are indexed stands in `store/resource-kinds`.
 */
import type { Indexes, Kind, ResourceOf } from "./resource-kinds.ts";

/** A stored resource and the version that optimistic writes name. */
export interface Stored<T> {
  readonly id: string;
  readonly value: T;
  /** Rises with each write of this id. */
  readonly version: number;
}

export interface Page {
  /** Only ids that begin with this. */
  readonly prefix?: string;
  /** Only ids after this one (before it when reversed). */
  readonly after?: string;
  readonly limit?: number;
  readonly reverse?: boolean;
}

/** One put or delete. */
export type Change = {
  [K in Kind]: {
    readonly kind: K;
    readonly id: string;
    /** `undefined` deletes. */
    readonly value: ResourceOf<K> | undefined;
    /** What must stand there, else nothing is written: "absent", "present" or a version; absent: anything. */
    readonly expect?: "absent" | "present" | number;
  };
}[Kind];

/** A write refused because an index that is unique holds the value already. */
export class UniqueViolation extends Error {
  readonly kind: Kind;
  readonly index: string;

  constructor(kind: Kind, index: string) {
    super(`another ${kind} has this ${index}`);
    this.kind = kind;
    this.index = index;
  }
}

/** A write refused because `expect` did not hold. */
export class ExpectationFailed extends Error {
  readonly kind: Kind;
  readonly id: string;

  constructor(kind: Kind, id: string) {
    super(`${kind} ${id} is not as expected`);
    this.kind = kind;
    this.id = id;
  }
}

/** A stored resource with its kind. */
export type StoredResource = { [K in Kind]: Stored<ResourceOf<K>> & { readonly kind: K } }[Kind];

export interface ResourceStore {
  read<K extends Kind>(kind: K, id: string): Promise<Stored<ResourceOf<K>> | undefined>;
  /** By ascending id (code point order, as UTF-8 bytes compare). */
  list<K extends Kind>(kind: K, page?: Page): Promise<readonly Stored<ResourceOf<K>>[]>;
  /** Those whose indexed member has exactly this value, by ascending id. */
  find<K extends Kind>(kind: K, index: Indexes<K>, value: string): Promise<readonly Stored<ResourceOf<K>>[]>;
  /** Everything as it stood at one moment, in no particular order. */
  readAll(): Promise<readonly StoredResource[]>;
  /**
   * All changes or none, durable when the promise resolves. Throws UniqueViolation or ExpectationFailed with nothing written.
   * Changes of one write see each other in order.
   */
  write(changes: readonly Change[]): Promise<void>;
  close(): Promise<void>;
}
