/**
 * Opens one TLS connection to a proxy: name, TCP, TLS, each stamped where it happens. Always a full handshake (no session is
 * resumed), so the certificate is there to be read and checked on every connection. The handshake is let through to its end
 * and judged here, because a certificate that is refused must still be reported; no byte of a request goes out before that.
 */
import { isIP } from "node:net";
import type { LookupFunction, TcpNetConnectOpts } from "node:net";
import { checkServerIdentity, connect as tlsConnect, createSecureContext } from "node:tls";
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

/** Who wants the connection; exactly one of the two is called, also for an opening that was given up. */
export interface OpeningListener {
  readonly opened: (connection: OpenConnection, stamps: ConnectStamps) => void;
  readonly failed: (failure: AttemptFailure) => void;
}

/** An opening that can be given up. */
export interface Opening {
  /** How far it has got. */
  readonly stamps: ConnectStamps;
  abandon(): void;
}

export interface Connector {
  open(destination: Destination, listener: OpeningListener): Opening;
}

/** Next address after so long without an answer: Node's default of 250 ms would be the whole time of a request. */
const nextAddressAfterMs = 50;

/** @param trustedCa certificates (PEM) trusted beside the public authorities */
export function createConnector(clock: Clock, addresses: AddressCache, trustedCa: readonly string[]): Connector {
  const context = createSecureContext({ minVersion: "TLSv1.2" });
  // The option `ca` would have to name all public authorities too, and reading those takes a hundred milliseconds of the loop.
  const store = context.context as { addCACert(pem: string): void };
  for (const pem of trustedCa) store.addCACert(pem);
  return {
    open(destination, listener) {
      const opening = new OpeningConnection(clock, addresses, destination);
      void opening.run(context, listener);
      return opening;
    },
  };
}

class OpeningConnection implements Opening {
  readonly #clock: Clock;
  readonly #addresses: AddressCache;
  readonly #destination: Destination;
  readonly stamps: ConnectStamps = {};
  #socket: TLSSocket | undefined;
  #abandoned = false;

  constructor(clock: Clock, addresses: AddressCache, destination: Destination) {
    this.#clock = clock;
    this.#addresses = addresses;
    this.#destination = destination;
  }

  abandon(): void {
    this.#abandoned = true;
    this.#socket?.destroy();
  }

  async run(context: SecureContext, listener: OpeningListener): Promise<void> {
    const { host } = this.#destination;
    const known = await this.#resolve(host);
    if (known instanceof AttemptFailure) return listener.failed(known);
    this.stamps.dnsAt = this.#clock.monotonic();
    if (this.#abandoned) return listener.failed(new AttemptFailure("not-connected", "given up"));
    this.#connect(known, context, {
      opened: listener.opened,
      failed: (failure) => {
        // The address may have moved: ask again for the next connection.
        if (!this.#abandoned) this.#addresses.forget(host);
        listener.failed(failure);
      },
    });
  }

  async #resolve(host: string): Promise<readonly Address[] | AttemptFailure> {
    try {
      const known = await this.#addresses.of(host);
      return known.length > 0 ? known : new AttemptFailure("not-connected", describe("ENOTFOUND"));
    } catch (error) {
      return new AttemptFailure("not-connected", describe(codeOf(error)));
    }
  }

  #connect(known: readonly Address[], context: SecureContext, listener: OpeningListener): void {
    const { host, port, serverName } = this.#destination;
    const lookup: LookupFunction = (_host, options, callback) => {
      if (options.all) callback(null, [...known]);
      else callback(null, known[0]?.address ?? "", known[0]?.family);
    };
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
    let over = false;
    const fail = (failure: AttemptFailure): void => {
      if (!over) listener.failed(failure);
      over = true;
    };
    const onError = (error: Error) => fail(this.#failure(codeOf(error)));
    const onClose = () => fail(this.#failure("closed before the TLS handshake was complete"));
    socket.on("error", onError).once("close", onClose);
    socket.once("connect", () => (this.stamps.tcpAt = this.#clock.monotonic()));
    socket.once("secureConnect", () => {
      this.stamps.tlsAt = this.#clock.monotonic();
      const certificate = certificateOf(socket);
      if (!socket.authorized) {
        socket.destroy();
        return fail(new AttemptFailure("tls-failed", describe(codeOf(socket.authorizationError)), certificate));
      }
      over = true;
      socket.off("error", onError).off("close", onClose);
      listener.opened({ socket, certificate }, this.stamps);
    });
  }

  #failure(code: string): AttemptFailure {
    if (this.stamps.tcpAt === undefined) return new AttemptFailure("not-connected", describe(code));
    return new AttemptFailure(isTlsCode(code) ? "tls-failed" : "reset-otherwise", describe(code));
  }
}
