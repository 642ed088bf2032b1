/**
 * The connections to one key store's proxy: kept alive, handed to one request at a time, limited in number, in handshakes at
 * once and in handshakes a second, so that a proxy that times out on every call (each costs a connection) takes nothing from
 * the other key stores. Idle connections are closed before the peer would do it.
 */
import type { Clock, Timer } from "../../lib/clock.ts";
import type { Connector, ConnectStamps, Destination, Opening } from "./connect.ts";
import { Connection } from "./connection.ts";
import type { ConnectionOwner } from "./connection.ts";
import { AttemptFailure } from "./failure.ts";
import type { AnswerLimits } from "./http-answer.ts";

/** Limits for each key store. */
export interface ClientLimits {
  /** Requests in flight, waiting ones included; beyond it a request is refused at once. 1,800 a second that take 250 ms are 450. */
  readonly inFlight: number;
  readonly connections: number;
  /** TLS handshakes under way at the same time. */
  readonly handshakes: number;
  /** TLS handshakes a second, and how many may be made at once after a quiet time. */
  readonly handshakesPerSecond: number;
  readonly handshakeBurst: number;
  /** Idle connections are closed after so long, milliseconds: below the five seconds of common servers. */
  readonly idleMs: number;
  readonly answer: AnswerLimits;
}

export const defaultLimits: ClientLimits = {
  inFlight: 512,
  connections: 512,
  handshakes: 16,
  handshakesPerSecond: 100,
  handshakeBurst: 64,
  idleMs: 4000,
  answer: { headBytes: 16_384, bodyBytes: 65_536 },
};

/** How long it is kept without any connection, milliseconds. */
const lingerMs = 10_000;

const closedHere = "the XKS client was closed";
const clientClosed = (): AttemptFailure => new AttemptFailure("not-connected", closedHere);

/** What a request waits for; exactly one of the two calls comes, unless it is cancelled. */
export interface ConnectionTaker {
  /** @param stamps of the opening where the connection was opened for this request */
  connected(connection: Connection, stamps: ConnectStamps | undefined): void;
  notConnected(failure: AttemptFailure): void;
}

interface Waiting {
  readonly taker: ConnectionTaker;
  /** A retry takes no connection that was used before. */
  readonly fresh: boolean;
  opening: Opening | undefined;
}

export class Connections implements ConnectionOwner {
  readonly destination: Destination;
  readonly #clock: Clock;
  readonly #connector: Connector;
  readonly #limits: ClientLimits;
  readonly #onEmpty: () => void;
  /** Last in, first out: the warmest is used, the others may go idle. */
  readonly #idle: Connection[] = [];
  readonly #open = new Set<Connection>();
  readonly #queue = new Set<Waiting>();
  #handshaking = 0;
  #handshakeTokens: number;
  #tokensAt: number;
  #tokenTimer: Timer | undefined;
  #idleTimer: Timer | undefined;
  #emptyTimer: Timer | undefined;
  #retired = false;
  #destroyed = false;

  /** @param onEmpty called when nothing is left of it: no connection and nobody who waits for one */
  constructor(clock: Clock, connector: Connector, destination: Destination, limits: ClientLimits, onEmpty: () => void) {
    this.destination = destination;
    this.#clock = clock;
    this.#connector = connector;
    this.#limits = limits;
    this.#onEmpty = onEmpty;
    this.#handshakeTokens = limits.handshakeBurst;
    this.#tokensAt = clock.monotonic();
  }

  /** Gives `taker` a connection now or later. The returned function takes the wish back. */
  take(taker: ConnectionTaker, fresh: boolean): (() => void) | undefined {
    if (this.#destroyed) {
      taker.notConnected(clientClosed());
      return undefined;
    }
    const connection = fresh ? undefined : this.#idle.pop();
    if (connection) {
      taker.connected(connection, undefined);
      return undefined;
    }
    const waiting: Waiting = { taker, fresh, opening: undefined };
    this.#queue.add(waiting);
    this.#pump();
    return () => this.#cancel(waiting);
  }

