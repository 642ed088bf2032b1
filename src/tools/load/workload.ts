/** What is asked for under load, apart from when and how: one request after the other, whole, with what a good answer is. */
import type { HttpAnswer } from "../../xks/client/http-answer.ts";

export interface LoadRequest {
  /** As reports name it. */
  readonly operation: string;
  /** The whole request as ASCII, signed at `now` (epoch ms). */
  readonly write: (now: number) => string;
  /** Undefined for a good answer, else how reports name what is wrong with it. */
  readonly failureOf: (answer: HttpAnswer) => string | undefined;
}

export interface Workload {
  /**
   * Makes what requests need, such as ciphertexts to decrypt, by a few calls.
   * @param call rejects where there is no good answer
   */
  prepare(call: (request: LoadRequest) => Promise<HttpAnswer>): Promise<void>;
  /** Request number `n`, counted from 0. */
  request(n: number): LoadRequest;
}

/** What is chosen anew for each request. */
export interface Choosing<Operation extends string> {
  readonly operation: (n: number) => Operation;
  /** Bytes of plaintext. */
  readonly size: (n: number) => number;
  readonly key: (n: number) => string;
  /** Everything that may come out, so that it can be made ready. */
  readonly sizes: readonly number[];
  readonly keys: readonly string[];
  readonly operations: readonly Operation[];
}

/** The members of a JSON answer; none of one that is no JSON object. */
export function membersOf(body: Buffer): Readonly<Record<string, unknown>> {
  try {
    const value = JSON.parse(body.toString("utf8")) as unknown;
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** A text in an answer, for names in reports: short and printable. */
export function shortText(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value.replace(/[^\x20-\x7e]/g, "?").slice(0, 80) : undefined;
}
