import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AnswerReader, MalformedHttp } from "./http-answer.ts";

const limits = { headBytes: 1000, bodyBytes: 1000 };

/** Reads the text in pieces cut at the given places. */
function read(text: string, cuts: readonly number[] = []): ReturnType<AnswerReader["push"]> {
  const reader = new AnswerReader(limits);
  const bytes = Buffer.from(text, "latin1");
  const places = [0, ...[...new Set(cuts.map((cut) => cut % bytes.length))].sort((a, b) => a - b), bytes.length];
  let answer: ReturnType<AnswerReader["push"]>;
  for (let i = 1; i < places.length; i++) {
    const piece = bytes.subarray(places[i - 1], places[i]);
    if (piece.length > 0) answer = reader.push(piece);
  }
  return answer;
}

const whole = [
  'HTTP/1.1 200 OK\r\nContent-Length: 9\r\nDate: now\r\nKeep-Alive: timeout=5, max=9\r\n\r\n{"a":"b"}',
  'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200\r\ncontent-length:9\r\n\r\n{"a":"b"}',
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n{"a"\r\n5;x=y\r\n:"b"}\r\n0\r\n\r\n',
];

describe("an answer's bytes", () => {
  it.each(whole)("mean the same however they are cut: %j", (text) => {
    fc.assert(
      fc.property(fc.array(fc.nat(1000), { maxLength: 6 }), (cuts) => {
        const answer = read(text, cuts);
        expect(answer?.body.toString()).toBe('{"a":"b"}');
        expect(answer).toMatchObject({ status: 200, keepAlive: true });
      }),
      { numRuns: 300 },
    );
  });

  it("never make the reader throw anything but MalformedHttp", () => {
    fc.assert(
      fc.property(fc.constantFrom(...whole), fc.nat(), fc.string({ maxLength: 5 }), fc.nat(5), (text, at, put, cut) => {
        const place = at % text.length;
        try {
          read(text.slice(0, place) + put + text.slice(place + cut), [place]);
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedHttp);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ["HTTP/1.0 200 OK\r\ncontent-length: 0\r\n\r\n", false],
    ["HTTP/1.0 200 OK\r\ncontent-length: 0\r\nConnection: keep-alive\r\n\r\n", true],
    ["HTTP/1.1 200 OK\r\ncontent-length: 0\r\nConnection: Close\r\n\r\n", false],
    ["HTTP/1.1 204 No Content\r\n\r\n", true],
  ])("say whether the connection lives: %j", (text, keepAlive) => {
    expect(read(text)).toMatchObject({ keepAlive, body: Buffer.alloc(0) });
  });

  it.each([
    "HTTP/2 200\r\n\r\n",
    "HTTP/1.1 20 OK\r\n\r\n",
    "HTTP/1.1 200 OK\r\nno header\r\n\r\n",
    "HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n",
    "HTTP/1.1 200 OK\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n",
    "HTTP/1.1 200 OK\r\ntransfer-encoding: gzip\r\n\r\n",
    "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
    "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\nab\r\n",
    "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nffff\r\n",
    "HTTP/1.1 200 OK\r\ncontent-length: 1001\r\n\r\n",
    "HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\nab",
  ])("are refused as %j", (text) => {
    expect(() => read(text)).toThrow(MalformedHttp);
  });

  it("end with the connection where nothing else ends them", () => {
    const reader = new AnswerReader(limits);
    expect(reader.push(Buffer.from("HTTP/1.1 200 OK\r\n\r\nabc"))).toBeUndefined();
    expect(reader.end()).toMatchObject({ keepAlive: false, body: Buffer.from("abc") });
    expect(new AnswerReader(limits).end()).toBeUndefined();
  });
});
