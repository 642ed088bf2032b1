/**
 * The proxy's HTTPS listener: node:https in front of a door, and a shorter way (direct-connection) for connections whose
 * requests are of the plain kind. Connections are kept alive longer than any client keeps them, the number of requests worked
 * on at a time is limited, and stopping lets those under way end.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Server, ServerOptions } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import type { Clock, Timer } from "../lib/clock.ts";
import type { ApiRequest, ApiResponse, Door } from "../lib/door.ts";
import { DirectConnection, type DirectConnectionHost } from "./direct-connection.ts";
import type { KeyPairPem } from "./certificates/issue.ts";
import { maximumBodyBytes } from "../xks/server.ts";
import { type ClientSubjectOptions, subjectFits } from "./client-subject.ts";
import { everyTls, keepAliveMs, newServer, requestMs } from "./https-server.ts";
import { listen } from "./listen.ts";

/** How often connections are looked at for being idle or slow for too long. */
const sweepMs = 1_000;
/** How long requests under way may take to end when the proxy stops. */
const drainMs = 3_000;

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

export interface TlsListenerOptions extends ClientSubjectOptions {
  readonly host: string;
  readonly port: number;
  readonly tls: ServerOptions;
  readonly door: Door;
  readonly respond?: Respond;
  /** Asked for each new connection: a certificate to show instead of the one in `tls`. */
  readonly otherCertificate?: () => Promise<KeyPairPem | undefined>;
  readonly clock: Clock;
}

export class TlsListener {
  readonly #server: Server;
  readonly #door: Door;
  readonly #respond: Respond;
  readonly #clock: Clock;
  readonly #direct = new Set<DirectConnection>();
  readonly #sweeper: Timer;
  readonly #diverting: boolean;
  #tls: ServerOptions;
  #writes: (() => void)[] = [];
  #httpDate = { at: -Infinity, text: "" };
  /** The TCP sockets below TLS, by the peer's address and port. */
  readonly #sockets = new Map<string, Socket>();
  #inFlight = 0;
  #draining = false;
  #idle: (() => void) | undefined;

  private constructor(server: Server, { tls, door, respond = respondPlainly, otherCertificate, clock }: TlsListenerOptions) {
    this.#server = server;
    this.#tls = tls;
    this.#diverting = otherCertificate !== undefined;
    this.#door = door;
    this.#respond = respond;
    this.#clock = clock;
    this.#sweeper = clock.every(sweepMs, () => this.#sweep());
  }

  /** @throws ProxyStartError that names address and fix */
  static async start(options: TlsListenerOptions): Promise<TlsListener> {
    const server = newServer(options.tls);
    const listener = new TlsListener(server, options);
    listener.#equip(server, options);
    if (options.otherCertificate) listener.#divert(options, options.otherCertificate);
    server.prependListener("connection", (socket: Socket) => listener.#accept(socket));
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
    this.#tls = tls;
    this.#server.setSecureContext({ ...everyTls, ...tls });
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
    // Connections with another certificate belong to no server that could be asked to close them.
    if (this.#diverting) for (const socket of this.#sockets.values()) socket.destroySoon();
    await closed;
  }

  #equip(server: Server, options: TlsListenerOptions): void {
    server.on("request", (message: IncomingMessage, response: ServerResponse) => this.#receive(message, response));
    this.#interpose(server, options);
  }

  /** Gives some connections to a server with another certificate, before anything was read from them. */
  #divert(options: TlsListenerOptions, otherCertificate: () => Promise<KeyPairPem | undefined>): void {
    const begin = this.#server.listeners("connection") as ((socket: Socket) => void)[];
    this.#server.removeAllListeners("connection");
    this.#server.on("connection", (socket: Socket) => {
      void otherCertificate().then((other) => {
        if (socket.destroyed) return;
        if (!other) {
          for (const listener of begin) listener.call(this.#server, socket);
          return;
        }
        const server = newServer({ ...this.#tls, cert: other.certificatePem, key: other.keyPem });
        this.#equip(server, options);
        server.on("tlsClientError", () => socket.destroy());
        server.emit("connection", socket);
      });
    });
  }

  /** Puts itself between a finished handshake and node:https, which is the server's own listener for it. */
  #interpose(server: Server, options: TlsListenerOptions): void {
    const takeOver = server.listeners("secureConnection") as ((socket: TLSSocket) => void)[];
    server.removeAllListeners("secureConnection");
    const host = this.#hostFor((socket) => {
      for (const listener of takeOver) listener.call(server, socket);
    });
    server.on("secureConnection", (socket) => {
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

const peerOf = ({ remoteAddress, remotePort }: Socket): string => `${remoteAddress} ${remotePort}`;

const respondPlainly: Respond = async (_request, response, answer) => writeAnswer(response, await answer());

/** Writes an answer in one go: a text of known length leaves in one TLS record with its head. */
export function writeAnswer(response: ServerResponse, { status, headers, body }: ApiResponse): void {
  response.writeHead(status, { ...headers, "content-length": Buffer.byteLength(body) });
  response.end(body);
}
