/**
 * The proxy's HTTPS listener: node:https in front of a door, and a shorter way (direct-connection) for connections whose
 * requests are of the plain kind. Connections are kept alive longer than any client keeps them, the number of requests worked
 * on at a time is limited, and stopping lets those under way end.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, type Server, type ServerOptions } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import type { Clock, Timer } from "../lib/clock.ts";
import type { ApiRequest, ApiResponse, Door } from "../lib/door.ts";
import { DirectConnection, type DirectConnectionHost } from "./direct-connection.ts";
import { maximumBodyBytes } from "../xks/server.ts";
import { listen } from "./listen.ts";

/** Longer than the 4 s for which the KMS side keeps an idle connection, so that it is never us who close under a request. */
const keepAliveMs = 65_000;
/** A request must have arrived in this time. */
const requestMs = 15_000;
/** How often connections are looked at for being idle or slow for too long. */
const sweepMs = 1_000;
/** How long requests under way may take to end when the proxy stops. */
const drainMs = 3_000;

/** The suites of the specification (API content type), and their 128-bit and RSA-less relatives for other clients. */
export const cipherSuites = [
  "TLS_AES_256_GCM_SHA384",
  "TLS_CHACHA20_POLY1305_SHA256",
  "TLS_AES_128_GCM_SHA256",
  "ECDHE-ECDSA-AES256-GCM-SHA384",
  "ECDHE-RSA-AES256-GCM-SHA384",
  "ECDHE-ECDSA-CHACHA20-POLY1305",
  "ECDHE-RSA-CHACHA20-POLY1305",
].join(":");

/** What can be done to a connection below HTTP and TLS. */
export interface Connection {
  /** TCP RST, as a crashed peer or a firewall sends it. */
  reset(): void;
  /** Ends it in order. */
  end(): void;
}

/** Writes an answer; faults put themselves in its place. */
export type Respond = (
  request: ApiRequest,
  response: ServerResponse,
  answer: () => Promise<ApiResponse>,
  connection: () => Connection,
) => Promise<void>;

export interface TlsListenerOptions {
  readonly host: string;
  readonly port: number;
  readonly tls: ServerOptions;
  readonly door: Door;
  readonly respond?: Respond;
  /** Mutual TLS: the subjects that clients may have now. Their CA stands in `tls`. */
  readonly clientSubjects?: () => readonly string[];
  /** Told of clients that were turned away before they could ask. */
  readonly refused?: (reason: string, remoteAddress: string) => void;
  readonly clock: Clock;
}

export class TlsListener {
  readonly #server: Server;
  readonly #door: Door;
  readonly #respond: Respond;
  readonly #clock: Clock;
  readonly #direct = new Set<DirectConnection>();
  readonly #sweeper: Timer;
  #writes: (() => void)[] = [];
  #httpDate = { at: -Infinity, text: "" };
  /** The TCP sockets below TLS, by the peer's address and port. */
  readonly #sockets = new Map<string, Socket>();
  #inFlight = 0;
  #draining = false;
  #idle: (() => void) | undefined;

  private constructor(server: Server, { door, respond = respondPlainly, clock }: TlsListenerOptions) {
    this.#server = server;
    this.#door = door;
    this.#respond = respond;
    this.#clock = clock;
    this.#sweeper = clock.every(sweepMs, () => this.#sweep());
  }

