/**
 * Opens one TLS connection to a proxy: name, TCP, TLS, each stamped where it happens. Always a full handshake (no session is
 * resumed), so the certificate is there to be read and checked on every connection. The handshake is let through to its end
 * and judged here, because a certificate that is refused must still be reported; no byte of a request goes out before that.
 */
import { isIP } from "node:net";
import type { LookupFunction, TcpNetConnectOpts } from "node:net";
import { checkServerIdentity, connect as tlsConnect, createSecureContext, rootCertificates } from "node:tls";
import type { ConnectionOptions, SecureContext, TLSSocket } from "node:tls";
import type { Clock } from "../../lib/clock.ts";
import type { Certificate } from "../../model/certificate.ts";
import type { Address, AddressCache } from "./addresses.ts";
import { certificateOf } from "./certificate.ts";
import { AttemptFailure, codeOf, describe, isTlsCode } from "./failure.ts";

/** Where to connect, and as whom the peer must identify itself. */
export interface Destination {
  readonly host: string;
  readonly port: number;
  /** The name that the certificate must carry: the endpoint's own host. */
  readonly serverName: string;
}

/** Monotonic milliseconds at which each phase was over. */
export interface ConnectStamps {
  dnsAt?: number;
  tcpAt?: number;
  tlsAt?: number;
}

export interface OpenConnection {
  readonly socket: TLSSocket;
  readonly certificate: Certificate | undefined;
}

/** An opening that can be given up. `opened` rejects with AttemptFailure only. */
export interface Opening {
  readonly stamps: ConnectStamps;
  readonly opened: Promise<OpenConnection>;
  abandon(): void;
}

export interface Connector {
  open(destination: Destination): Opening;
}

/** Next address after so long without an answer: Node's default of 250 ms would be the whole time of a request. */
const nextAddressAfterMs = 50;

/** @param trustedCa certificates (PEM) trusted beside the public authorities */
export function createConnector(clock: Clock, addresses: AddressCache, trustedCa: readonly string[]): Connector {
  // Reading some 150 root certificates takes milliseconds: once, when first needed.
  let context: SecureContext | undefined;
  const secureContext = (): SecureContext =>
    (context ??= createSecureContext({ ca: [...rootCertificates, ...trustedCa], minVersion: "TLSv1.2" }));
  return { open: (destination) => new OpeningConnection(clock, addresses, secureContext(), destination) };
}

class OpeningConnection implements Opening {
  readonly stamps: ConnectStamps = {};
  readonly opened: Promise<OpenConnection>;
  readonly #clock: Clock;
  #socket: TLSSocket | undefined;
  #abandoned = false;

  constructor(clock: Clock, addresses: AddressCache, context: SecureContext, destination: Destination) {
    this.#clock = clock;
    this.opened = this.#open(addresses, context, destination);
    // Whoever abandoned it does not wait for it any more.
    this.opened.catch(() => undefined);
  }

  abandon(): void {
    this.#abandoned = true;
    this.#socket?.destroy();
  }

  async #open(addresses: AddressCache, context: SecureContext, destination: Destination): Promise<OpenConnection> {
    const known = await this.#resolve(addresses, destination.host);
    this.stamps.dnsAt = this.#clock.monotonic();
    if (this.#abandoned) throw new AttemptFailure("nothing-in-time", "abandoned");
    return this.#connect(known, context, destination).catch((error: unknown) => {
      // The address may have moved: ask again for the next connection.
      addresses.forget(destination.host);
      throw error;
    });
  }

  async #resolve(addresses: AddressCache, host: string): Promise<readonly Address[]> {
    try {
      const known = await addresses.of(host);
      if (known.length > 0) return known;
    } catch (error) {
      throw new AttemptFailure("not-connected", describe(codeOf(error)));
    }
    throw new AttemptFailure("not-connected", describe("ENOTFOUND"));
  }

  #connect(known: readonly Address[], context: SecureContext, { host, port, serverName }: Destination): Promise<OpenConnection> {
    const lookup: LookupFunction = (_host, options, callback) => {
      if (options.all) callback(null, [...known]);
      else callback(null, known[0]?.address ?? "", known[0]?.family);
    };
    return new Promise((resolve, reject) => {
      const options: ConnectionOptions & TcpNetConnectOpts = {
        host,
        port,
        lookup,
        noDelay: true,
        autoSelectFamily: true,
        autoSelectFamilyAttemptTimeout: nextAddressAfterMs,
        secureContext: context,
        // An address is not sent as a name; it is checked against the certificate all the same.
        servername: isIP(serverName) ? "" : serverName,
        checkServerIdentity: (_name, peer) => checkServerIdentity(serverName, peer),
        // Judged below by `authorized`: a refused certificate is still to be reported.
        rejectUnauthorized: false,
      };
      const socket = tlsConnect(options);
      this.#socket = socket;
      const failed = (code: string) => reject(this.#failure(code));
      const onError = (error: Error) => failed(codeOf(error));
      const onClose = () => failed("closed before the TLS handshake was complete");
      socket.once("error", onError).once("close", onClose);
      socket.once("connect", () => (this.stamps.tcpAt = this.#clock.monotonic()));
      socket.once("secureConnect", () => {
        this.stamps.tlsAt = this.#clock.monotonic();
        const certificate = certificateOf(socket);
        if (!socket.authorized) {
          socket.destroy();
          reject(new AttemptFailure("tls-failed", describe(codeOf(socket.authorizationError)), certificate));
          return;
        }
        socket.off("error", onError).off("close", onClose);
        resolve({ socket, certificate });
      });
    });
  }

  #failure(code: string): AttemptFailure {
    if (this.stamps.tcpAt === undefined) return new AttemptFailure("not-connected", describe(code));
    return new AttemptFailure(isTlsCode(code) ? "tls-failed" : "reset-otherwise", describe(code));
  }
}
