/**
 * A TLS server on loopback that does to a request whatever a test says, byte by byte: what a proxy, or the network before
 * it, can do wrong.
 */
import { once } from "node:events";
import type { AddressInfo, Socket } from "node:net";
import { createServer } from "node:tls";
import type { TLSSocket, TlsOptions } from "node:tls";
import { ciphertextDataIntegrityValue } from "../../src/xks/integrity.ts";

export interface ReceivedRequest {
  readonly head: string;
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** The body as it came. */
  readonly text: string;
  readonly socket: TLSSocket;
  /** Counted from 1: on which connection it came. */
  readonly connection: number;
}

export type Behaviour = (request: ReceivedRequest) => void;

export class FaultServer {
  /** What is done to requests from now on. */
  behave: Behaviour = answerWell;
  readonly requests: ReceivedRequest[] = [];
  /** Completed TLS handshakes. */
  handshakes = 0;
  /** TCP connections. */
  connections = 0;
  readonly #server: ReturnType<typeof createServer>;
  readonly #sockets = new Set<Socket>();
  readonly #waiting: ((request: ReceivedRequest) => void)[] = [];
  #taken = 0;

  constructor(options: TlsOptions) {
    this.#server = createServer(options, (socket) => this.#accept(socket));
    this.#server.on("connection", (socket: Socket) => {
      this.connections++;
      this.#sockets.add(socket);
      socket.once("close", () => this.#sockets.delete(socket));
    });
    this.#server.on("tlsClientError", () => undefined);
  }

  async listen(): Promise<this> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    return this;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Connections that stand. */
  get open(): number {
    return this.#sockets.size;
  }

  /** The next request that no earlier call has handed out. */
  next(): Promise<ReceivedRequest> {
    const request = this.requests[this.#taken];
    if (request) {
      this.#taken++;
      return Promise.resolve(request);
    }
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, "close");
  }

  #accept(socket: TLSSocket): void {
    const connection = ++this.handshakes;
    let text = "";
    socket.on("error", () => undefined);
    socket.on("data", (bytes: Buffer) => {
      text += bytes.toString("latin1");
      const end = text.indexOf("\r\n\r\n");
      const length = Number(/content-length: (\d+)/.exec(text)?.[1] ?? 0);
      if (end < 0 || text.length < end + 4 + length) return;
      const head = text.slice(0, end);
      const bodyText = text.slice(end + 4, end + 4 + length);
      text = text.slice(end + 4 + length);
      const body = JSON.parse(bodyText) as Record<string, unknown>;
      const request = { head, path: head.split(" ")[1] ?? "", body, text: bodyText, socket, connection };
      this.requests.push(request);
      this.behave(request);
      const waiting = this.#waiting.shift();
      if (waiting) {
        this.#taken++;
        waiting(request);
      }
    });
  }
}

/** A whole HTTP answer. */
export function http(status: number, body: string, headers = ""): string {
  return `HTTP/1.1 ${status} Some Reason\r\ncontent-type: application/json\r\n${headers}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

export const answer =
  (status: number, body: unknown, headers = ""): Behaviour =>
  ({ socket }) =>
    void socket.write(http(status, typeof body === "string" ? body : JSON.stringify(body), headers));

export const answerWell: Behaviour = (request) => answer(200, goodAnswer(request))(request);

/** A correct answer; "encrypts" by turning every bit around. */
export function goodAnswer({ path, body }: Pick<ReceivedRequest, "path" | "body">): Record<string, unknown> {
  if (path.endsWith("/encrypt")) return encryptAnswer(body);
  if (path.endsWith("/decrypt")) return { plaintext: turned(String(body.ciphertext)).toString("base64") };
  if (path.endsWith("/metadata")) return { keySpec: "AES_256", keyUsage: ["ENCRYPT", "DECRYPT"], keyStatus: "ENABLED" };
  return {
    xksProxyFleetSize: 2,
    xksProxyVendor: "Vendor",
    xksProxyModel: "Model",
    ekmVendor: "Manager",
    ekmFleetDetails: [
      { id: "hsm-1", model: "H", healthStatus: "ACTIVE" },
      { id: "hsm-2", model: "H", healthStatus: "DEGRADED" },
    ],
  };
}

const turned = (base64: string): Buffer => Buffer.from(Buffer.from(base64, "base64").map((byte) => byte ^ 0xff));

export function encryptAnswer(body: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const aad = typeof body.additionalAuthenticatedData === "string" ? Buffer.from(body.additionalAuthenticatedData, "base64") : undefined;
  const metadata = Buffer.from("v=1");
  const iv = Buffer.alloc(12, 7);
  const tag = Buffer.alloc(16, 9);
  const ciphertext = turned(String(body.plaintext));
  return {
    ciphertext: ciphertext.toString("base64"),
    ciphertextMetadata: metadata.toString("base64"),
    initializationVector: iv.toString("base64"),
    authenticationTag: tag.toString("base64"),
    ciphertextDataIntegrityValue: Buffer.from(ciphertextDataIntegrityValue({ aad, metadata, iv, ciphertext, tag })).toString("base64"),
  };
}
