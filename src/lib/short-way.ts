/**
 * The short way of cryptographic calls: a plain request is read from its socket, answered by the door and written back in one
 * piece, without node:http's objects between, which cost as much again as all of that. The first request on a connection that
 * is not plain, or that its owner does not take, hands the connection over to node:http, with every byte that was not answered,
 * for the rest of its life.
 */
import { STATUS_CODES, validateHeaderValue } from "node:http";
import type { Socket } from "node:net";
import type { Clock, Timer } from "./clock.ts";
import type { ApiRequest, ApiResponse, Door } from "./door.ts";
import { readPlainRequest } from "./plain-request.ts";

export interface ShortWayOptions {
  readonly clock: Clock;
  /** Whether the short way may answer this request. */
  takes(request: ApiRequest): boolean;
  readonly door: Door;
  /** How long a connection may stand without a request, milliseconds. */
  readonly idleMs: number;
  readonly maximumBodyBytes: number;
  /**
   * Whether answers that are ready in one turn of the event loop are written together at its end: written one by one, each
   * wakes a client that then keeps the processor busy while the next waits. Good where one client has many connections.
   */
  readonly together: boolean;
}

/** Serves the connections of a listener. */
export interface ShortWay {
  /** @param handOver gets the connection with the first request that is not for the short way */
  serve(socket: Socket, handOver: (socket: Socket) => void): void;
  /** Closes what waits for a request now, and each other connection after its answer. */
  drain(): void;
  /** Closes all connections. */
  destroy(): void;
}

/** Idle connections are looked for this often. */
const sweepEveryMs = 5000;
/** A body that is still incomplete by then is node:http's to wait for. */
const bodyPatienceMs = 5000;
/** Read ahead of an answer; beyond it the peer must wait. */
const maximumAheadBytes = 65_536;
const noBytes = Buffer.alloc(0);

export function createShortWay(options: ShortWayOptions): ShortWay {
  const connections = new Set<ShortWayConnection>();
  const dates = new HttpDates(options.clock);
  let draining = false;
  let writes: (() => void)[] = [];
  const later = (write: () => void): void => {
    if (writes.push(write) === 1)
      setImmediate(() => {
        const all = writes;
        writes = [];
        for (const each of all) each();
      });
  };
  const sweep = options.clock.every(sweepEveryMs, () => {
    const before = options.clock.monotonic() - options.idleMs;
    for (const connection of connections) if (connection.idleSince <= before) connection.destroy();
  });
  return {
    serve(socket, handOver) {
      const connection = new ShortWayConnection(socket, options, dates, {
        isDraining: () => draining,
        later: options.together ? later : (write) => write(),
        handOver,
        gone: () => connections.delete(connection),
      });
      connections.add(connection);
    },
    drain() {
      draining = true;
      sweep.cancel();
      for (const connection of connections) if (!connection.answering) connection.destroy();
    },
    destroy() {
      sweep.cancel();
      for (const connection of connections) connection.destroy();
    },
  };
}

interface Surroundings {
  isDraining(): boolean;
  /** Writes now, or at the end of this turn of the event loop. */
  later(write: () => void): void;
  /** Takes a connection over that has been used or not; its unread bytes are in its stream, which is paused. */
  handOver(socket: Socket): void;
  /** The connection is no longer the short way's. */
  gone(): void;
}

class ShortWayConnection {
  /** Monotonic ms; infinite while a request is read or answered. */
  idleSince: number;
  readonly #socket: Socket;
  readonly #options: ShortWayOptions;
  readonly #dates: HttpDates;
  readonly #surroundings: Surroundings;
  readonly #remoteAddress: string;
  /** Not answered yet. */
  #bytes: Buffer = noBytes;
  #answering = false;
  #ended = false;
  #patience: Timer | undefined;

