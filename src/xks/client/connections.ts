/**
 * The connections to one key store's proxy: kept alive, handed to one request at a time, limited in number and in handshakes.
 * Idle connections are closed before the peer would do it.
 *
 * How it comes through overload, when handshakes are slow and requests give up after their time:
 * - Connections are opened because requests wait, but not for one request each: one that comes too late for its request
 *   serves another. A handshake that is given up with its request would be work for nothing, again and again.
 * - Who came last is served first: who has waited long is about to give up, and a request given up costs its connection.
 * - Few connections are opened at once until some have proved that the proxy answers.
 */
import type { Clock, Timer } from "../../lib/clock.ts";
import type { Connector, ConnectStamps, Destination, OpenConnection, Opening } from "./connect.ts";
import { Connection } from "./connection.ts";
import type { ConnectionOwner } from "./connection.ts";
import { AttemptFailure } from "./failure.ts";
import { HandshakeAllowance } from "./handshake-allowance.ts";
import type { ClientLimits } from "./limits.ts";

/** What a request waits for; exactly one of the two calls comes, unless it is cancelled. */
export interface ConnectionTaker {
  /** @param stamps of the opening where the connection was not used before */
  connected(connection: Connection, stamps: ConnectStamps | undefined): void;
  notConnected(failure: AttemptFailure): void;
}

/** Takes a wish for a connection back; tells how far the opening has got that would have fulfilled it. */
export type CancelTake = () => ConnectStamps | undefined;

interface Waiting {
  readonly taker: ConnectionTaker;
  readonly openedAfter: number;
}

interface UnderWay {
  readonly opening: Opening;
  readonly since: number;
  readonly timer: Timer;
}

/** An opening that has not come to an end by then is given up, milliseconds. */
const openingMs = 500;
/** One that takes longer than this is not counted on any more: another is begun, milliseconds. */
const patienceMs = 100;
/** Connections opened at once before any has brought an answer. */
const firstOpenings = 4;
/** How long it is kept without any connection, milliseconds. */
const lingerMs = 10_000;

const closedHere = "the XKS client was closed";
const clientClosed = (): AttemptFailure => new AttemptFailure("not-connected", closedHere);

export class Connections implements ConnectionOwner {
  readonly #clock: Clock;
  readonly #connector: Connector;
  readonly #destination: Destination;
  readonly #limits: ClientLimits;
  readonly #onEmpty: () => void;
  /** Last in, first out: the warmest is used, the others may go idle. */
  readonly #idle: Connection[] = [];
  readonly #open = new Set<Connection>();
  readonly #openings = new Set<UnderWay>();
  /** In order of arrival. */
  readonly #queue: Waiting[] = [];
  readonly #allowance: HandshakeAllowance;
  /** Of the connection opened last. */
  #number = 0;
  #idleTimer: Timer | undefined;
  #emptyTimer: Timer | undefined;
  #retired = false;
  #destroyed = false;

  /** @param onEmpty called when nothing is left of it: no connection and nobody who waits for one */
  constructor(clock: Clock, connector: Connector, destination: Destination, limits: ClientLimits, onEmpty: () => void) {
    this.#clock = clock;
    this.#connector = connector;
    this.#destination = destination;
    this.#limits = limits;
    this.#onEmpty = onEmpty;
    this.#allowance = new HandshakeAllowance(clock, limits.handshakesPerSecond, limits.handshakeBurst, () => this.#pump());
  }

  /** Tells the connections that stand now from those to come. */
  mark(): number {
    return this.#number;
  }

