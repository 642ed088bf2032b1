/** The listener over real sockets: what goes the short way, and that node:http gets all the rest with every byte. */
import { connect, type AddressInfo, type Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ManualClock } from "../../lib/clock.ts";
import type { ApiRequest, ApiResponse } from "../../lib/door.ts";
import { createListener, type Listener } from "./listener.ts";

let listener: Listener;
let clock: ManualClock;
let answers: ((request: ApiRequest) => ApiResponse | Promise<ApiResponse>) | undefined;
let sockets: Socket[];

const echo = ({ body }: ApiRequest): ApiResponse => ({
  status: 200,
  headers: { "x-amzn-requestid": "r1" },
  body: `door:${Buffer.from(body).toString()}`,
});

beforeEach(async () => {
  clock = new ManualClock(Date.UTC(2026, 10, 24, 12));
  answers = undefined;
  sockets = [];
  listener = createListener({
    configuration: {},
    clock,
    guard: ({ headers }) => (headers.host === "stranger" ? { status: 403, headers: {}, body: "stranger" } : undefined),
    isCryptographic: (headers) => headers["x-amz-target"] === "TrentService.Encrypt",
    door: async (request) => (answers ?? echo)(request),
    handOn: (incoming, outgoing) => {
      let body = "";
      incoming.on("data", (chunk: Buffer) => (body += chunk.toString()));
      incoming.on("end", () => outgoing.end(`handed on:${body}`));
    },
  });
  await new Promise<void>((resolve) => listener.server.listen(0, "127.0.0.1", resolve));
});

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await listener.drain(50);
});

const request = (body: string, headers = "", target = "TrentService.Encrypt"): string =>
  `POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: ${target}\r\nContent-Length: ${body.length}\r\n${headers}\r\n${body}`;

/** A connection whose answers are looked at as text. */
function open(): { readonly socket: Socket; until(text: string): Promise<string>; closed(): Promise<string> } {
  const socket = connect({ port: (listener.server.address() as AddressInfo).port, host: "127.0.0.1", allowHalfOpen: true });
  sockets.push(socket);
  let text = "";
  let gone = false;
  let look = (): void => {};
  socket.on("data", (chunk: Buffer) => {
    text += chunk.toString("latin1");
    look();
  });
  socket.on("end", () => {
    gone = true;
    look();
  });
  socket.on("error", () => {
    gone = true;
    look();
  });
  const when = (holds: () => boolean): Promise<string> =>
    new Promise((resolve, reject) => {
      look = () => {
        if (holds()) resolve(text);
        else if (gone) reject(new Error(`closed after: ${text}`));
      };
      look();
    });
  return { socket, until: (wanted) => when(() => text.includes(wanted)), closed: () => when(() => gone) };
}

const count = (text: string, part: string): number => text.split(part).length - 1;

describe("the short way", () => {
  it("answers in one piece that HTTP clients understand, again and again on one connection", async () => {
    const { socket, until } = open();
    socket.write(request("one"));
    expect(await until("door:one")).toBe(
      "HTTP/1.1 200 OK\r\nx-amzn-requestid: r1\r\ncontent-length: 8\r\nDate: Tue, 24 Nov 2026 12:00:00 GMT\r\nConnection: keep-alive\r\nKeep-Alive: timeout=75\r\n\r\ndoor:one",
    );
    socket.write(request("two"));
    expect(count(await until("door:two"), "HTTP/1.1 200")).toBe(2);
  });

  it("puts a head and a body together that come apart", async () => {
    const { socket, until } = open();
    const whole = request("apart");
    socket.write(whole.slice(0, -3));
    await new Promise((resolve) => setTimeout(resolve, 20));
    socket.write(whole.slice(-3));
    await until("door:apart");
  });

  it("counts a length in bytes, of texts and of bytes", async () => {
    const { socket, until } = open();
    answers = () => ({ status: 400, headers: {}, body: "\u00e4\u20ac" });
    socket.write(request(""));
    expect(await until("\r\n\r\n\u00c3\u00a4\u00e2\u0082\u00ac")).toContain("HTTP/1.1 400 Bad Request\r\ncontent-length: 5\r\n");
    answers = () => ({ status: 200, headers: {}, body: Buffer.from([255, 0, 254]) });
    socket.write(request(""));
    await until("content-length: 3\r\n");
    await until("\u00ff\0\u00fe");
  });

  it("answers requests in order that were sent without waiting", async () => {
    const { socket, until } = open();
    let release = (): void => {};
    answers = async (each) => {
      if (Buffer.from(each.body).toString() === "first") await new Promise<void>((resolve) => (release = resolve));
      return echo(each);
    };
    socket.write(request("first") + request("second") + request("third", "", "TrentService.ListKeys"));
    await new Promise((resolve) => setTimeout(resolve, 20));
    release();
    const text = await until("handed on:third");
    expect(text.indexOf("door:first")).toBeLessThan(text.indexOf("door:second"));
    expect(text.indexOf("door:second")).toBeLessThan(text.indexOf("handed on:third"));
  });

  it("answers a client that has said all it will, and closes", async () => {
    const { socket, closed } = open();
    socket.end(request("last"));
    expect(await closed()).toContain("door:last");
  });

  it("never lets a header end early", async () => {
    const { socket, closed } = open();
    answers = () => ({ status: 200, headers: { "x-name": "a\r\nX-Injected: b" }, body: "" });
    socket.write(request(""));
    expect(await closed()).toBe("");
  });
});

