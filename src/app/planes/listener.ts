/**
 * The one listener: guards, then serves cryptographic calls here and hands everything else on. Connections begin on the short
 * way and go over to node:http with the first request that is not for it.
 */
import { readFileSync } from "node:fs";
import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { Socket } from "node:net";
import type { Clock } from "../../lib/clock.ts";
import type { ApiResponse, Door } from "../../lib/door.ts";
import { createShortWay } from "../../lib/short-way.ts";
import type { Configuration } from "../configuration.ts";
import { answerWith, remoteAddressHeader, write } from "./http-door.ts";

export interface ListenerOptions {
  readonly configuration: Pick<Configuration, "tls">;
  readonly clock: Clock;
  /** Refuses by Host and Origin (aws/guard). */
  guard(request: { method: string; headers: IncomingMessage["headers"] }): ApiResponse | undefined;
  /** Whether a request is one of the data plane's own operations. */
  isCryptographic(headers: IncomingMessage["headers"]): boolean;
  readonly door: Door;
  handOn(incoming: IncomingMessage, outgoing: ServerResponse): void;
}

/** Listens where the caller tells it to. */
export interface Listener {
  readonly server: Server;
  /** Stops taking connections, lets requests in hand finish, at most `limitMs`. */
  drain(limitMs: number): Promise<void>;
}

/** How long a connection may stand without a request, milliseconds: longer than AWS's SDKs and load balancers keep one. */
const idleMs = 75_000;
/** No cryptographic call is larger: plaintext or ciphertext blob, encryption context and grant tokens. */
const shortWayBodyBytes = 65_536;
const healthAnswer = '{"status":"serving"}';

export function createListener(options: ListenerOptions): Listener {
  const { configuration, clock, door } = options;
  const answer = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    // Only this process may say for whom it hands a request on.
    delete incoming.headers[remoteAddressHeader];
    if (incoming.url === "/health") {
      outgoing.writeHead(200, { "content-type": "application/json", "cache-control": "no-store" });
      outgoing.end(healthAnswer);
      return;
    }
    const refusal = options.guard({ method: incoming.method ?? "GET", headers: incoming.headers });
    if (refusal) {
      write(outgoing, incoming, refusal);
      incoming.resume();
    } else if (options.isCryptographic(incoming.headers)) answerWith(options.door, incoming, outgoing);
    else options.handOn(incoming, outgoing);
  };
  const limits = { keepAliveTimeout: idleMs, headersTimeout: 20_000, requestTimeout: 30_000, maxHeaderSize: 32_768, noDelay: true };
  const server = configuration.tls
    ? createHttpsServer(
        {
          ...limits,
          cert: readFileSync(configuration.tls.certFile),
          key: readFileSync(configuration.tls.keyFile),
          minVersion: "TLSv1.2",
        },
        answer,
      )
    : createHttpServer(limits, answer);
  server.on("clientError", (_error, socket) => {
    if (socket.writable) socket.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
  });
  // node:http's own way with a new connection, which the short way stands before.
  const arrival = configuration.tls ? "secureConnection" : "connection";
  const [serveByNode] = server.listeners(arrival) as [(socket: Socket) => void];
  server.off(arrival, serveByNode);
  const shortWay = createShortWay({
    clock,
    door,
    idleMs,
    takes: (request) => options.isCryptographic(request.headers) && options.guard(request) === undefined,
    maximumBodyBytes: shortWayBodyBytes,
    together: false,
  });
  server.on(arrival, (socket: Socket) => shortWay.serve(socket, (unusual) => serveByNode.call(server, unusual)));
  return {
    server,
    drain(limitMs) {
      shortWay.drain();
      return drain(server, limitMs, () => shortWay.destroy());
    },
  };
}

/**
 * The same for any server of node:http.
 * @param onLimit closes what node:http does not know of
 */
export async function drain(server: Server, limitMs: number, onLimit?: () => void): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const timer = setTimeout(() => {
    server.closeAllConnections();
    onLimit?.();
  }, limitMs);
  await closed;
  clearTimeout(timer);
}