  /**
   * Gives `taker` a connection now (and returns undefined) or later.
   * @param openedAfter an earlier `mark`: connections that stood then will not do
   */
  take(taker: ConnectionTaker, openedAfter: number): CancelTake | undefined {
    if (this.#destroyed) {
      taker.notConnected(clientClosed());
      return undefined;
    }
    const index = this.#idle.findLastIndex((one) => one.number > openedAfter);
    const [connection] = index < 0 ? [] : this.#idle.splice(index, 1);
    if (connection) {
      taker.connected(connection, undefined);
      return undefined;
    }
    const waiting: Waiting = { taker, openedAfter };
    this.#queue.push(waiting);
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
    this.#allowance.stop();
    this.#idleTimer?.cancel();
    this.#emptyTimer?.cancel();
    this.#emptyTimer = undefined;
    for (const underWay of this.#openings) this.#giveUp(underWay);
    this.#failWaiting(clientClosed(), this.#queue.length);
    for (const connection of this.#open) connection.abort(closedHere);
    this.#checkEmpty();
  }

  released(connection: Connection): void {
    connection.reused = true;
    if (this.#serve(connection, undefined)) return;
    if (this.#retired) return connection.destroy();
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

  /** Opens connections for those who wait, as far as the limits allow. */
  #pump(): void {
    if (this.#queue.length === 0) return;
    const now = this.#clock.monotonic();
    let hopeful = 0;
    for (const { since } of this.#openings) if (now - since < patienceMs) hopeful++;
    const atOnce = this.#openingsAtOnce();
    for (; hopeful < this.#queue.length; hopeful++) {
      if (this.#openings.size >= atOnce || this.#open.size + this.#openings.size >= this.#limits.connections) return;
      if (!this.#allowance.take()) return;
      this.#begin(now);
    }
  }

  #openingsAtOnce(): number {
    let proved = 0;
    for (const { reused } of this.#open) if (reused && ++proved >= this.#limits.handshakes) break;
    return Math.max(Math.min(firstOpenings, this.#limits.handshakes), proved);
  }

  /** Gives a connection to who came last of those it will do for. */
  #serve(connection: Connection, stamps: ConnectStamps | undefined): boolean {
    const index = this.#queue.findLastIndex(({ openedAfter }) => connection.number > openedAfter);
    const [waiting] = index < 0 ? [] : this.#queue.splice(index, 1);
    waiting?.taker.connected(connection, stamps);
    return waiting !== undefined;
  }

  #begin(since: number): void {
    const opening = this.#connector.open(this.#destination, {
      opened: (opened, stamps) => this.#opened(underWay, opened, stamps),
      failed: (failure) => this.#failed(underWay, failure),
    });
    const timer = this.#clock.after(openingMs, () => {
      this.#giveUp(underWay);
      this.#pump();
      this.#checkEmpty();
    });
    const underWay: UnderWay = { opening, since, timer };
    this.#openings.add(underWay);
  }

  #opened(underWay: UnderWay, opened: OpenConnection, stamps: ConnectStamps): void {
    const connection = new Connection(opened, this.#limits.answer, ++this.#number);
    // Given up just before it came to its end.
    if (!this.#openings.delete(underWay)) return connection.destroy();
    underWay.timer.cancel();
    connection.owner = this;
    this.#open.add(connection);
    if (!this.#serve(connection, stamps)) this.released(connection);
    this.#pump();
  }

  #failed(underWay: UnderWay, failure: AttemptFailure): void {
    if (!this.#openings.delete(underWay)) return;
    underWay.timer.cancel();
    if (failure.end === "not-connected") this.#allowance.giveBack();
    // A port that is closed or a certificate that is refused is so for all who wait, where no connection stands to say
    // otherwise. A reset is one request's: the next opening may have better luck.
    const hopeless = failure.end !== "reset-otherwise" && this.#open.size === 0;
    this.#failWaiting(failure, hopeless ? this.#queue.length : 1);
    this.#pump();
    this.#checkEmpty();
  }

  /** Fails those who wait longest. */
  #failWaiting(failure: AttemptFailure, count: number): void {
    for (const { taker } of this.#queue.splice(0, count)) taker.notConnected(failure);
  }

  #cancel(waiting: Waiting): ConnectStamps | undefined {
    this.#queue.splice(this.#queue.indexOf(waiting), 1);
    this.#checkEmpty();
    const [oldest] = this.#openings;
    return oldest?.opening.stamps;
  }

  #giveUp(underWay: UnderWay): void {
    this.#openings.delete(underWay);
    underWay.timer.cancel();
    underWay.opening.abandon();
  }

  #closeIdle(): void {
    this.#idleTimer = undefined;
    const now = this.#clock.monotonic();
    for (const connection of this.#idle.filter(({ idleUntil }) => idleUntil <= now)) connection.destroy();
    const next = Math.min(...this.#idle.map((connection) => connection.idleUntil));
    if (this.#idle.length > 0) this.#idleTimer = this.#clock.after(Math.max(1, next - now), () => this.#closeIdle());
  }

  get #inUse(): boolean {
    return this.#open.size > 0 || this.#queue.length > 0 || this.#openings.size > 0;
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
