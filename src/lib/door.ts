/**
 * The door: what a request and an answer are once HTTP is behind them. Everything that serves an API is a function from
 * one to the other, so tests walk through the door without a port.
 */

/** Headers with lower-case names, as node:http hands them out. */
export type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** One request, wholly read. */
export interface ApiRequest {
  readonly method: string;
  /** Path with query string, as on the request line. */
  readonly path: string;
  readonly headers: Headers;
  readonly body: Uint8Array;
  /** The peer's address as the listener saw it, for the audit trail; empty in tests. */
  readonly remoteAddress: string;
}

/** One answer, whole. */
export interface ApiResponse {
  readonly status: number;
  readonly headers: Record<string, string | string[]>;
  readonly body: Uint8Array | string;
}

/** Something that answers requests. It never rejects: faults are answers too. */
export type Door = (request: ApiRequest) => Promise<ApiResponse>;

/** The value of a header that may stand once only; the first where a client sent several. */
export function header(headers: Headers, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}
