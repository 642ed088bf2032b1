/**
 * Reads the plainest form of an HTTP/1.1 request, the one in which AWS clients call KMS and KMS calls XKS proxies: POST, headers
 * that stand once each, a body of a told length. Whatever is not exactly that is "not plain" and is node:http's to read, from
 * its first byte on, so that nothing here decides what an unusual request means.
 */
import type { ApiRequest } from "./door.ts";

export interface PlainRequest {
  readonly request: ApiRequest;
  /** Where it ends in the bytes. */
  readonly end: number;
}

const requestLine = /^POST (\/[!-~]*) HTTP\/1\.1$/;
const headEnd = Buffer.from("\r\n\r\n");
/** Longer ones are left to node:http and its limits. */
const maximumHeadBytes = 8192;

const headerName = /^[a-z][a-z0-9-]*$/;
const notPrintable = /[^\t\x20-\x7e]/;
const digits = /^\d{1,9}$/;
/** They change how a message is framed or what becomes of the connection. */
const unusual: ReadonlySet<string> = new Set(["transfer-encoding", "expect", "upgrade", "http2-settings", "trailer", "te"]);

/**
 * @param bytes of a connection, from the first of a request on
 * @param maximumBodyBytes larger bodies are left to node:http, too
 * @returns "incomplete" when the head is plain and the rest of the body is still to come
 */
export function readPlainRequest(
  bytes: Buffer,
  remoteAddress: string,
  maximumBodyBytes: number,
): PlainRequest | "incomplete" | "not plain" {
  const bodyStart = bytes.indexOf(headEnd) + headEnd.length;
  if (bodyStart < headEnd.length || bodyStart > maximumHeadBytes) return "not plain";
  const lines = bytes.toString("latin1", 0, bodyStart - headEnd.length).split("\r\n");
  const path = requestLine.exec(lines[0] as string)?.[1];
  if (path === undefined) return "not plain";
  const headers: Record<string, string> = {};
  for (let i = 1; i < lines.length; i++) {
    const line = lines[i] as string;
    const colon = line.indexOf(":");
    const name = line.slice(0, Math.max(0, colon)).toLowerCase();
    // A name that stands twice, a control character, a folded line: not plain.
    if (!headerName.test(name) || notPrintable.test(line) || headers[name] !== undefined || unusual.has(name)) return "not plain";
    headers[name] = line.slice(colon + 1).trim();
  }
  const { connection, "content-length": length } = headers;
  if (connection !== undefined && connection.toLowerCase() !== "keep-alive") return "not plain";
  if (headers.host === undefined || length === undefined || !digits.test(length)) return "not plain";
  const bodyBytes = Number(length);
  if (bodyBytes > maximumBodyBytes) return "not plain";
  const end = bodyStart + bodyBytes;
  if (bytes.length < end) return "incomplete";
  return { request: { method: "POST", path, headers, body: bytes.subarray(bodyStart, end), remoteAddress }, end };
}
