/**
 * One kept-alive connection whose requests are read and answered without node:http, as long as they are of the plain kind that
 * KMS sends (plain-request): that halves what a request costs beside its cryptography. With the first one that is not, the
 * connection and all its unread bytes go to node:http for good.
 */
import { STATUS_CODES } from "node:http";
import type { TLSSocket } from "node:tls";
import type { ApiRequest, ApiResponse } from "../lib/door.ts";
import { type PlainHead, readPlainHead } from "./plain-request.ts";

export interface DirectConnectionHost {
  /** Answers a request; never rejects. */
  answer(request: ApiRequest): Promise<ApiResponse>;
  /** Told when the answer has been handed to its socket, or has lost it. */
  written(): void;
  /** Takes a connection over, unread bytes included. */
  handOver(socket: TLSSocket, connection?: DirectConnection): void;
  /** Writes on sockets together, soon. */
  later(write: () => void): void;
  monotonic(): number;
  /** Wall time in the form of the Date header. */
  httpDate(): string;
  draining(): boolean;
  /** What idle connections are promised, seconds. */
  readonly keepAliveSeconds: number;
  /** Bodies above this are node:http's matter. */
  readonly maximumBodyBytes: number;
}

export class DirectConnection {
  readonly #host: DirectConnectionHost;
  readonly #socket: TLSSocket;
  readonly #remoteAddress: string;
  #chunks: Buffer[] = [];
  #bytes = 0;
  /** Bytes that are needed before it is worth looking again. */
  #wanted = 0;
  #busy = false;
  #ended = false;
  #since: number;

  constructor(socket: TLSSocket, host: DirectConnectionHost) {
    this.#socket = socket;
    this.#host = host;
    this.#remoteAddress = socket.remoteAddress ?? "";
    this.#since = host.monotonic();
    socket.on("data", this.#onData).on("end", this.#onEnd).on("error", this.#onError);
  }

  /** Ends a connection that has been idle, or in the middle of a request, for too long. */
  sweep(now: number, idleMs: number, requestMs: number): void {
    if (this.#busy || !this.#socket.writable || now - this.#since <= (this.#bytes === 0 ? idleMs : requestMs)) return;
    if (this.#bytes > 0) this.#socket.write("HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n", "latin1");
    this.#socket.destroySoon();
  }

  closeIfIdle(): void {
    if (!this.#busy && this.#bytes === 0) this.#socket.destroy();
  }

  close(): void {
    this.#socket.destroySoon();
  }

  readonly #onError = (): void => void this.#socket.destroy();

  readonly #onEnd = (): void => {
    this.#ended = true;
    if (!this.#busy) this.#socket.end();
  };

  readonly #onData = (bytes: Buffer): void => {
    if (this.#bytes === 0) this.#since = this.#host.monotonic();
    this.#chunks.push(bytes);
    this.#bytes += bytes.length;
    if (!this.#busy) this.#read();
    // Who sends on without reading answers waits until this one is out.
    else if (this.#bytes > this.#host.maximumBodyBytes) this.#socket.pause();
  };

  #read(): void {
    if (this.#bytes < this.#wanted) return;
    const bytes = this.#gathered();
    const head = readPlainHead(bytes);
    if (head === "incomplete") return;
    if (head === "unusual" || head.bodyBytes > this.#host.maximumBodyBytes) return this.#giveUp(bytes);
    const end = head.bodyStart + head.bodyBytes;
    this.#wanted = end;
    if (bytes.length < end) return;
    this.#wanted = 0;
    this.#chunks = bytes.length > end ? [bytes.subarray(end)] : [];
    this.#bytes = bytes.length - end;
    this.#busy = true;
    void this.#serve(head, bytes.subarray(head.bodyStart, end));
  }

  #gathered(): Buffer {
    const [only] = this.#chunks;
    if (only && this.#chunks.length === 1) return only;
    const whole = Buffer.concat(this.#chunks, this.#bytes);
    this.#chunks = [whole];
    return whole;
  }

  async #serve({ path, headers }: PlainHead, body: Buffer): Promise<void> {
    const response = await this.#host.answer({ method: "POST", path, headers, body, remoteAddress: this.#remoteAddress });
    this.#host.later(() => this.#write(response));
  }

  #write(response: ApiResponse): void {
    this.#host.written();
    if (this.#socket.destroyed) return;
    const ending = this.#ended || this.#host.draining();
    const { body } = response;
    const bytes = Buffer.byteLength(body);
    const head = this.#headOf(response, bytes, ending);
    // A text of ASCII alone leaves in one piece with its head.
    if (typeof body === "string" && bytes === body.length) this.#socket.write(head + body, "latin1");
    else {
      this.#socket.cork();
      this.#socket.write(head, "latin1");
      this.#socket.write(body);
      this.#socket.uncork();
    }
    this.#busy = false;
    this.#since = this.#host.monotonic();
    if (ending) return void this.#socket.end();
    if (this.#socket.isPaused()) this.#socket.resume();
    if (this.#bytes > 0) this.#read();
  }

  #headOf({ status, headers }: ApiResponse, bytes: number, ending: boolean): string {
    let head = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}\r\n`;
    for (const name in headers) head += `${name}: ${String(headers[name])}\r\n`;
    const connection = ending ? "close" : `keep-alive\r\nKeep-Alive: timeout=${this.#host.keepAliveSeconds}`;
    return `${head}content-length: ${bytes}\r\nDate: ${this.#host.httpDate()}\r\nConnection: ${connection}\r\n\r\n`;
  }

  #giveUp(bytes: Buffer): void {
    const socket = this.#socket;
    socket.off("data", this.#onData).off("end", this.#onEnd).off("error", this.#onError);
    this.#chunks = [];
    this.#bytes = 0;
    socket.pause();
    socket.unshift(bytes);
    this.#host.handOver(socket, this);
    socket.resume();
  }
}
