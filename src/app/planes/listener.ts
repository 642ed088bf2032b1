/** The one listener: guards, then serves cryptographic calls here and hands everything else on. */
import { readFileSync } from "node:fs";
import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { ApiResponse, Door } from "../../lib/door.ts";
import type { Configuration } from "../configuration.ts";
import { answerWith, remoteAddressHeader, write } from "./http-door.ts";

export interface ListenerOptions {
  readonly configuration: Configuration;
  /** Refuses by Host and Origin (aws/guard). */
  guard(request: { method: string; headers: IncomingMessage["headers"] }): ApiResponse | undefined;
  /** Whether a request is one of the data plane's own operations. */
  isCryptographic(headers: IncomingMessage["headers"]): boolean;
  readonly door: Door;
  handOn(incoming: IncomingMessage, outgoing: ServerResponse): void;
}

const healthAnswer = '{"status":"serving"}';

/** Makes the server; the caller listens. */
export function createListener(options: ListenerOptions): Server {
  const { configuration } = options;
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
  const limits = { keepAliveTimeout: 75_000, headersTimeout: 20_000, requestTimeout: 30_000, maxHeaderSize: 32_768, noDelay: true };
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
  return server;
}

/** Stops taking connections, lets requests in hand finish, at most `limitMs`. */
export async function drain(server: Server, limitMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), limitMs);
  await closed;
  clearTimeout(timer);
}
