/**
 * One call of a proxy from its start to its end: attempts, their time, and what the time-out table says comes next. Ends
 * exactly once, with the recorded latency and the stamps of every attempt.
 */
import type { Clock, Timer } from "../../lib/clock.ts";
import type { Certificate } from "../../model/certificate.ts";
import type { Attempt } from "../../model/interaction.ts";
import { timeOutRowOf } from "../../model/xks-failures.ts";
import type { ConnectStamps } from "./connect.ts";
import type { Connection, Exchange } from "./connection.ts";
import type { CancelTake, ConnectionTaker } from "./connections.ts";
import { AttemptFailure } from "./failure.ts";
import type { HttpAnswer } from "./http-answer.ts";

/** Where connections come from: a key store's pool, or one opened for this call. */
export interface ConnectionSource {
  /** Tells the connections that stand now from those to come. */
  mark(): number;
  /** Undefined: the taker has its connection already. Otherwise takes the wish back. */
  take(taker: ConnectionTaker, openedAfter: number): CancelTake | undefined;
}

/** How a call ended: an answer, an answer that is none, or a failure without an answer. */
export interface CallEnd {
  readonly answer?: HttpAnswer;
  readonly malformed?: string;
  readonly failure?: AttemptFailure;
  readonly latencyMs: number;
  readonly attempts: readonly Attempt[];
  /** Of the last connection that got so far. */
  readonly certificate: Certificate | undefined;
}

/** Attempts with a time of their own. */
const maximumAttempts = 2;
/** A timer that fires so much too late tells of a loop that was held up, milliseconds. */
const lateMs = 5;

type Stamped = { -readonly [K in keyof Attempt]: Attempt[K] };

export class Attempts implements ConnectionTaker, Exchange {
  readonly #clock: Clock;
  readonly #timeMs: number;
  readonly #source: ConnectionSource;
  readonly #request: string;
  readonly #onEnd: (end: CallEnd) => void;
  readonly #attempts: Attempt[] = [];
  #latencyMs = 0;
  #certificate: Certificate | undefined;
  #repeatedWithinTime = false;
  #startedAt = 0;
  /** Connections opened since the attempt began are fresh to its retry. */
  #mark = 0;
  #timer: Timer | undefined;
  #cancelTake: CancelTake | undefined;
  #connection: Connection | undefined;
  #begun = false;
  #reprieved = false;
  #now: Stamped = { reused: false, totalMs: 0 };

  /**
   * @param timeMs allotted to each attempt
   * @param request whole, as it goes over the wire
   */
  constructor(clock: Clock, timeMs: number, source: ConnectionSource, request: string, onEnd: (end: CallEnd) => void) {
    this.#clock = clock;
    this.#timeMs = timeMs;
    this.#source = source;
    this.#request = request;
    this.#onEnd = onEnd;
  }

  start(): void {
    this.#attempt(Number.NEGATIVE_INFINITY);
  }

  connected(connection: Connection, stamps: ConnectStamps | undefined): void {
    this.#cancelTake = undefined;
    this.#connection = connection;
    this.#certificate = connection.certificate;
    const now = this.#now;
    now.reused = connection.reused;
    if (stamps) this.#stampConnect(stamps);
    connection.send(this.#request, this);
    now.sentMs = this.#sinceStart();
  }

  notConnected(failure: AttemptFailure): void {
    this.#cancelTake = undefined;
    this.#failed(failure);
  }

  begun(): void {
    this.#begun = true;
    this.#now.firstByteMs = this.#sinceStart();
  }

  answered(answer: HttpAnswer): void {
    this.#now.lastByteMs = this.#sinceStart();
    this.#finish({ answer }, false);
  }

  malformed(detail: string): void {
    this.#finish({ malformed: detail }, false);
  }

  failed(failure: AttemptFailure): void {
    this.#connection = undefined;
    this.#failed(failure);
  }

  #attempt(openedAfter: number): void {
    this.#begun = false;
    this.#reprieved = false;
    this.#startedAt = this.#clock.monotonic();
    this.#mark = this.#source.mark();
    this.#timer = this.#clock.after(this.#timeMs, () => this.#timeIsUp());
    this.#take(openedAfter);
  }

  #take(openedAfter: number): void {
    // `take` may hand the connection over before it returns; then there is nothing to take back.
    const cancel = this.#source.take(this, openedAfter);
    if (cancel && !this.#connection) this.#cancelTake = cancel;
  }

  #timeIsUp(): void {
    if (!this.#reprieved && this.#sinceStart() > this.#timeMs + lateMs) {
      // The loop was held up: the answer may lie unread at the socket, and would be blamed on the proxy. Sockets are served
      // before a further timer fires.
      this.#reprieved = true;
      this.#timer = this.#clock.after(0, () => this.#timeIsUp());
      return;
    }
    const stamps = this.#cancelTake?.();
    this.#cancelTake = undefined;
    if (stamps) this.#stampConnect(stamps);
    this.#connection?.destroy();
    this.#connection = undefined;
    const what = this.#begun ? "the answer was not complete" : `no answer (${this.#reached()})`;
    this.#failed(
      new AttemptFailure(
        this.#begun ? "body-incomplete-in-time" : "nothing-in-time",
        `${what} within ${this.#timeMs} ms`,
        this.#certificate,
      ),
    );
  }

  /** How far the attempt got, for whoever looks for the cause of a time-out. */
  #reached(): string {
    const { sentMs, tlsMs, tcpMs, dnsMs } = this.#now;
    if (sentMs !== undefined) return "the request was sent";
    if (tlsMs !== undefined) return "TLS stood";
    if (tcpMs !== undefined) return "TCP stood, TLS did not";
    return dnsMs !== undefined ? "no TCP connection" : "no connection";
  }

  #failed(failure: AttemptFailure): void {
    if (failure.certificate) this.#certificate = failure.certificate;
    const row = timeOutRowOf(failure.end);
    if (row.retry === "within-budget" && !this.#repeatedWithinTime) {
      this.#repeatedWithinTime = true;
      this.#now.reused = false;
      this.#take(this.#mark);
      return;
    }
    const again = row.retry === "once" && this.#attempts.length + 1 < maximumAttempts;
    if (!again) return this.#finish({ failure }, row.latency === "allotted");
    this.#close(true);
    this.#attempt(this.#mark);
  }

  #finish(end: Pick<CallEnd, "answer" | "malformed" | "failure">, allotted: boolean): void {
    this.#close(allotted);
    this.#onEnd({ ...end, latencyMs: this.#latencyMs, attempts: this.#attempts, certificate: this.#certificate });
  }

  /** Books the attempt. */
  #close(allotted: boolean): void {
    this.#timer?.cancel();
    const now = this.#now;
    now.totalMs = this.#sinceStart();
    this.#latencyMs += allotted ? this.#timeMs : now.totalMs;
    this.#attempts.push(now);
    this.#now = { reused: false, totalMs: 0 };
  }

  #sinceStart(): number {
    return this.#clock.monotonic() - this.#startedAt;
  }

  /** A connection may have been begun before this attempt was: then its phases took none of the attempt's time. */
  #stampConnect({ dnsAt, tcpAt, tlsAt }: ConnectStamps): void {
    if (dnsAt !== undefined) this.#now.dnsMs = Math.max(0, dnsAt - this.#startedAt);
    if (tcpAt !== undefined) this.#now.tcpMs = Math.max(0, tcpAt - this.#startedAt);
    if (tlsAt !== undefined) this.#now.tlsMs = Math.max(0, tlsAt - this.#startedAt);
  }
}
