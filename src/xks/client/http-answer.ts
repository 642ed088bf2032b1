/**
 * Reads one HTTP/1.1 answer from the bytes of a connection: status, body and whether the connection may be kept. Strict
 * where laxness would let two answers be confused (CRLF, one length, no bytes left over), and bounded in size. It reads JSON
 * APIs only: there is no decompression, no upgrade and no trailer.
 */

/** Limits of one answer, bytes. */
export interface AnswerLimits {
  readonly headBytes: number;
  readonly bodyBytes: number;
}

export interface HttpAnswer {
  readonly status: number;
  readonly body: Buffer;
  /** Whether the peer lets the connection live, and for how long it says so (Keep-Alive: timeout=N), milliseconds. */
  readonly keepAlive: boolean;
  readonly keepAliveMs?: number | undefined;
}

/** The bytes are no HTTP/1.1 answer, or one beyond the limits. */
export class MalformedHttp extends Error {}

const headEnd = Buffer.from("\r\n\r\n");
const lineEnd = Buffer.from("\r\n");
const noBytes = Buffer.alloc(0);

interface Head {
  readonly status: number;
  readonly keepAlive: boolean;
  readonly keepAliveMs: number | undefined;
  /** Where the body ends: after so many bytes, after the last chunk, or with the connection. */
  readonly body: number | "chunked" | "until-close";
}

/** One answer in the making. After it returned an answer it can read the next one. */
export class AnswerReader {
  readonly #limits: AnswerLimits;
  #bytes: Buffer = noBytes;
  #head: Head | undefined;
  /** Chunked bodies: what was decoded so far. */
  #chunks: Buffer[] = [];
  #chunkedBytes = 0;

  constructor(limits: AnswerLimits) {
    this.#limits = limits;
  }

  /** Whether a byte of an answer has come that was not part of an answer already handed out. */
  get begun(): boolean {
    return this.#head !== undefined || this.#bytes.length > 0;
  }