describe("what the short way does not take", () => {
  it.each<readonly [string, string, string]>([
    ["a call of the management plane", request("x", "", "TrentService.ListKeys"), "handed on:x"],
    ["a stranger's Host", request("x").replace("localhost", "stranger"), "stranger"],
    ["chunks", request("").replace("Content-Length: 0", "Transfer-Encoding: chunked") + "3\r\nabc\r\n0\r\n\r\n", "door:abc"],
    ["a connection to close", request("bye", "Connection: close\r\n"), "door:bye"],
    ["another page", "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n", "serving"],
    ["half a request line first", "PO", "door:late"],
  ])("%s goes to node:http with every byte", async (_what, bytes, wanted) => {
    const { socket, until } = open();
    socket.write(bytes);
    if (bytes === "PO") {
      await new Promise((resolve) => setTimeout(resolve, 20));
      socket.write(request("late").slice(2));
    }
    await until(wanted);
  });

  it("stays with node:http from then on", async () => {
    const { socket, until } = open();
    socket.write(request("a", "", "TrentService.ListKeys"));
    await until("handed on:a");
    socket.write(request("b"));
    await until("door:b");
    socket.write(request("c", "", "TrentService.ListKeys"));
    await until("handed on:c");
  });

  it("a body that does not come is node:http's to wait for", async () => {
    const { socket, until } = open();
    const whole = request("slow");
    socket.write(whole.slice(0, -1));
    await new Promise((resolve) => setTimeout(resolve, 20));
    await clock.advance(6000);
    socket.write(whole.slice(-1));
    await until("door:slow");
  });

  it("garbage is answered as node:http does", async () => {
    const { socket, closed } = open();
    socket.write("\u0016\u0003\u0001 no HTTP at all\r\n\r\n");
    expect(await closed()).toContain("HTTP/1.1 400 Bad Request");
  });
});

describe("connections", () => {
  it("that stand idle too long are closed; those in use are not", async () => {
    const [idle, busy] = [open(), open()];
    idle.socket.write(request("a"));
    await idle.until("door:a");
    let release = (): void => {};
    answers = async (each) => {
      await new Promise<void>((resolve) => (release = resolve));
      return echo(each);
    };
    busy.socket.write(request("b"));
    await new Promise((resolve) => setTimeout(resolve, 20));
    await clock.advance(80_000);
    await idle.closed();
    release();
    await busy.until("door:b");
  });

  it("finish what they are at when the listener drains", async () => {
    const [idle, busy] = [open(), open()];
    let release = (): void => {};
    answers = async (each) => {
      await new Promise<void>((resolve) => (release = resolve));
      return echo(each);
    };
    busy.socket.write(request("b"));
    await new Promise((resolve) => setTimeout(resolve, 20));
    const drained = listener.drain(5000);
    await idle.closed();
    release();
    expect(await busy.closed()).toContain("Connection: close\r\n\r\ndoor:b");
    busy.socket.end();
    await drained;
  });
});
