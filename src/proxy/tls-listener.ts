/**
 * The proxy's HTTPS listener: node:https in front of a door. Connections are kept alive longer than any client keeps them, the
 * number of requests worked on at a time is limited, and stopping lets those under way end.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, type Server, type ServerOptions } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import type { Clock } from "../lib/clock.ts";
import type { ApiRequest, ApiResponse, Door } from "../lib/door.ts";
import { maximumBodyBytes } from "../xks/server.ts";
import { errorCode, ProxyStartError } from "./start-error.ts";

/** Longer than the 4 s for which the KMS side keeps an idle connection, so that it is never us who close under a request. */
const keepAliveMs = 65_000;
/** A request must have arrived in this time. */
const requestMs = 15_000;
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
  readonly clock: Clock;
}

export class TlsListener {
  readonly #server: Server;
  readonly #door: Door;
  readonly #respond: Respond;
  readonly #clock: Clock;
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
  }

  /** @throws ProxyStartError that names address and fix */
  static async start(options: TlsListenerOptions): Promise<TlsListener> {
    const server = createServer({ minVersion: "TLSv1.2", ciphers: cipherSuites, honorCipherOrder: true, ...options.tls });
    server.keepAliveTimeout = keepAliveMs;
    server.headersTimeout = requestMs;
    server.requestTimeout = requestMs;
    const listener = new TlsListener(server, options);
    server.on("request", (message: IncomingMessage, response: ServerResponse) => listener.#receive(message, response));
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
    const closed = new Promise<void>((resolve) => void this.#server.close(() => resolve()));
    this.#server.closeIdleConnections();
    await this.#untilIdle();
    this.#server.closeAllConnections();
    await closed;
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
      this.#inFlight -= 1;
      if (this.#inFlight === 0) this.#idle?.();
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

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) => reject(startError(error, host, port)));
    server.listen(port, host, () => {
      server.removeAllListeners("error");
      resolve();
    });
  });
}

function startError(error: Error, host: string, port: number): ProxyStartError {
  const code = errorCode(error);
  if (code === "EADDRINUSE")
    return new ProxyStartError(`port ${port} on ${host} is in use: choose another proxy port, or stop what uses it`, error);
  if (code === "EACCES") return new ProxyStartError(`port ${port} may not be opened by this user: choose a port from 1024 on`, error);
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") {
    return new ProxyStartError(`${host} is no address of this machine: choose another proxy host, e.g. 127.0.0.1`, error);
  }
  return new ProxyStartError(`the proxy cannot listen on ${host}:${port} (${code ?? error.message}): choose another host or port`, error);
}
