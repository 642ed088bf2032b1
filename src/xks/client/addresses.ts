/**
 * Names to addresses, cached: `dns.lookup` runs in the process-wide pool of four threads, so a busy disk or a slow name
 * server must not stand in the way of every new connection. An answer is fresh for some seconds; after that it is still
 * used while a new one is fetched, up to a minute; failures are not cached.
 */
import { lookup as dnsLookup } from "node:dns/promises";
import { isIP } from "node:net";
import type { Clock } from "../../lib/clock.ts";

export interface Address {
  readonly address: string;
  readonly family: number;
}
/** Resolves a name to all its addresses in the order to try them. Rejects as dns.lookup does. */
export type Lookup = (host: string) => Promise<readonly Address[]>;

export const systemLookup: Lookup = (host) => dnsLookup(host, { all: true });

const freshMs = 10_000;
const usableMs = 60_000;
/** More names than key stores could have: the oldest go. */
const maximumNames = 4096;

interface Entry {
  addresses?: readonly Address[];
  at: number;
  pending?: Promise<readonly Address[]>;
}

export class AddressCache {
  readonly #clock: Clock;
  readonly #lookup: Lookup;
  readonly #entries = new Map<string, Entry>();

  constructor(clock: Clock, lookup: Lookup) {
    this.#clock = clock;
    this.#lookup = lookup;
  }

  /** Addresses at once where they are known, else a promise of them. */
  of(host: string): readonly Address[] | Promise<readonly Address[]> {
    const family = isIP(host);
    if (family) return [{ address: host, family }];
    const entry = this.#entries.get(host);
    const age = entry?.addresses ? this.#clock.monotonic() - entry.at : Number.POSITIVE_INFINITY;
    if (entry?.addresses && age < usableMs) {
      // A refresh that fails leaves the old addresses in use until they are too old.
      if (age >= freshMs) this.#fetch(host, entry).catch(() => undefined);
      return entry.addresses;
    }
    return this.#fetch(host, entry ?? this.#add(host));
  }

  /** Something is wrong with these addresses: ask again next time. */
  forget(host: string): void {
    const entry = this.#entries.get(host);
    if (entry && !entry.pending) this.#entries.delete(host);
  }

  #add(host: string): Entry {
    if (this.#entries.size >= maximumNames) {
      for (const oldest of this.#entries.keys()) {
        this.#entries.delete(oldest);
        break;
      }
    }
    const entry: Entry = { at: 0 };
    this.#entries.set(host, entry);
    return entry;
  }

  #fetch(host: string, entry: Entry): Promise<readonly Address[]> {
    entry.pending ??= this.#lookup(host).then(
      (addresses) => {
        delete entry.pending;
        entry.addresses = addresses;
        entry.at = this.#clock.monotonic();
        return addresses;
      },
      (error: unknown) => {
        delete entry.pending;
        if (!entry.addresses) this.#entries.delete(host);
        throw error;
      },
    );
    return entry.pending;
  }
}
