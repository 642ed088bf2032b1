/**
 * A load generator that costs little: it writes one prepared request again and again over plain or TLS sockets and counts
 * answers by their content-length. Closed loop (as fast as answers come) or open loop (at a rate, latency from the moment a
 * request was due, so that a stall counts for everything it delayed).
 */
import { connect as connectTcp, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";

export interface RawTarget {
  readonly host: string;
  readonly port: number;
  /** PEM of the CA, for TLS. */
  readonly ca?: string;
  /** The whole request, head and body. */
  readonly request: Buffer;
}

export interface LoadResult {
  readonly answers: number;
  readonly seconds: number;
  readonly perSecond: number;
  /** Answers with another status than 200. */
  readonly failures: number;
  /** Milliseconds, ascending. */
  readonly latencies: Float64Array;
}

/** Quantile of an ascending array. */
export function quantile(ascending: Float64Array, q: number): number {
  return ascending[Math.min(ascending.length - 1, Math.floor(q * ascending.length))] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** As many requests as `connections` carry in `seconds`. */
export async function closedLoop(target: RawTarget, connections: number, seconds: number): Promise<LoadResult> {
  const latencies: number[] = [];
  let failures = 0;
  const began = performance.now();
  const end = began + seconds * 1000;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const connection = await open(target);
      while (performance.now() < end) {
        const sentAt = performance.now();
        if ((await connection.exchange()) !== 200) failures++;
        latencies.push(performance.now() - sentAt);
      }
      connection.close();
    }),
  );
  return summarize(latencies, failures, (performance.now() - began) / 1000);
}

/** `perSecond` requests a second for `seconds`, over at most `connections` connections. */
export async function openLoop(target: RawTarget, perSecond: number, seconds: number, connections = 64): Promise<LoadResult> {
  const pool = await Promise.all(Array.from({ length: connections }, () => open(target)));
  const idle = [...pool];
  const waiting: number[] = [];
  const latencies: number[] = [];
  let failures = 0;
  let sent = 0;
  const total = perSecond * seconds;
  const began = performance.now();
  await new Promise<void>((resolve) => {
    const send = (connection: Connection, dueAt: number): void => {
      void connection.exchange().then((status) => {
        if (status !== 200) failures++;
        latencies.push(performance.now() - dueAt);
        const next = waiting.shift();
        if (next !== undefined) send(connection, next);
        else idle.push(connection);
        if (latencies.length === total) resolve();
      });
    };
    const tick = (): void => {
      const due = Math.min(total, Math.floor(((performance.now() - began) / 1000) * perSecond));
      while (sent < due) {
        const dueAt = began + (sent++ / perSecond) * 1000;
        const connection = idle.pop();
        if (connection) send(connection, dueAt);
        else waiting.push(dueAt);
      }
      if (sent < total) setTimeout(tick, 1);
    };
    tick();
  });
  for (const connection of pool) connection.close();
  return summarize(latencies, failures, (performance.now() - began) / 1000);
}

interface Connection {
  /** Sends the request; resolves with the status of its answer. */
  exchange(): Promise<number>;
  close(): void;
}

async function open(target: RawTarget): Promise<Connection> {
  const socket: Socket = target.ca
    ? connectTls({ host: target.host, port: target.port, ca: target.ca, servername: "localhost" })
    : connectTcp({ host: target.host, port: target.port });
  await new Promise<void>((resolve, reject) => {
    socket.once(target.ca ? "secureConnect" : "connect", resolve);
    socket.once("error", reject);
  });
  socket.setNoDelay(true);
  let pending: ((status: number) => void) | undefined;
  let buffered: Buffer = Buffer.alloc(0);
  socket.on("data", (chunk: Buffer) => {
    buffered = buffered.length === 0 ? chunk : Buffer.concat([buffered, chunk]);
    const headEnd = buffered.indexOf("\r\n\r\n");
    if (headEnd < 0) return;
    const head = buffered.toString("latin1", 0, headEnd);
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
    if (buffered.length < headEnd + 4 + length) return;
    buffered = buffered.subarray(headEnd + 4 + length);
    const settle = pending;
    pending = undefined;
    settle?.(Number(head.slice(9, 12)));
  });
  socket.on("error", () => pending?.(0));
  socket.on("close", () => pending?.(0));
  return {
    exchange: () =>
      new Promise((resolve) => {
        pending = resolve;
        socket.write(target.request);
      }),
    close: () => socket.destroy(),
  };
}

function summarize(latencies: number[], failures: number, seconds: number): LoadResult {
  return {
    answers: latencies.length,
    seconds,
    perSecond: latencies.length / seconds,
    failures,
    latencies: Float64Array.from(latencies).sort(),
  };
}