  /** @throws ProxyStartError that names address and fix */
  static async start(options: TlsListenerOptions): Promise<TlsListener> {
    const server = createServer({ minVersion: "TLSv1.2", ciphers: cipherSuites, honorCipherOrder: true, ...options.tls });
    server.keepAliveTimeout = keepAliveMs;
    server.headersTimeout = requestMs;
    server.requestTimeout = requestMs;
    const listener = new TlsListener(server, options);
    server.on("request", (message: IncomingMessage, response: ServerResponse) => listener.#receive(message, response));
    listener.#interpose(options);
    server.on("connection", (socket: Socket) => listener.#accept(socket));
    await listen(server, options.host, options.port);
    return listener;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Requests that are being worked on now. */
  get inFlight(): number {
    return this.#inFlight;
  }

  get draining(): boolean {
    return this.#draining;
  }

  /** New connections use another certificate; those that stand are not touched. */
  setCertificate(tls: ServerOptions): void {
    this.#server.setSecureContext({ minVersion: "TLSv1.2", ciphers: cipherSuites, honorCipherOrder: true, ...tls });
  }

  /** Takes no new connections, lets requests under way end for three seconds, then cuts what is left. */
  async close(): Promise<void> {
    this.#draining = true;
    this.#sweeper.cancel();
    const closed = new Promise<void>((resolve) => void this.#server.close(() => resolve()));
    this.#server.closeIdleConnections();
    for (const connection of this.#direct) connection.closeIfIdle();
    await this.#untilIdle();
    this.#server.closeAllConnections();
    for (const connection of this.#direct) connection.close();
    await closed;
  }

  /** Puts itself between a finished handshake and node:https, which is the server's own listener for it. */
  #interpose(options: TlsListenerOptions): void {
    const takeOver = this.#server.listeners("secureConnection") as ((socket: TLSSocket) => void)[];
    this.#server.removeAllListeners("secureConnection");
    const host = this.#hostFor((socket) => {
      for (const listener of takeOver) listener.call(this.#server, socket);
    });
    this.#server.on("secureConnection", (socket) => {
      if (!subjectFits(socket, options)) return;
      // Faults act on node:http's answers.
      if (options.respond) return host.handOver(socket);
      const connection = new DirectConnection(socket, host);
      this.#direct.add(connection);
      socket.on("close", () => this.#direct.delete(connection));
    });
  }

  #hostFor(handOver: (socket: TLSSocket) => void): DirectConnectionHost {
    return {
      answer: (request) => {
        this.#inFlight += 1;
        return this.#door(request);
      },
      written: () => this.#ended(),
      handOver: (socket, connection) => {
        if (connection) this.#direct.delete(connection);
        handOver(socket);
      },
      later: (write) => {
        if (this.#writes.push(write) === 1) setImmediate(() => this.#writeAll());
      },
      monotonic: () => this.#clock.monotonic(),
      httpDate: () => this.#date(),
      draining: () => this.#draining,
      keepAliveSeconds: keepAliveMs / 1000,
      maximumBodyBytes,
    };
  }

  /** Written one by one, each answer would wake a client that is then busy with it while it waits for the next. */
  #writeAll(): void {
    const writes = this.#writes;
    this.#writes = [];
    for (const write of writes) write();
  }

  #date(): string {
    const now = this.#clock.now();
    if (Math.abs(now - this.#httpDate.at) >= 500) this.#httpDate = { at: now, text: new Date(now).toUTCString() };
    return this.#httpDate.text;
  }

  #sweep(): void {
    const now = this.#clock.monotonic();
    for (const connection of this.#direct) connection.sweep(now, keepAliveMs, requestMs);
  }

  #ended(): void {
    this.#inFlight -= 1;
    if (this.#inFlight === 0) this.#idle?.();
  }

  #untilIdle(): Promise<void> {
    if (this.#inFlight === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = this.#clock.after(drainMs, resolve);
      this.#idle = () => {
        timer.cancel();
        // One turn more, for the last answer to be handed to its socket.
        setImmediate(resolve);
      };
    });
  }

  #accept(socket: Socket): void {
    socket.setNoDelay(true);
    const peer = peerOf(socket);
    this.#sockets.set(peer, socket);
    socket.on("close", () => this.#sockets.delete(peer));
  }

  #connectionOf(message: IncomingMessage): Connection {
    return {
      reset: () => {
        this.#sockets.get(peerOf(message.socket))?.resetAndDestroy();
        message.socket.destroy();
      },
      end: () => void message.socket.end(),
    };
  }

  #receive(message: IncomingMessage, response: ServerResponse): void {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const onData = (chunk: Buffer): void => {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes <= maximumBodyBytes) return;
      // The door refuses it by its size; the rest is not worth reading, so this connection ends with the answer.
      message.off("data", onData).off("end", onEnd).resume();
      response.setHeader("connection", "close");
      onEnd();
    };
    const onEnd = (): void => {
      const [only] = chunks;
      void this.#handle(message, response, chunks.length === 1 && only ? only : Buffer.concat(chunks, bytes));
    };
    message.on("data", onData).on("end", onEnd);
    // A client that went away: its request is nobody's any more.
    message.on("error", () => undefined);
    response.on("error", () => undefined);
  }

  async #handle(message: IncomingMessage, response: ServerResponse, body: Uint8Array): Promise<void> {
    if (this.#draining) response.setHeader("connection", "close");
    const { method = "", url = "", headers } = message;
    const request: ApiRequest = { method, path: url, headers, body, remoteAddress: message.socket.remoteAddress ?? "" };
    this.#inFlight += 1;
    try {
      await this.#respond(
        request,
        response,
        () => this.#door(request),
        () => this.#connectionOf(message),
      );
    } finally {
      this.#ended();
    }
  }
}

/**
 * Mutual TLS: whether the client is one of those that may ask; else its connection ends before a byte of it is read. The
 * specification wants the handshake itself to end there. Node lets OpenSSL finish every handshake and tells the client's
 * certificate afterwards, so no alert can be sent; with TLS 1.3 a client could not tell either, since its handshake is done
 * before the server has seen its certificate.
 */
function subjectFits(socket: TLSSocket, { clientSubjects, refused }: TlsListenerOptions): boolean {
  if (!clientSubjects) return true;
  const subject = socket.getPeerCertificate()?.subject?.CN;
  if (typeof subject === "string" && clientSubjects().includes(subject)) return true;
  refused?.(`client certificate of ${subject === undefined ? "no subject" : String(subject)}`, socket.remoteAddress ?? "");
  socket.destroy();
  return false;
}

const peerOf = ({ remoteAddress, remotePort }: Socket): string => `${remoteAddress} ${remotePort}`;

const respondPlainly: Respond = async (_request, response, answer) => writeAnswer(response, await answer());

/** Writes an answer in one go: a text of known length leaves in one TLS record with its head. */
export function writeAnswer(response: ServerResponse, { status, headers, body }: ApiResponse): void {
  response.writeHead(status, { ...headers, "content-length": Buffer.byteLength(body) });
  response.end(body);
}
