/**
 * Carries requests over connections: gives each one that is due a free connection, opens more as far as it may, and ends it
 * with what came of it. Requests that find no connection wait in the order in which they were due; their time runs.
 */
import type { Clock, Timer } from "../../lib/clock.ts";
import type { HttpAnswer } from "../../xks/client/http-answer.ts";
import { type Dialler, type Exchange, LoadConnection, type OpeningStamps } from "./connection.ts";
import type { LoadRequest } from "./workload.ts";

/** How one request ended. Times are monotonic ms. */
export interface Ended {
  readonly operation: string;
  readonly dueAt: number;
  /** When it was handed over: later than due only where the load generator itself was late. */
  readonly handedAt: number;
  /** Absent what it did not reach. */
  readonly sentAt?: number;
  readonly firstByteAt?: number;
  readonly endedAt: number;
  /** Of a connection that was opened for it. */
  readonly opening?: OpeningStamps;
  /** Absent for a good answer. `refused`: answered, but with an error or a wrong answer. */
  readonly failure?: { readonly kind: "refused" | "unanswered"; readonly name: string };
}

export interface CallerOptions {
  readonly dialler: Dialler;
  readonly connections: number;
  /** Requests that a connection carries before it is closed. */
  readonly connectionLife: number;
  /**
   * How long a request may wait for a connection, counted from when it was due, and then for its answer, counted from when it
   * was sent: a time for both together would cut off, with its connection, a request that was sent late, and so overload would
   * never end.
   */
  readonly timeoutMs: number;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

interface Call {
  readonly request: LoadRequest;
  readonly ended: Mutable<Omit<Ended, "endedAt">>;
  readonly onEnd: (ended: Ended, answer: HttpAnswer | undefined) => void;
  repeated: boolean;
}

/** Connections opened at once: they share one processor here, and one with the target perhaps. */
const openingsAtOnce = 8;
/** Idle connections older than this are not used: common servers close them after five seconds. */
const idleMs = 4000;
/**
 * A request waits so long for a connection that stands before another one is opened for it. After a stall, of whichever side,
 * many are due at once; a handshake for each would cost more time than the few connections need for all of them.
 */
const patienceMs = 4;
/** How often the time of requests is looked at. */
const sweepMs = 5;

export class Caller {
  readonly #options: CallerOptions;
  readonly #clock: Clock;
  readonly #idle: LoadConnection[] = [];
  readonly #open = new Set<LoadConnection>();
  readonly #flying = new Map<Call, LoadConnection>();
  #waiting: Call[] = [];
  /** Index of the first in `waiting` that still waits. */
  #first = 0;
  #opening = 0;
  #opened = 0;
  #sweeper: Timer | undefined;

  constructor(options: CallerOptions) {
    this.#options = options;
    this.#clock = options.dialler.clock;
  }

  /** Requests on a connection or waiting for one. */
  get underWay(): number {
    return this.#flying.size + this.#waiting.length - this.#first;
  }

  get connections(): number {
    return this.#open.size;
  }

  /** Connections opened so far. */
  get opened(): number {
    return this.#opened;
  }

  /** Sends a request, now or as soon as there is a connection. `onEnd` is called once. */
  call(request: LoadRequest, dueAt: number, onEnd: Call["onEnd"]): void {
    const ended = { operation: request.operation, dueAt, handedAt: this.#clock.monotonic() };
    const call: Call = { request, ended, onEnd, repeated: false };
    this.#sweeper ??= this.#clock.every(sweepMs, () => this.#sweep());
    const connection = this.#first === this.#waiting.length ? this.#takeIdle() : undefined;
    if (connection) return this.#send(call, connection);
    this.#waiting.push(call);
    this.#pump();
  }

  /** Sends a request and waits for its good answer. Rejects with why there is none. */
  callAlone(request: LoadRequest): Promise<HttpAnswer> {
    return new Promise((resolve, reject) => {
      this.call(request, this.#clock.monotonic(), ({ failure }, answer) => {
        if (answer && !failure) resolve(answer);
        else reject(new Error(`${request.operation}: ${failure?.name ?? "no answer"}`));
      });
    });
  }

