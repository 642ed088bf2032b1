/**
 * One TLS connection to a proxy and the one request on it: HTTP/1.1 without pipelining, a request written in one piece. It
 * stamps the first byte, reads the answer, and tells a connection that broke before any byte from one that broke later.
 */
import type { TLSSocket } from "node:tls";
import type { Certificate } from "../../model/certificate.ts";
import type { OpenConnection } from "./connect.ts";
import { AttemptFailure, codeOf, describe, isTlsCode } from "./failure.ts";
import { AnswerReader, MalformedHttp } from "./http-answer.ts";
import type { AnswerLimits, HttpAnswer } from "./http-answer.ts";

/** Who waits for the answer on a connection. Exactly one of `answered`, `malformed` and `failed` is called, once. */
export interface Exchange {
  /** Bytes of an answer have come for the first time. */
  begun(): void;
  answered(answer: HttpAnswer): void;
  malformed(detail: string): void;
  failed(failure: AttemptFailure): void;
}

/** Who owns the connection between requests. */
export interface ConnectionOwner {
  /** Its request is answered and it can carry another. */
  released(connection: Connection): void;
  /** It is gone. Called once. */
  closed(connection: Connection): void;
}

export class Connection {
  readonly certificate: Certificate | undefined;
  /** Counts the connections of its owner. */
  readonly number: number;
  /** Whether it was used or waited in idleness before: the peer may have closed it just as a request goes out. */
  reused = false;
  /** How long the peer says it keeps an idle connection, milliseconds. */
  keepAliveMs: number | undefined;
  /** Monotonic time at which its idle time is over; kept by the owner. */
  idleUntil = 0;
  readonly #socket: TLSSocket;
  readonly #reader: AnswerReader;
  #owner: ConnectionOwner | undefined;
  #exchange: Exchange | undefined;
  #begun = false;
  #over = false;

  constructor({ socket, certificate }: OpenConnection, limits: AnswerLimits, number: number) {
    this.number = number;
    this.certificate = certificate;
    this.#socket = socket;
    this.#reader = new AnswerReader(limits);
    socket.on("data", (bytes: Buffer) => this.#data(bytes));
    socket.on("end", () => this.#end());
    socket.on("error", (error: Error) => this.#lost(codeOf(error)));
    socket.on("close", () => this.#lost("closed by the XKS proxy"));
  }

  set owner(owner: ConnectionOwner) {
    this.#owner = owner;
  }

  get over(): boolean {
    return this.#over;
  }

  /** Sends a request of ASCII text in one write; the connection must be idle. */
  send(request: string, exchange: Exchange): void {
    this.#exchange = exchange;
    this.#begun = false;
    this.#socket.write(request, "latin1");
  }

  /** Closes it and tells whoever waits for an answer. */
  abort(why: string): void {
    this.#lost(why);
  }

  /** Closes it without a word to whoever waits for an answer. */
  destroy(): void {
    this.#exchange = undefined;
    this.#finish();
  }

  #data(bytes: Buffer): void {
    const exchange = this.#exchange;
    // Bytes that nobody asked for: the next answer could not be told from them.
    if (!exchange) return this.#finish();
    if (!this.#begun) {
      this.#begun = true;
      exchange.begun();
    }
    try {
      const answer = this.#reader.push(bytes);
      if (answer) this.#answered(answer, exchange);
    } catch (error) {
      if (!(error instanceof MalformedHttp)) throw error;
      this.destroy();
      exchange.malformed(error.message);
    }
  }

  #end(): void {
    const exchange = this.#exchange;
    const answer = exchange && this.#reader.end();
    if (exchange && answer) this.#answered(answer, exchange);
    else this.#lost("closed by the XKS proxy");
  }

  #answered(answer: HttpAnswer, exchange: Exchange): void {
    this.#exchange = undefined;
    if (answer.keepAlive) {
      this.reused = true;
      this.keepAliveMs = answer.keepAliveMs;
      this.#owner?.released(this);
    } else this.#finish();
    exchange.answered(answer);
  }

  #lost(code: string): void {
    const exchange = this.#exchange;
    this.#exchange = undefined;
    this.#finish();
    if (!exchange) return;
    // TLS 1.3 tells of a refused client certificate only after the handshake.
    if (isTlsCode(code) && !this.#begun) exchange.failed(new AttemptFailure("tls-failed", describe(code), this.certificate));
    else if (this.#begun) exchange.failed(new AttemptFailure("reset-otherwise", `${describe(code)}, before the answer was complete`));
    else {
      const end = this.reused ? "reset-on-reused-connection" : "reset-otherwise";
      exchange.failed(new AttemptFailure(end, `${describe(code)}, before any byte of an answer`));
    }
  }

  #finish(): void {
    if (this.#over) return;
    this.#over = true;
    this.#socket.destroy();
    this.#owner?.closed(this);
  }
}
