import { once } from "node:events";
import { connect, type TLSSocket } from "node:tls";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { ManualClock, systemClock } from "../lib/clock.ts";
import type { ApiRequest, Door } from "../lib/door.ts";
import { serialNumber } from "./certificates.ts";
import { issueAuthority, issueLeaf, type KeyPairPem } from "./certificates/issue.ts";
import { TlsListener, type TlsListenerOptions, writeAnswer } from "./tls-listener.ts";

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const validity = { from: Date.now() - 3_600_000, to: Date.now() + 3_600_000 };
const echo: Door = async ({ method, path, headers, body }) => ({
  status: 200,
  headers: { "content-type": "text/plain" },
  body: `${method} ${path} ${String(headers["x-a"])} ${Buffer.from(body).toString("latin1").length} ${Buffer.from(body).toString().slice(0, 20)};`,
});
const post = (path: string, body: string, ...headers: string[]): string =>
  [`POST ${path} HTTP/1.1`, "Host: localhost", `Content-Length: ${Buffer.byteLength(body)}`, ...headers, "", body].join("\r\n");

describe("the listener", () => {
  let ca: KeyPairPem;
  let leaf: KeyPairPem;
  const open: TlsListener[] = [];
  beforeAll(async () => {
    ca = await issueAuthority("test", validity, serialNumber(systemClock));
    leaf = await issueLeaf(ca, {
      commonName: "localhost",
      names: ["localhost"],
      purpose: "server",
      validity,
      serialNumber: serialNumber(systemClock),
    });
  });
  afterAll(async () => {
    await Promise.all(open.map((listener) => listener.close()));
  });

  async function listen(options: Partial<TlsListenerOptions> = {}): Promise<TlsListener> {
    const tls = { cert: leaf.certificatePem, key: leaf.keyPem };
    const listener = await TlsListener.start({ host: "127.0.0.1", port: 0, tls, door: echo, clock: systemClock, ...options });
    open.push(listener);
    return listener;
  }

  async function dial(listener: TlsListener): Promise<TLSSocket> {
    const socket = connect({ host: "127.0.0.1", port: listener.port, servername: "localhost", ca: ca.certificatePem });
    socket.on("error", () => undefined);
    await once(socket, "secureConnect");
    socket.setNoDelay(true);
    return socket;
  }

  /** Sends texts one after the other and gives back everything up to the close, or until it holds `wanted`. */
  async function talk(listener: TlsListener, texts: readonly string[], wanted: RegExp = /never/): Promise<string> {
    const socket = await dial(listener);
    let got = "";
    const done = new Promise<void>((resolve) => {
      socket.on("data", (bytes: Buffer) => {
        got += bytes.toString("latin1");
        if (wanted.test(got)) resolve();
      });
      socket.on("close", () => resolve());
    });
    for (const text of texts) {
      socket.write(text, "latin1");
      await new Promise((resolve) => setImmediate(resolve));
    }
    await done;
    socket.destroy();
    return got;
  }

  /** What node:http answers to the same bytes. */
  const respond: TlsListenerOptions["respond"] = async (_request, response, answer) => writeAnswer(response, await answer());
  const essence = (text: string): string =>
    text.replace(/Date: [^\r]+\r\n/gi, "").replace(/[^\r\n]*: [^\r\n]*\r\n/g, (line) => line.toLowerCase());
  const sorted = (text: string): string[] => essence(text).split("\r\n").sort();

  it.each<[what: string, texts: readonly string[], wanted: RegExp]>([
    ["a plain request", [post("/a", "hello", "x-a: 1")], /hello;/],
    ["one that comes byte by byte", post("/a", "hello", "x-a: 1").split(""), /hello;/],
    ["one without a body", [post("/a", "")], /0 ;/],
    ["a large body", [post("/a", "b".repeat(200_000))], /bb;/],
    ["requests one after the other", [post("/a", "one"), post("/b", "two")], /one;[^]*two;/],
    ["requests in one piece", [post("/a", "one") + post("/b", "two") + post("/c", "three")], /one;[^]*two;[^]*three;/],
    ["a GET", ["GET /ping HTTP/1.1\r\nHost: localhost\r\n\r\n"], /0 ;/],
    ["a GET after a POST in one piece", [`${post("/a", "one")}GET /ping HTTP/1.1\r\nHost: localhost\r\n\r\n`], /one;[^]*GET \/ping/],
    ["a chunked body", ["POST /a HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"], /hello;/],
    [
      "a chunked body after a plain one",
      [post("/a", "one"), "POST /a HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n3\r\ntwo\r\n0\r\n\r\n"],
      /two;/,
    ],
    ["an expectation", ["POST /a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n", "hello"], /hello;/],
    ["a wish to close", [post("/a", "hello", "Connection: close")], /never/],
    ["headers that stand twice", [post("/a", "hello", "x-a: 1", "x-a: 2")], /hello;/],
    ["text beyond ASCII", [Buffer.from(post("/a", "grün")).toString("latin1")], /;/],
    ["HTTP/1.0", ["POST /a HTTP/1.0\r\nHost: localhost\r\nContent-Length: 2\r\n\r\nhi"], /never/],
    ["no host", ["POST /a HTTP/1.1\r\nContent-Length: 2\r\n\r\nhi"], /never/],
    ["two lengths", [post("/a", "hello", "content-length: 6")], /never/],
    ["a length and chunks", [post("/a", "hello", "Transfer-Encoding: chunked")], /never/],
    ["what is not HTTP", ["\x16\x03\x01 hello\r\n\r\n"], /never/],
    ["a body that is too large", [post("/a", "b".repeat(300_000))], /never/],
  ])("answers %s as node:http does", async (_what, texts, wanted) => {
    const direct = await talk(await listen(), texts, wanted);
    const reference = await talk(await listen({ respond }), texts, wanted);
    expect(sorted(direct)).toEqual(sorted(reference));
  });

  it("ends connections that are idle for too long, and leaves requests that do not come to an end to node:http", async () => {
    const clock = new ManualClock();
    const listener = await listen({ clock });
    const idle = await dial(listener);
    const slow = await dial(listener);
    slow.write(post("/a", "hello").slice(0, -2));
    // The answer to a whole request proves that what was sent before it has arrived.
    await talk(listener, [post("/a", "hello")], /hello;/);
    await new Promise((resolve) => setTimeout(resolve, 50));
    let said = "";
    slow.on("data", (bytes: Buffer) => (said += bytes.toString()));
    await clock.advance(6_000);
    slow.write("lo");
    while (!said.includes("hello;")) await new Promise((resolve) => setImmediate(resolve));
    expect(idle.readyState).toBe("open");
    const idleEnds = once(idle.resume(), "close");
    await clock.advance(66_000);
    await idleEnds;
  });

  it("lets requests under way end when it closes, and says that the connection ends with them", async () => {
    let answer: (() => void) | undefined;
    const door = (request: ApiRequest) =>
      new Promise<Awaited<ReturnType<Door>>>((resolve) => {
        answer = () => void echo(request).then(resolve);
      });
    const listener = await listen({ door });
    const said = talk(listener, [post("/a", "hello")]);
    while (!answer) await new Promise((resolve) => setImmediate(resolve));
    expect(listener.inFlight).toBe(1);
    const closed = listener.close();
    answer();
    await closed;
    expect(listener.inFlight).toBe(0);
    expect(await said).toMatch(/Connection: close\r\n\r\nPOST \/a undefined 5 hello;$/);
  });

  it("forgets a client that went away before its answer", async () => {
    let answer: (() => void) | undefined;
    const door = (request: ApiRequest) =>
      new Promise<Awaited<ReturnType<Door>>>((resolve) => {
        answer = () => void echo(request).then(resolve);
      });
    const listener = await listen({ door });
    const socket = await dial(listener);
    socket.write(post("/a", "hello"));
    while (!answer) await new Promise((resolve) => setImmediate(resolve));
    socket.destroy();
    await once(socket, "close");
    answer();
    while (listener.inFlight > 0) await new Promise((resolve) => setImmediate(resolve));
    expect(listener.inFlight).toBe(0);
  });
});
