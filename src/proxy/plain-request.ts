/**
 * Reads the head of the one kind of request that KMS sends: POST over HTTP/1.1 with a content-length and nothing unusual. What
 * is anything else, even in a single character, is not judged here but left to node:http: so this reader needs to understand
 * only what it accepts, and two readers can never understand the same bytes in two ways.
 */

export interface PlainHead {
  readonly path: string;
  /** Lower-case names, each once. */
  readonly headers: Readonly<Record<string, string>>;
  /** Where the body begins. */
  readonly bodyStart: number;
  readonly bodyBytes: number;
}

/** node:http's own limit. */
export const maximumHeadBytes = 16_384;
const maximumHeaders = 100;

/** Headers that change how a message is read, or what becomes of its connection. */
const unusualHeaders: ReadonlySet<string> = new Set(["transfer-encoding", "expect", "upgrade", "te", "trailer", "http2-settings"]);
const requestLine = /^POST (\/[!-~]*) HTTP\/1\.1$/;
const headerName = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** A line break that is half, or anything but a tab and printable ASCII. */
const foreign = /\r(?!\n)|(?<!\r)\n|[^\t\r\n -~]/;

/** Names in the forms in which clients write them, with their lower-case form: looked up instead of tested each time. */
const knownNames = new Map<string, string>();
const maximumKnownNames = 200;

/** @returns the head; "incomplete" where more bytes are needed to tell; "unusual" for whatever is not of this one kind */
export function readPlainHead(bytes: Buffer): PlainHead | "incomplete" | "unusual" {
  const end = bytes.indexOf("\r\n\r\n", 0, "latin1");
  if (end < 0) return bytes.length > maximumHeadBytes || !couldBegin(bytes) ? "unusual" : "incomplete";
  if (end > maximumHeadBytes) return "unusual";
  const text = bytes.toString("latin1", 0, end);
  if (foreign.test(text)) return "unusual";
  const lines = text.split("\r\n");
  const path = requestLine.exec(lines[0] ?? "")?.[1];
  if (path === undefined || lines.length > maximumHeaders) return "unusual";
  const headers: Record<string, string> = Object.create(null) as Record<string, string>;
  for (let index = 1; index < lines.length; index++) {
    const line = lines[index] as string;
    const colon = line.indexOf(":");
    const name = nameOf(line.slice(0, colon));
    if (colon < 1 || name === undefined || headers[name] !== undefined || unusualHeaders.has(name)) return "unusual";
    headers[name] = line.slice(colon + 1).trim();
  }
  const length = headers["content-length"];
  if (length === undefined || !/^\d{1,9}$/.test(length) || !headers["host"]) return "unusual";
  if (headers["connection"] !== undefined && headers["connection"].toLowerCase() !== "keep-alive") return "unusual";
  return { path, headers, bodyStart: end + 4, bodyBytes: Number(length) };
}

function couldBegin(bytes: Buffer): boolean {
  const begin = bytes.toString("latin1", 0, 6);
  return begin === "POST /".slice(0, begin.length);
}

function nameOf(written: string): string | undefined {
  const known = knownNames.get(written);
  if (known !== undefined) return known;
  if (!headerName.test(written)) return undefined;
  const name = written.toLowerCase();
  if (knownNames.size < maximumKnownNames) knownNames.set(written, name);
  return name;
}