  /** Takes bytes in; the answer once it is complete. Throws MalformedHttp. */
  push(bytes: Buffer): HttpAnswer | undefined {
    this.#bytes = this.#bytes.length === 0 ? bytes : Buffer.concat([this.#bytes, bytes]);
    while (!this.#head) {
      const end = this.#bytes.indexOf(headEnd);
      if (end < 0 ? this.#bytes.length > this.#limits.headBytes : end > this.#limits.headBytes) {
        throw new MalformedHttp(`the answer's head is larger than ${this.#limits.headBytes} bytes`);
      }
      if (end < 0) {
        checkBeginning(this.#bytes);
        return undefined;
      }
      const head = parseHead(this.#bytes.toString("latin1", 0, end));
      this.#bytes = this.#bytes.subarray(end + 4);
      // Interim answers (100 Continue, 103 Early Hints) precede the real one.
      if (head.status >= 200) this.#head = head;
    }
    return this.#readBody(this.#head);
  }

  /** The peer closed the connection: the answer if it was one that ends so. */
  end(): HttpAnswer | undefined {
    return this.#head?.body === "until-close" ? this.#answer(this.#head, this.#bytes) : undefined;
  }

  #readBody(head: Head): HttpAnswer | undefined {
    if (head.body === "chunked") return this.#readChunks(head);
    const size = head.body === "until-close" ? this.#bytes.length : head.body;
    if (size > this.#limits.bodyBytes) throw new MalformedHttp(`the answer is larger than ${this.#limits.bodyBytes} bytes`);
    if (head.body === "until-close" || this.#bytes.length < size) return undefined;
    if (this.#bytes.length > size) throw new MalformedHttp("bytes follow the answer");
    return this.#answer(head, this.#bytes);
  }

  #readChunks(head: Head): HttpAnswer | undefined {
    for (;;) {
      const end = this.#bytes.indexOf(lineEnd);
      if (end < 0) {
        if (this.#bytes.length > 1024) throw new MalformedHttp("a chunk's size is no line");
        return undefined;
      }
      const size = chunkSize(this.#bytes.toString("latin1", 0, end));
      if (this.#chunkedBytes + size > this.#limits.bodyBytes)
        throw new MalformedHttp(`the answer is larger than ${this.#limits.bodyBytes} bytes`);
      const after = end + 2 + size;
      if (this.#bytes.length < after + 2) return undefined;
      if (this.#bytes[after] !== 13 || this.#bytes[after + 1] !== 10)
        throw new MalformedHttp("a chunk is longer than it says, or has a trailer");
      this.#chunks.push(this.#bytes.subarray(end + 2, after));
      this.#chunkedBytes += size;
      this.#bytes = this.#bytes.subarray(after + 2);
      if (size > 0) continue;
      if (this.#bytes.length > 0) throw new MalformedHttp("bytes follow the answer");
      return this.#answer(head, Buffer.concat(this.#chunks));
    }
  }

  #answer(head: Head, body: Buffer): HttpAnswer {
    this.#bytes = noBytes;
    this.#head = undefined;
    if (this.#chunks.length > 0) this.#chunks = [];
    this.#chunkedBytes = 0;
    return { status: head.status, body, keepAlive: head.keepAlive, keepAliveMs: head.keepAliveMs };
  }
}

/** Tells at once when something else than HTTP speaks, rather than after the time-out. */
function checkBeginning(bytes: Buffer): void {
  const beginning = bytes.toString("latin1", 0, 7);
  if (!"HTTP/1.".startsWith(beginning)) throw new MalformedHttp("the answer is not HTTP/1.1");
}

function parseHead(text: string): Head {
  const status = /^HTTP\/1\.([01]) ([1-9]\d\d)(?: |\r|$)/.exec(text);
  if (!status) throw new MalformedHttp("the answer is not HTTP/1.1");
  const code = Number(status[2]);
  if (code === 101) throw new MalformedHttp("the answer switches protocols");
  let keepAlive = status[1] === "1";
  let keepAliveMs: number | undefined;
  let length: number | undefined;
  let chunked = false;
  let from = text.indexOf("\r\n");
  while (from >= 0) {
    const lineStart = from + 2;
    from = text.indexOf("\r\n", lineStart);
    const colon = text.indexOf(":", lineStart);
    if (colon <= lineStart || (from >= 0 && colon > from)) throw new MalformedHttp("a header of the answer is no header");
    const size = colon - lineStart;
    // Only these four matter; lengths tell most others apart without making a string.
    if (size !== 14 && size !== 17 && size !== 10) continue;
    const name = text.slice(lineStart, colon).toLowerCase();
    const value = text.slice(colon + 1, from < 0 ? undefined : from).trim();
    if (name === "content-length") {
      const bytes = /^\d{1,15}$/.test(value) ? Number(value) : undefined;
      if (bytes === undefined || (length !== undefined && length !== bytes))
        throw new MalformedHttp("the answer's content-length is not one number");
      length = bytes;
    } else if (name === "transfer-encoding") {
      if (value.toLowerCase() !== "chunked") throw new MalformedHttp("the answer's transfer-encoding is not chunked");
      chunked = true;
    } else if (name === "connection") {
      if (/\bclose\b/i.test(value)) keepAlive = false;
      else if (/\bkeep-alive\b/i.test(value)) keepAlive = true;
    } else if (name === "keep-alive") {
      const seconds = /\btimeout=(\d{1,6})/i.exec(value)?.[1];
      if (seconds !== undefined) keepAliveMs = Number(seconds) * 1000;
    }
  }
  if (chunked && length !== undefined) throw new MalformedHttp("the answer has both a content-length and a transfer-encoding");
  const bodyless = code === 204 || code === 304;
  const body = bodyless ? 0 : chunked ? "chunked" : (length ?? "until-close");
  return { status: code, keepAlive: keepAlive && body !== "until-close", keepAliveMs, body };
}

function chunkSize(line: string): number {
  const digits = /^([0-9A-Fa-f]{1,8})[ \t]*(?:;|$)/.exec(line)?.[1];
  if (digits === undefined) throw new MalformedHttp("a chunk's size is no number");
  return Number.parseInt(digits, 16);
}
