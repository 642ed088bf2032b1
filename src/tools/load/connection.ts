/**
 * One connection under load and the request on it. Opens by name, TCP and TLS and stamps each; TLS sessions are resumed where
 * that is asked for. What it reads it reads as strictly as the client of the XKS Proxy API does.
 */
import { connect as connectTcp, isIP, type Socket } from "node:net";
import { connect as connectTls, createSecureContext, rootCertificates, type SecureContext } from "node:tls";
import type { Clock } from "../../lib/clock.ts";
import { codeOf, describe } from "../../xks/client/failure.ts";
import { AnswerReader, type HttpAnswer, MalformedHttp } from "../../xks/client/http-answer.ts";
import type { Endpoint } from "./endpoint.ts";

/** Monotonic ms of an opening; a phase that was not needed has the time of the one before. */
export interface OpeningStamps {
  readonly startedAt: number;
  dnsAt: number;
  tcpAt: number;
  tlsAt: number;
}

/** Who waits for the answer; exactly one of `answered` and `failed` comes, once. */
export interface Exchange {
  begun(): void;
  answered(answer: HttpAnswer): void;
  /** @param untouched whether a kept connection broke before a byte of an answer: then the request may be repeated */
  failed(why: string, untouched: boolean): void;
}

/** What all connections of a run have in common. */
export class Dialler {
  readonly endpoint: Endpoint;
  readonly clock: Clock;
  readonly context: SecureContext | undefined;
  readonly resumption: boolean;
  /** The newest session that the target offered. */
  session: Buffer | undefined;

  /** @param caPem a CA to trust beside the public ones */
  constructor(endpoint: Endpoint, clock: Clock, options: { readonly caPem?: string; readonly resumption: boolean }) {
    this.endpoint = endpoint;
    this.clock = clock;
    this.resumption = options.resumption;
    this.context = endpoint.tls
      ? createSecureContext({ minVersion: "TLSv1.2", ...(options.caPem && { ca: [...rootCertificates, options.caPem] }) })
      : undefined;
  }
}

const answerLimits = { headBytes: 65_536, bodyBytes: 1_048_576 };

export class LoadConnection {
  /** Requests that it has carried. */
  uses = 0;
  /** Monotonic ms since which it is idle, and until when the peer keeps it. */
  idleSince = 0;
  keepAliveMs: number | undefined;
  over = false;
  /** Called when it is gone, after whoever waits has been told. */
  onClose: () => void = () => undefined;
  readonly stamps: OpeningStamps;
  readonly #socket: Socket;
  readonly #reader = new AnswerReader(answerLimits);
  #exchange: Exchange | undefined;
  #begun = false;

  /** @param opened is told undefined when it stands, else why it does not */
  constructor(dialler: Dialler, opened: (failure: string | undefined) => void) {
    const { endpoint, clock, context, resumption } = dialler;
    const now = clock.monotonic();
    this.stamps = { startedAt: now, dnsAt: now, tcpAt: now, tlsAt: now };
    const address = { host: endpoint.host, port: endpoint.port, noDelay: true };
    this.#socket = context
      ? connectTls({
          ...address,
          secureContext: context,
          servername: isIP(endpoint.host) ? "" : endpoint.host,
          ...(resumption && dialler.session && { session: dialler.session }),
        })
      : connectTcp(address);
    const socket = this.#socket;
    let told = false;
    const tell = (failure: string | undefined): void => {
      if (!told) opened(failure);
      told = true;
    };
    socket.once("lookup", () => (this.stamps.dnsAt = this.stamps.tcpAt = this.stamps.tlsAt = clock.monotonic()));
    socket.once("connect", () => {
      this.stamps.tcpAt = this.stamps.tlsAt = clock.monotonic();
      if (!context) tell(undefined);
    });
    socket.once("secureConnect", () => {
      this.stamps.tlsAt = clock.monotonic();
      tell(undefined);
    });
    if (resumption) socket.on("session", (session: Buffer) => (dialler.session = session));
    socket.on("data", (bytes: Buffer) => this.#data(bytes));
    socket.on("end", () => this.#end());
    socket.on("error", (error: Error) => {
      tell(describe(codeOf(error)));
      this.#lost(describe(codeOf(error)));
    });
    socket.on("close", () => {
      tell("closed while it was opened");
      this.#lost("connection closed");
    });
  }

  send(request: string, exchange: Exchange): void {
    this.uses++;
    this.#exchange = exchange;
    this.#begun = false;
    this.#socket.write(request, "latin1");
  }

  /** Closes it without a word to whoever waits. */
  destroy(): void {
    this.#exchange = undefined;
    this.#finish();
  }

  #data(bytes: Buffer): void {
    const exchange = this.#exchange;
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
      exchange.failed("malformed HTTP", false);
    }
  }

  #end(): void {
    const exchange = this.#exchange;
    const answer = exchange && this.#reader.end();
    if (exchange && answer) this.#answered(answer, exchange);
    else this.#lost("connection closed");
  }

  #answered(answer: HttpAnswer, exchange: Exchange): void {
    this.#exchange = undefined;
    this.keepAliveMs = answer.keepAliveMs;
    if (!answer.keepAlive) this.#finish();
    exchange.answered(answer);
  }

  #lost(why: string): void {
    const exchange = this.#exchange;
    this.#exchange = undefined;
    this.#finish();
    exchange?.failed(why, !this.#begun && this.uses > 1);
  }

  #finish(): void {
    if (this.over) return;
    this.over = true;
    this.#socket.destroy();
    this.onClose();
  }
}
