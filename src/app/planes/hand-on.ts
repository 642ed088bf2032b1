/**
 * Handing on: whatever is not a cryptographic call goes, unread, over a Unix socket to the management plane, and its answer
 * back. While that plane is away, requests wait a little for its return and are then told to try again.
 */
import { Agent, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { ApiResponse } from "../../lib/door.ts";
import { remoteAddressHeader, write } from "./http-door.ts";

/** The management plane is back in well under this after a crash. */
const waitMs = 3000;

export interface HandOnOptions {
  readonly socketPath: string;
  /** Resolves with whether the management plane is there, at the latest after `limitMs`. */
  whenManagementReady(limitMs: number): Promise<boolean>;
  newRequestId(): string;
}

export interface HandOn {
  /** Answers one request from the management plane. */
  readonly handOn: (incoming: IncomingMessage, outgoing: ServerResponse) => void;
  readonly close: () => void;
}

export function createHandOn(options: HandOnOptions): HandOn {
  const agent = new Agent({ keepAlive: true, maxSockets: 64, maxFreeSockets: 16 });

  const forward = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const onward = request(
      {
        socketPath: options.socketPath,
        agent,
        ...(incoming.method !== undefined && { method: incoming.method }),
        ...(incoming.url !== undefined && { path: incoming.url }),
        headers: { ...incoming.headers, [remoteAddressHeader]: incoming.socket.remoteAddress ?? "" },
        setHost: false,
      },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
        answer.on("error", () => outgoing.destroy());
      },
    );
    onward.on("error", () => write(outgoing, incoming, away(options.newRequestId())));
    outgoing.on("close", () => {
      if (!outgoing.writableFinished) onward.destroy();
    });
    incoming.pipe(onward);
  };

  return {
    handOn(incoming, outgoing) {
      void options.whenManagementReady(waitMs).then((ready) => {
        if (ready) forward(incoming, outgoing);
        else write(outgoing, incoming, away(options.newRequestId()));
      });
    },
    close: () => agent.destroy(),
  };
}

function away(requestId: string): ApiResponse {
  return {
    status: 503,
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amzn-requestid": requestId,
      "x-amzn-query-error": "ServiceUnavailable;Receiver",
      "retry-after": "1",
    },
    body: JSON.stringify({
      __type: "ServiceUnavailableException",
      message: "The management plane is restarting; cryptographic calls are served meanwhile. Try the request again.",
    }),
  };
}
