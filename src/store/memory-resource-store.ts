/** Resources in memory: the contract's plainest reading, for tests and as the oracle of `resource-store-suite`. */
import { indexValues } from "./index-values.ts";
import type { Indexes, Kind, ResourceOf } from "./resource-kinds.ts";
import {
  type Change,
  ExpectationFailed,
  type Page,
  type ResourceStore,
  type Stored,
  type StoredResource,
  UniqueViolation,
} from "./resource-store.ts";

interface Entry {
  readonly value: unknown;
  readonly version: number;
}
type Table = ReadonlyMap<string, Entry>;

/** Compares ids by code point, as every engine orders them. */
export function compareIds(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

export class MemoryResourceStore implements ResourceStore {
  readonly #tables = new Map<Kind, Table>();
  #version = 0;

  async read<K extends Kind>(kind: K, id: string): Promise<Stored<ResourceOf<K>> | undefined> {
    const entry = this.#tables.get(kind)?.get(id);
    return entry && stored<K>(id, entry);
  }

  async list<K extends Kind>(kind: K, page: Page = {}): Promise<readonly Stored<ResourceOf<K>>[]> {
    const { prefix = "", after, limit, reverse = false } = page;
    const ids = [...(this.#tables.get(kind)?.keys() ?? [])].filter((id) => id.startsWith(prefix)).sort(compareIds);
    if (reverse) ids.reverse();
    const direction = reverse ? -1 : 1;
    const rest = after === undefined ? ids : ids.filter((id) => compareIds(id, after) * direction > 0);
    return this.#entries(kind, rest.slice(0, limit));
  }

  async find<K extends Kind>(kind: K, index: Indexes<K>, value: string): Promise<readonly Stored<ResourceOf<K>>[]> {
    const matching = [...(this.#tables.get(kind) ?? [])].filter(([, entry]) =>
      indexValues(kind, entry.value).some((entered) => entered.index === index && entered.value === value),
    );
    return this.#entries(kind, matching.map(([id]) => id).sort(compareIds));
  }

  async readAll(): Promise<readonly StoredResource[]> {
    return [...this.#tables].flatMap(([kind, table]) =>
      [...table].map(([id, entry]) => ({ kind, ...stored(id, entry) }) as StoredResource),
    );
  }

  async write(changes: readonly Change[]): Promise<void> {
    // Written to copies first, so that a refusal in the middle leaves nothing behind.
    const drafts = new Map<Kind, Map<string, Entry>>();
    let version = this.#version;
    for (const { kind, id, value, expect } of changes) {
      const table = drafts.get(kind) ?? new Map(this.#tables.get(kind));
      drafts.set(kind, table);
      if (!meets(table.get(id), expect)) throw new ExpectationFailed(kind, id);
      version++;
      if (value === undefined) table.delete(id);
      else {
        checkUnique(table, kind, id, value);
        table.set(id, { value: structuredClone(value), version });
      }
    }
    for (const [kind, table] of drafts) this.#tables.set(kind, table);
    this.#version = version;
  }

  async close(): Promise<void> {
    this.#tables.clear();
  }

  #entries<K extends Kind>(kind: K, ids: readonly string[]): Stored<ResourceOf<K>>[] {
    const table = this.#tables.get(kind);
    return ids.flatMap((id) => {
      const entry = table?.get(id);
      return entry ? [stored<K>(id, entry)] : [];
    });
  }
}

function stored<K extends Kind>(id: string, entry: Entry): Stored<ResourceOf<K>> {
  return { id, value: structuredClone(entry.value) as ResourceOf<K>, version: entry.version };
}

function meets(entry: Entry | undefined, expect: Change["expect"]): boolean {
  if (expect === undefined) return true;
  if (expect === "absent") return entry === undefined;
  return expect === "present" ? entry !== undefined : entry?.version === expect;
}

function checkUnique(table: Table, kind: Kind, id: string, value: unknown): void {
  const wanted = indexValues(kind, value).filter((entered) => entered.unique);
  if (wanted.length === 0) return;
  for (const [otherId, other] of table) {
    if (otherId === id) continue;
    for (const taken of indexValues(kind, other.value)) {
      if (wanted.some(({ index, value: wantedValue }) => index === taken.index && wantedValue === taken.value))
        throw new UniqueViolation(kind, taken.index);
    }
  }
}
