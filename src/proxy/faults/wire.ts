/** What faults do to one connection and one answer. */
import type { ServerResponse } from "node:http";
import type { Clock } from "../../lib/clock.ts";
import type { ApiResponse } from "../../lib/door.ts";
import { type Connection, writeAnswer } from "../tls-listener.ts";

export class Wire {
  readonly #response: ServerResponse;
  readonly #connection: Connection;
  readonly #clock: Clock;

  constructor(response: ServerResponse, connection: Connection, clock: Clock) {
    this.#response = response;
    this.#connection = connection;
    this.#clock = clock;
  }

  send(answer: ApiResponse): void {
    writeAnswer(this.#response, answer);
  }

  /** Head with the true length, and the first half of the body. */
  sendHalf(answer: ApiResponse): void {
    const body = this.#begin(answer);
    this.#response.write(body.subarray(0, Math.floor(body.length / 2)));
  }

  async drip(answer: ApiResponse, delayMs: number): Promise<void> {
    const body = this.#begin(answer);
    for (let sent = 0; sent < body.length && !this.#response.destroyed; sent++) {
      this.#response.write(body.subarray(sent, sent + 1));
      await this.pause(delayMs);
    }
    this.#response.end();
  }

  reset(): void {
    this.#connection.reset();
  }

  end(): void {
    this.#connection.end();
  }

  pause(ms: number): Promise<void> {
    return new Promise((resolve) => void this.#clock.after(ms, resolve));
  }

  #begin({ status, headers, body }: ApiResponse): Buffer {
    const bytes = Buffer.from(body);
    this.#response.writeHead(status, { ...headers, "content-length": bytes.length });
    this.#response.flushHeaders();
    return bytes;
  }
}
