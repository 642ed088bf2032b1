/** Limits that keep one key store's proxy, slow or broken as it may be, from taking more than its part of the data plane. */
import type { AnswerLimits } from "./http-answer.ts";

/** Limits for each key store. */
export interface ClientLimits {
  /** Requests in flight, waiting ones included; beyond it a request is refused at once. 1,800 a second that take 250 ms are 450. */
  readonly inFlight: number;
  readonly connections: number;
  /** Connections being opened at the same time. They share one processor: many at once would all come late together. */
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