  /** No new requests will come: idle connections close now, the others when they are done. */
  retire(): void {
    this.#retired = true;
    for (const connection of this.#idle.splice(0)) connection.destroy();
    this.#emptyTimer?.cancel();
    this.#emptyTimer = undefined;
    this.#checkEmpty();
  }

  /** Closes everything at once: who waits or is in a request fails. */
  destroy(): void {
    this.#retired = true;
    this.#destroyed = true;
    for (const waiting of this.#queue) {
      this.#queue.delete(waiting);
      waiting.opening?.abandon();
      waiting.taker.notConnected(clientClosed());
    }
    for (const connection of this.#open) connection.abort(closedHere);
    this.#tokenTimer?.cancel();
    this.#idleTimer?.cancel();
    this.#emptyTimer?.cancel();
    this.#emptyTimer = undefined;
    this.#checkEmpty();
  }

  released(connection: Connection): void {
    if (this.#retired) return connection.destroy();
    connection.reused = true;
    for (const waiting of this.#queue) {
      if (waiting.fresh) continue;
      this.#queue.delete(waiting);
      waiting.taker.connected(connection, undefined);
      return;
    }
    const idleMs = Math.min(this.#limits.idleMs, Math.max(0, (connection.keepAliveMs ?? Number.POSITIVE_INFINITY) - 1000));
    if (idleMs === 0) return connection.destroy();
    connection.idleUntil = this.#clock.monotonic() + idleMs;
    this.#idle.push(connection);
    this.#idleTimer ??= this.#clock.after(idleMs, () => this.#closeIdle());
  }

  closed(connection: Connection): void {
    this.#open.delete(connection);
    const index = this.#idle.indexOf(connection);
    if (index >= 0) this.#idle.splice(index, 1);
    this.#pump();
    this.#checkEmpty();
  }

  get #inUse(): boolean {
    return this.#open.size > 0 || this.#queue.size > 0 || this.#handshaking > 0;
  }

  /** Opens connections for those who wait, as far as the limits allow. */
  #pump(): void {
    if (this.#queue.size === 0) return;
    for (const waiting of this.#queue) {
      if (waiting.opening) continue;
      if (this.#handshaking >= this.#limits.handshakes || this.#open.size + this.#handshaking >= this.#limits.connections) return;
      if (!this.#takeToken()) return;
      this.#openFor(waiting);
    }
  }

  #openFor(waiting: Waiting): void {
    this.#handshaking++;
    waiting.opening = this.#connector.open(this.destination, {
      opened: (opened, stamps) => {
        this.#handshaking--;
        const connection = new Connection(opened, this.#limits.answer);
        connection.owner = this;
        this.#open.add(connection);
        if (this.#queue.delete(waiting)) waiting.taker.connected(connection, stamps);
        else this.released(connection);
        this.#pump();
      },
      failed: (failure) => {
        this.#handshaking--;
        if (this.#queue.delete(waiting)) waiting.taker.notConnected(failure);
        this.#pump();
        this.#checkEmpty();
      },
    });
  }

  #cancel(waiting: Waiting): void {
    if (!this.#queue.delete(waiting)) return;
    waiting.opening?.abandon();
    this.#checkEmpty();
  }

  #takeToken(): boolean {
    const now = this.#clock.monotonic();
    const gained = ((now - this.#tokensAt) * this.#limits.handshakesPerSecond) / 1000;
    this.#handshakeTokens = Math.min(this.#limits.handshakeBurst, this.#handshakeTokens + gained);
    this.#tokensAt = now;
    if (this.#handshakeTokens >= 1) {
      this.#handshakeTokens--;
      return true;
    }
    this.#tokenTimer ??= this.#clock.after(1000 / this.#limits.handshakesPerSecond, () => {
      this.#tokenTimer = undefined;
      this.#pump();
    });
    return false;
  }

  #closeIdle(): void {
    this.#idleTimer = undefined;
    const now = this.#clock.monotonic();
    for (const connection of this.#idle.filter(({ idleUntil }) => idleUntil <= now)) connection.destroy();
    const next = Math.min(...this.#idle.map((connection) => connection.idleUntil));
    if (this.#idle.length > 0) this.#idleTimer = this.#clock.after(Math.max(1, next - now), () => this.#closeIdle());
  }

  #checkEmpty(): void {
    if (this.#inUse || this.#emptyTimer) return;
    this.#idleTimer?.cancel();
    this.#idleTimer = undefined;
    if (this.#retired) return this.#onEmpty();
    // Not at once: it holds the key store's allowance of handshakes.
    this.#emptyTimer = this.#clock.after(lingerMs, () => {
      this.#emptyTimer = undefined;
      if (!this.#inUse) this.#onEmpty();
    });
  }
}
