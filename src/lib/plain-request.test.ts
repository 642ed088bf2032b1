/** What the short way reads by itself, and what it leaves to node:http. */
import { describe, expect, it } from "vitest";
import { readPlainRequest } from "./plain-request.ts";

const body = '{"KeyId":"alias/demo"}';
const lines = ["POST / HTTP/1.1", "Host: localhost:8080", "X-Amz-Target: TrentService.Encrypt", `Content-Length: ${body.length}`];
const bytesOf = (head: readonly string[], rest = body): Buffer => Buffer.from(`${head.join("\r\n")}\r\n\r\n${rest}`, "latin1");
const withLine = (line: string): Buffer => bytesOf([...lines, line]);
const instead = (index: number, line: string): Buffer => bytesOf(lines.map((one, i) => (i === index ? line : one)));
const read = (bytes: Buffer): ReturnType<typeof readPlainRequest> => readPlainRequest(bytes, "192.0.2.7", 65_536);

describe("a plain request", () => {
  it("is read whole: lower-case names, trimmed values, the body's bytes", () => {
    const bytes = withLine("Authorization:\t AWS4-HMAC-SHA256 Credential=a/b ");
    expect(read(bytes)).toEqual({
      request: {
        method: "POST",
        path: "/",
        headers: {
          host: "localhost:8080",
          "x-amz-target": "TrentService.Encrypt",
          "content-length": String(body.length),
          authorization: "AWS4-HMAC-SHA256 Credential=a/b",
        },
        body: Buffer.from(body),
        remoteAddress: "192.0.2.7",
      },
      end: bytes.length,
    });
  });

  it("ends where its body ends, whatever follows", () => {
    const bytes = Buffer.concat([bytesOf(lines), Buffer.from("POST /")]);
    expect(read(bytes)).toMatchObject({ end: bytes.length - 6 });
  });

  it("may be for any path", () => {
    expect(read(instead(0, "POST /example/kms/xks/v1/health?x=1 HTTP/1.1"))).toMatchObject({
      request: { path: "/example/kms/xks/v1/health?x=1" },
    });
  });

  it("may keep the connection by name", () => {
    expect(read(withLine("Connection: Keep-Alive"))).toMatchObject({ request: { body: Buffer.from(body) } });
  });

  it("is incomplete while its body is", () => {
    for (let missing = 1; missing <= body.length; missing++) expect(read(bytesOf(lines).subarray(0, -missing))).toBe("incomplete");
  });
});

describe("not plain", () => {
  it.each<readonly [string, Buffer]>([
    ["half a head", bytesOf(lines).subarray(0, 40)],
    ["no bytes", Buffer.alloc(0)],
    ["another method", instead(0, "GET / HTTP/1.1")],
    ["another host's path", instead(0, "POST http://localhost/ HTTP/1.1")],
    ["a path with a space", instead(0, "POST /a b HTTP/1.1")],
    ["another version", instead(0, "POST / HTTP/1.0")],
    ["a request line with two spaces", instead(0, "POST  / HTTP/1.1")],
    ["no Host", instead(1, "X-Other: 1")],
    ["no length", instead(3, "X-Other: 1")],
    ["a signed length", instead(3, "Content-Length: +22")],
    ["a length in words", instead(3, "Content-Length: 22, 22")],
    ["a length beyond the limit", instead(3, "Content-Length: 65537")],
    ["an empty length", instead(3, "Content-Length:")],
    ["two lengths", withLine("content-length: 22")],
    ["a name twice", withLine("host: elsewhere")],
    ["a name of all objects", withLine("constructor: 1")],
    ["a line without a colon", withLine("X-Other")],
    ["a space before the colon", withLine("X-Other : 1")],
    ["an empty name", withLine(": 1")],
    ["an underscore in a name", withLine("__proto__: 1")],
    ["a folded line", withLine(" folded")],
    ["a bare line feed", withLine("X-Other: 1\nTransfer-Encoding: chunked")],
    ["a bare carriage return", withLine("X-Other: 1\rX: 2")],
    ["a NUL", withLine("X-Other: \0")],
    ["a byte beyond ASCII", withLine("X-Other: \u00e4")],
    ["chunks", withLine("Transfer-Encoding: chunked")],
    ["a wish for 100 Continue", withLine("Expect: 100-continue")],
    ["an upgrade", withLine("Upgrade: h2c")],
    ["a connection to close", withLine("Connection: close")],
    ["a connection's other options", withLine("Connection: keep-alive, Upgrade")],
    ["trailers", withLine("Trailer: X-Other")],
    ["a head beyond the limit", withLine(`X-Other: ${"x".repeat(8192)}`)],
  ])("%s", (_what, bytes) => {
    expect(read(bytes)).toBe("not plain");
  });
});
