/**
 * The proxy's HTTPS listener: node:https in front of a door, and before it the short way for connections whose requests are
 * plain, as those of KMS are. Connections are kept alive longer than any client keeps them, the number of requests worked
 * on at a time is limited, and stopping lets those under way end.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Server, ServerOptions } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import type { Clock } from "../lib/clock.ts";
import type { ApiRequest, ApiResponse, Door } from "../lib/door.ts";
import { createShortWay, type ShortWay } from "../lib/short-way.ts";
import type { KeyPairPem } from "./certificates/issue.ts";
import { maximumBodyBytes } from "../xks/server.ts";
import { type ClientSubjectOptions, subjectFits } from "./client-subject.ts";
import { everyTls, keepAliveMs, newServer } from "./https-server.ts";
import { listen } from "./listen.ts";

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
  readonly #shortWay: ShortWay;
  readonly #diverting: boolean;
  #tls: ServerOptions;
  /** The TCP sockets below TLS, by the peer's address and port. */
  readonly #sockets = new Map<string, Socket>();
  #inFlight = 0;
  #draining = false;

  private constructor(server: Server, { tls, door, respond = respondPlainly, otherCertificate, clock }: TlsListenerOptions) {
    this.#server = server;
    this.#tls = tls;
    this.#diverting = otherCertificate !== undefined;
    this.#door = door;
    this.#respond = respond;
    this.#clock = clock;
    this.#shortWay = createShortWay({
      clock,
      takes: () => true,
      door: (request) => this.#counted(() => door(request)),
      idleMs: keepAliveMs,
      maximumBodyBytes,
      together: true,
    });
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
    const closed = new Promise<void>((resolve) => void this.#server.close(() => resolve()));
    this.#server.closeIdleConnections();
    this.#shortWay.drain();
    await Promise.race([closed, new Promise<void>((resolve) => void this.#clock.after(drainMs, resolve))]);
    this.#server.closeAllConnections();
    this.#shortWay.destroy();
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

  /** Puts the short way between a finished handshake and node:https, which is the server's own listener for it. */
  #interpose(server: Server, options: TlsListenerOptions): void {
    const takeOver = server.listeners("secureConnection") as ((socket: Socket) => void)[];
    server.removeAllListeners("secureConnection");
    const handOver = (socket: Socket): void => {
      for (const listener of takeOver) listener.call(server, socket);
    };
    server.on("secureConnection", (socket) => {
      if (!subjectFits(socket, options)) return;
      // Faults act on node:http's answers.
      if (options.respond) handOver(socket);
      else this.#shortWay.serve(socket, handOver);
    });
  }

  async #counted<T>(work: () => Promise<T>): Promise<T> {
    this.#inFlight += 1;
    try {
      return await work();
    } finally {
      this.#inFlight -= 1;
    }
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
    await this.#counted(() =>
      this.#respond(
        request,
        response,
        () => this.#door(request),
        () => this.#connectionOf(message),
      ),
    );
  }
}

const peerOf = ({ remoteAddress, remotePort }: Socket): string => `${remoteAddress} ${remotePort}`;

const respondPlainly: Respond = async (_request, response, answer) => writeAnswer(response, await answer());

/** Writes an answer in one go: a text of known length leaves in one TLS record with its head. */
export function writeAnswer(response: ServerResponse, { status, headers, body }: ApiResponse): void {
  response.writeHead(status, { ...headers, "content-length": Buffer.byteLength(body) });
  response.end(body);
}
