/** An XKS client on a clock that a test moves, at a proxy whose behaviour a test sets, over real TLS on loopback. */
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { once } from "node:events";
import type { TlsOptions } from "node:tls";
import { ManualClock } from "../../src/lib/clock.ts";
import type { Interaction } from "../../src/model/interaction.ts";
import { createXksClient } from "../../src/xks/client.ts";
import type { XksClientOptions } from "../../src/xks/client.ts";
import { XksError } from "../../src/xks/calls.ts";
import type { CallMetadata, EncryptAnswer, HealthAnswer, XksClient, XksTarget } from "../../src/xks/calls.ts";
import type { Authority, LeafOptions } from "./certificates.ts";
import { FaultServer } from "./fault-server.ts";

export const encryptMetadata: CallMetadata = {
  kmsOperation: "Encrypt",
  kmsRequestId: "4112f4d6-db54-4af4-ae30-c55a22a8dfae",
  kmsKeyArn: "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
  awsPrincipalArn: "arn:aws:iam::123456789012:user/Älice",
};

export const plaintext = Buffer.from("some plaintext");

export class ClientHouse {
  readonly clock = new ManualClock(Date.now());
  readonly interactions: Interaction[] = [];
  readonly #authority: Authority;
  readonly #closing: (() => unknown)[] = [];
  server: FaultServer;
  client: XksClient;

  private constructor(authority: Authority, server: FaultServer) {
    this.#authority = authority;
    this.server = server;
    this.client = this.newClient();
  }

  static async open(authority: Authority, leaf: LeafOptions = {}, options: TlsOptions = {}): Promise<ClientHouse> {
    const server = await new FaultServer({ ...(await authority.leaf(leaf)), ...options }).listen();
    const house = new ClientHouse(authority, server);
    house.#closing.push(() => server.close());
    return house;
  }

  /** Replaces the client; the interactions begin anew. */
  newClient(options: Partial<XksClientOptions> = {}): XksClient {
    this.interactions.length = 0;
    this.client = createXksClient({
      clock: this.clock,
      region: "eu-central-1",
      onInteraction: (interaction) => this.interactions.push(interaction),
      trustedCa: [this.#authority.certificate],
      ...options,
    });
    const { client } = this;
    this.#closing.push(() => client.close());
    return client;
  }

  target(over: Partial<XksTarget> = {}): XksTarget {
    return {
      keyStoreId: "cks-1234567890abcdef0",
      uriEndpoint: `https://127.0.0.1:${this.server.port}`,
      uriPath: "/example/kms/xks/v1",
      accessKeyId: "AAAAAAAAAAAAAAAAAAAA",
      secretAccessKey: "a".repeat(64),
      ...over,
    };
  }

  encrypt(over: Partial<XksTarget> = {}): Promise<EncryptAnswer> {
    const call = { externalKeyId: "key-1", plaintext, additionalAuthenticatedData: Buffer.from("{}") };
    return this.client.encrypt(this.target(over), call, encryptMetadata);
  }

  health(over: Partial<XksTarget> = {}): Promise<HealthAnswer> {
    return this.client.getHealthStatus(this.target(over), { kmsOperation: "KmsHealthCheck", kmsRequestId: "r" });
  }

  /** The one interaction there is. */
  one(): Interaction {
    const [interaction, ...more] = this.interactions;
    if (!interaction || more.length > 0) throw new Error(`${this.interactions.length} interactions, not one`);
    return interaction;
  }

  /** A further server, closed with the house. */
  async also(server: FaultServer): Promise<FaultServer> {
    await server.listen();
    this.#closing.push(() => server.close());
    return server;
  }

  whenClosing(act: () => unknown): void {
    this.#closing.push(act);
  }

  async close(): Promise<void> {
    for (const act of this.#closing.splice(0).reverse()) await act();
  }
}

/** The error of a call that must fail. */
export async function failed(call: Promise<unknown>): Promise<XksError> {
  try {
    await call;
  } catch (error) {
    if (error instanceof XksError) return error;
    throw error;
  }
  throw new Error("the call did not fail");
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, "close");
  return port;
}

/** Lets everything happen that needs no time on the clock: some turns of the event loop, with the sockets served in each. */
export async function turns(count = 20): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve));
}

/** Turns of the event loop until something holds. */
export async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 100_000 && !holds(); i++) await turns(1);
  if (!holds()) throw new Error("it never came to hold");
}