  constructor(socket: Socket, options: ShortWayOptions, dates: HttpDates, surroundings: Surroundings) {
    this.#socket = socket;
    this.#options = options;
    this.#dates = dates;
    this.#surroundings = surroundings;
    this.#remoteAddress = socket.remoteAddress ?? "";
    this.idleSince = options.clock.monotonic();
    socket.on("data", this.#onData);
    socket.on("end", this.#onEnd);
    socket.on("error", ignore);
    socket.on("close", this.#onClose);
  }

  get answering(): boolean {
    return this.#answering;
  }

  destroy(): void {
    this.#socket.destroy();
  }

  readonly #onData = (chunk: Buffer): void => {
    this.#bytes = this.#bytes.length === 0 ? chunk : Buffer.concat([this.#bytes, chunk]);
    if (!this.#answering) this.#read();
    // A second request before the first is answered: it waits.
    else if (this.#bytes.length > maximumAheadBytes) this.#socket.pause();
  };

  readonly #onEnd = (): void => {
    this.#ended = true;
    if (!this.#answering) this.#socket.end();
  };

  readonly #onClose = (): void => {
    this.#patience?.cancel();
    this.#surroundings.gone();
  };

  #read(): void {
    this.idleSince = Number.POSITIVE_INFINITY;
    const read = readPlainRequest(this.#bytes, this.#remoteAddress, this.#options.maximumBodyBytes);
    if (read === "incomplete" && !this.#ended) {
      this.#patience ??= this.#options.clock.after(bodyPatienceMs, () => this.#handOver());
      return;
    }
    this.#patience?.cancel();
    this.#patience = undefined;
    if (typeof read === "string" || !this.#options.takes(read.request)) return this.#handOver();
    this.#bytes = read.end === this.#bytes.length ? noBytes : this.#bytes.subarray(read.end);
    this.#answering = true;
    void this.#options.door(read.request).then((response) => this.#surroundings.later(() => this.#answer(response)));
  }

  #answer(response: ApiResponse): void {
    this.#answering = false;
    const socket = this.#socket;
    if (socket.destroyed) return;
    const close = (this.#ended && this.#bytes.length === 0) || this.#surroundings.isDraining();
    const { body } = response;
    try {
      const bytes = Buffer.byteLength(body);
      const head = headOf(response, bytes, close, this.#options.idleMs, this.#dates.now());
      // Of ASCII alone, characters are bytes.
      if (typeof body === "string") socket.write(head + body, bytes === body.length ? "latin1" : "utf8");
      else {
        socket.write(head, "latin1");
        socket.write(body);
      }
    } catch {
      // A header that HTTP cannot say: no answer is better than one that means something else.
      return this.destroy();
    }
    if (close) return void socket.end();
    if (socket.isPaused()) socket.resume();
    // What came meanwhile was sent without waiting for this answer.
    if (this.#bytes.length > 0) this.#read();
    else this.idleSince = this.#options.clock.monotonic();
  }

  #handOver(): void {
    const socket = this.#socket;
    this.#patience?.cancel();
    // A stream that has ended takes nothing back.
    if (this.#ended) return void socket.end();
    this.#surroundings.gone();
    socket.off("data", this.#onData).off("end", this.#onEnd).off("error", ignore).off("close", this.#onClose);
    // Paused, so that node:http finds the bytes at its own pace and after it has attached itself.
    socket.pause();
    if (this.#bytes.length > 0) socket.unshift(this.#bytes);
    this.#surroundings.handOver(socket);
    socket.resume();
  }
}

/** A broken connection is told by its closing. */
const ignore = (): void => {};

function headOf({ status, headers }: ApiResponse, bodyBytes: number, close: boolean, idleMs: number, date: string): string {
  let head = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}\r\n`;
  for (const name in headers) {
    const value = headers[name] as string | string[];
    for (const each of typeof value === "string" ? [value] : value) {
      validateHeaderValue(name, each);
      head += `${name}: ${each}\r\n`;
    }
  }
  const connection = close ? "Connection: close" : `Connection: keep-alive\r\nKeep-Alive: timeout=${Math.floor(idleMs / 1000)}`;
  return `${head}content-length: ${bodyBytes}\r\nDate: ${date}\r\n${connection}\r\n\r\n`;
}

/** The time as HTTP writes it, made once a second. */
class HttpDates {
  readonly #clock: Clock;
  #second = Number.NaN;
  #text = "";

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  now(): string {
    const second = Math.floor(this.#clock.now() / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#text = new Date(second * 1000).toUTCString();
    }
    return this.#text;
  }
}
