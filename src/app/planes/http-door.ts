/** Between node:http and the door: reads a request whole and bounded, writes an answer in one go. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { ApiRequest, ApiResponse, Door } from "../../lib/door.ts";

/** No API takes a larger body; smaller limits are the operations' own. */
export const maximumBodyBytes = 2 * 1024 * 1024;

/** Header by which the data plane tells the management plane whom it speaks for; never taken from outside. */
export const remoteAddressHeader = "x-xkswatch-remote-address";

/** Answers up to this size go out in one piece with their head. */
const smallAnswerBytes = 16_384;

const empty = new Uint8Array(0);

/** Lets `door` answer one request of node:http. */
export function answerWith(door: Door, incoming: IncomingMessage, outgoing: ServerResponse): void {
  readBody(
    incoming,
    (body) => {
      void door(toApiRequest(incoming, body)).then((response) => write(outgoing, incoming, response));
    },
    () => write(outgoing, incoming, tooLarge),
  );
}

/** Writes a whole answer. */
export function write(outgoing: ServerResponse, incoming: IncomingMessage, response: ApiResponse): void {
  if (outgoing.headersSent || outgoing.destroyed) return;
  const { headers } = response;
  // A large text becomes bytes once, not once to be counted and once to be written.
  const large = typeof response.body === "string" && response.body.length > smallAnswerBytes;
  const body = large ? Buffer.from(response.body) : response.body;
  headers["content-length"] = String(typeof body === "string" ? Buffer.byteLength(body) : body.length);
  outgoing.writeHead(response.status, headers);
  if (incoming.method === "HEAD") outgoing.end();
  else if (typeof body === "string" || body.length > smallAnswerBytes) outgoing.end(body);
  // A text joins the head in one write; bytes would go out beside it in a second buffer.
  else outgoing.end(Buffer.from(body.buffer, body.byteOffset, body.length).toString("latin1"), "latin1");
}

function toApiRequest(incoming: IncomingMessage, body: Uint8Array): ApiRequest {
  return {
    method: incoming.method ?? "GET",
    path: incoming.url ?? "/",
    headers: incoming.headers,
    body,
    remoteAddress: (incoming.headers[remoteAddressHeader] as string | undefined) ?? incoming.socket.remoteAddress ?? "",
  };
}

function readBody(incoming: IncomingMessage, done: (body: Uint8Array) => void, refused: () => void): void {
  let first: Buffer | undefined;
  let more: Buffer[] | undefined;
  let bytes = 0;
  incoming.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > maximumBodyBytes) return;
    if (!first) first = chunk;
    else (more ??= [first]).push(chunk);
  });
  incoming.on("end", () => {
    if (bytes > maximumBodyBytes) refused();
    else done(more ? Buffer.concat(more) : (first ?? empty));
  });
  // A client that went away has no use for an answer.
  incoming.on("error", () => {});
}

const tooLarge: ApiResponse = {
  status: 413,
  headers: { "content-type": "application/x-amz-json-1.1", connection: "close" },
  body: JSON.stringify({
    __type: "RequestEntityTooLargeException",
    message: `The request body is larger than ${maximumBodyBytes} bytes; send less in one request.`,
  }),
};
