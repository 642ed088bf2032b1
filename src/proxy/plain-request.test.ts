import { describe, expect, it } from "vitest";
import { readPlainHead } from "./plain-request.ts";

const head = (...lines: string[]): Buffer => Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1");
const plain = ["POST /kms/xks/v1/health HTTP/1.1", "Host: proxy.example.com", "Content-Length: 12"];

describe("readPlainHead", () => {
  it("reads names in lower case and values without the space around them", () => {
    const bytes = Buffer.concat([head(...plain, "X-Amz-Date:  20261124T104829Z\t", "connection: Keep-Alive"), Buffer.from("hello")]);
    expect(readPlainHead(bytes)).toEqual({
      path: "/kms/xks/v1/health",
      headers: { host: "proxy.example.com", "content-length": "12", "x-amz-date": "20261124T104829Z", connection: "Keep-Alive" },
      bodyStart: bytes.length - 5,
      bodyBytes: 12,
    });
  });

  it("waits for the rest of a head that may still become one", () => {
    const bytes = head(...plain);
    for (let length = 1; length < bytes.length; length++) expect(readPlainHead(bytes.subarray(0, length))).toBe("incomplete");
  });

  it("takes headers for no more than names", () => {
    const read = readPlainHead(head(...plain, "__proto__: x", "constructor: y"));
    expect(read).toMatchObject({ bodyBytes: 12 });
    expect(Object.keys((read as { headers: object }).headers)).toEqual(["host", "content-length", "__proto__", "constructor"]);
  });

  it.each<[what: string, bytes: Buffer]>([
    ["another method", head("GET / HTTP/1.1", "Host: a", "Content-Length: 0")],
    ["the beginning of another method", Buffer.from("PU")],
    ["HTTP/1.0", head("POST / HTTP/1.0", "Host: a", "Content-Length: 0")],
    ["a whole URI as target", head("POST https://a/ HTTP/1.1", "Host: a", "Content-Length: 0")],
    ["a space in the path", head("POST /a b HTTP/1.1", "Host: a", "Content-Length: 0")],
    ["no host", head("POST / HTTP/1.1", "Content-Length: 0")],
    ["no length", head("POST / HTTP/1.1", "Host: a")],
    ["a length that is no number", head("POST / HTTP/1.1", "Host: a", "Content-Length: +1")],
    ["two lengths in one", head("POST / HTTP/1.1", "Host: a", "Content-Length: 1, 1")],
    ["a length said twice", head(...plain, "content-length: 12")],
    ["chunks", head(...plain, "Transfer-Encoding: chunked")],
    ["a wish to be told to continue", head(...plain, "Expect: 100-continue")],
    ["a wish for another protocol", head(...plain, "Upgrade: h2c", "Connection: upgrade")],
    ["a wish to close", head(...plain, "Connection: close")],
    ["a header said twice", head(...plain, "x-a: 1", "X-A: 2")],
    ["a folded header", head(...plain, "x-a: 1", " 2")],
    ["a space before the colon", head(...plain, "x-a : 1")],
    ["a header without a colon", head(...plain, "x-a")],
    ["a header without a name", head(...plain, ": 1")],
    ["half a line break", head(...plain, "x-a: 1\nx-b: 2")],
    ["half a line break of the other kind", head(...plain, "x-a: 1\rx-b: 2")],
    ["a zero byte", head(...plain, "x-a: \0")],
    ["a byte beyond ASCII", head(...plain, "x-a: \u00e9")],
    ["too many headers", head(...plain, ...Array.from({ length: 120 }, (_, n) => `x-${n}: 1`))],
    ["a head that is too long", head(...plain, `x-a: ${"1".repeat(20_000)}`)],
    ["a head that goes on for too long", Buffer.from(`POST /${"a".repeat(20_000)}`)],
  ])("leaves %s to others", (_what, bytes) => {
    expect(readPlainHead(bytes)).toBe("unusual");
  });
});