  /** Closes all connections. Requests under way are forgotten. */
  close(): void {
    this.#sweeper?.cancel();
    this.#waiting = [];
    this.#first = 0;
    this.#flying.clear();
    for (const connection of this.#open) connection.destroy();
  }

  #takeIdle(): LoadConnection | undefined {
    const now = this.#clock.monotonic();
    for (;;) {
      const connection = this.#idle.pop();
      if (!connection) return undefined;
      const mayIdleMs = connection.keepAliveMs === undefined ? idleMs : Math.min(idleMs, connection.keepAliveMs / 2);
      if (!connection.over && now - connection.idleSince <= mayIdleMs) return connection;
      connection.destroy();
    }
  }

  #pump(): void {
    const oldest = this.#waiting[this.#first];
    if (!oldest) return;
    const patient = this.#options.connectionLife > 1 && this.#open.size > this.#opening;
    if (patient && this.#clock.monotonic() - oldest.ended.handedAt < patienceMs) return;
    let wanted = this.#waiting.length - this.#first - this.#opening;
    for (; wanted > 0; wanted--) {
      if (this.#opening >= openingsAtOnce || this.#open.size >= this.#options.connections) return;
      this.#begin();
    }
  }

  #begin(): void {
    this.#opening++;
    this.#opened++;
    const connection = new LoadConnection(this.#options.dialler, (failure) => {
      this.#opening--;
      if (failure === undefined) return this.#free(connection, connection.stamps);
      const call = this.#next();
      if (call) this.#end(call, { kind: "unanswered", name: failure });
      this.#pump();
    });
    this.#open.add(connection);
    connection.onClose = () => {
      this.#open.delete(connection);
      this.#pump();
    };
  }

  #next(): Call | undefined {
    const call = this.#waiting[this.#first];
    if (!call) return undefined;
    this.#first++;
    // Taken from the front one by one an array is moved each time.
    if (this.#first > 1024 && this.#first * 2 > this.#waiting.length) {
      this.#waiting = this.#waiting.slice(this.#first);
      this.#first = 0;
    }
    return call;
  }

  #free(connection: LoadConnection, stamps?: OpeningStamps): void {
    if (connection.over) return;
    const call = this.#next();
    if (call) {
      if (stamps) call.ended.opening = stamps;
      return this.#send(call, connection);
    }
    connection.idleSince = this.#clock.monotonic();
    this.#idle.push(connection);
  }

  #send(call: Call, connection: LoadConnection): void {
    this.#flying.set(call, connection);
    const text = call.request.write(this.#clock.now());
    call.ended.sentAt = this.#clock.monotonic();
    connection.send(text, this.#exchange(call, connection));
  }

  #exchange(call: Call, connection: LoadConnection): Exchange {
    return {
      begun: () => (call.ended.firstByteAt = this.#clock.monotonic()),
      answered: (answer) => {
        const name = call.request.failureOf(answer);
        this.#end(call, name === undefined ? undefined : { kind: "refused", name }, answer);
        if (connection.uses >= this.#options.connectionLife) connection.destroy();
        else this.#free(connection);
      },
      failed: (why, untouched) => {
        if (!untouched || call.repeated) return this.#end(call, { kind: "unanswered", name: why });
        // The peer closed a kept connection just as the request went out.
        call.repeated = true;
        this.#flying.delete(call);
        const other = this.#takeIdle();
        if (other) return this.#send(call, other);
        this.#waiting.splice(this.#first, 0, call);
        this.#pump();
      },
    };
  }

  #end(call: Call, failure: Ended["failure"], answer?: HttpAnswer): void {
    this.#flying.delete(call);
    call.onEnd({ ...call.ended, endedAt: this.#clock.monotonic(), ...(failure && { failure }) }, answer);
  }

  #sweep(): void {
    const overdue = this.#clock.monotonic() - this.#options.timeoutMs;
    for (let call = this.#waiting[this.#first]; call && call.ended.dueAt < overdue; call = this.#waiting[this.#first]) {
      this.#next();
      this.#end(call, { kind: "unanswered", name: "no connection in time" });
    }
    for (const [call, connection] of this.#flying) {
      if ((call.ended.sentAt ?? call.ended.dueAt) >= overdue) continue;
      this.#end(call, { kind: "unanswered", name: "no answer in time" });
      connection.destroy();
    }
    this.#pump();
  }
}
