/** The key stores that the proxy serves, by path, as the configuration has them now: credentials, rate, backend. */
import type { Clock } from "../lib/clock.ts";
import { XksProxyError } from "../xks/errors.ts";
import type { ServedKeyStore, XksBackend } from "../xks/server/backend.ts";
import type { KeyStoreConfiguration } from "./configuration.ts";
import type { LiveConfiguration } from "./live-configuration.ts";
import { RateLimit } from "./rate-limit.ts";

export class KeyStores {
  readonly #live: LiveConfiguration;
  readonly #clock: Clock;
  readonly #backendOf: (keyStore: KeyStoreConfiguration) => XksBackend;
  #served = new Map<string, Served>();

  constructor(live: LiveConfiguration, backendOf: (keyStore: KeyStoreConfiguration) => XksBackend, clock: Clock) {
    this.#live = live;
    this.#backendOf = backendOf;
    this.#clock = clock;
    this.#rebuild();
    live.onChange(() => this.#rebuild());
  }

  find(uriPath: string): ServedKeyStore | undefined {
    return this.#served.get(uriPath) ?? (this.#live.look() ? this.#served.get(uriPath) : undefined);
  }

  #rebuild(): void {
    const before = this.#served;
    this.#served = new Map(
      this.#live.current.keyStores.map((keyStore) => {
        const rate = rateOf(keyStore, before.get(keyStore.uriPath)?.rate, this.#clock);
        return [
          keyStore.uriPath,
          new Served(keyStore, rate, this.#backendOf(keyStore), (id) => this.#secretAfterLook(keyStore.uriPath, id)),
        ];
      }),
    );
  }

  #secretAfterLook(uriPath: string, accessKeyId: string): string | undefined {
    return this.#live.look() ? this.#served.get(uriPath)?.known(accessKeyId) : undefined;
  }
}

class Served implements ServedKeyStore {
  readonly rate: RateLimit | undefined;
  readonly backend: XksBackend;
  readonly #secrets: ReadonlyMap<string, string>;
  readonly #lookAgain: (accessKeyId: string) => string | undefined;

  constructor(
    keyStore: KeyStoreConfiguration,
    rate: RateLimit | undefined,
    backend: XksBackend,
    lookAgain: (accessKeyId: string) => string | undefined,
  ) {
    this.rate = rate;
    this.backend = backend;
    this.#secrets = new Map(keyStore.credentials.map(({ accessKeyId, secretAccessKey }) => [accessKeyId, secretAccessKey]));
    this.#lookAgain = lookAgain;
  }

  known(accessKeyId: string): string | undefined {
    return this.#secrets.get(accessKeyId);
  }

  secretOf(accessKeyId: string): string | undefined {
    return this.#secrets.get(accessKeyId) ?? this.#lookAgain(accessKeyId);
  }

  admit(): void {
    if (this.rate && !this.rate.take()) {
      throw new XksProxyError("ThrottlingException", `This key store may have ${this.rate.perSecond} requests a second.`);
    }
  }
}

/** A limit goes on counting over a reload that does not change it. */
function rateOf({ requestsPerSecond }: KeyStoreConfiguration, before: RateLimit | undefined, clock: Clock): RateLimit | undefined {
  if (requestsPerSecond === undefined) return undefined;
  return before?.perSecond === requestsPerSecond ? before : new RateLimit(requestsPerSecond, clock);
}
