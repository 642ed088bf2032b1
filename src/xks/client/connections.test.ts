import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createAuthority } from "../../../test/xks/certificates.ts";
import type { Authority } from "../../../test/xks/certificates.ts";
import { ClientHouse, failed, until } from "../../../test/xks/client-house.ts";
import { FaultServer, answer, answerWell, goodAnswer } from "../../../test/xks/fault-server.ts";
import { failureOf } from "../../model/xks-failures.ts";
import { defaultLimits } from "./limits.ts";

let authority: Authority;
let house: ClientHouse;

beforeAll(async () => {
  authority = await createAuthority();
});

beforeEach(async () => {
  house = await ClientHouse.open(authority);
});

afterEach(() => house.close());

/** Starts so many calls that get no answer, and waits until their requests are at the proxy. */
async function hanging(count: number): Promise<Promise<unknown>[]> {
  house.server.behave = () => undefined;
  const before = house.server.requests.length;
  const calls = Array.from({ length: count }, () => house.encrypt().catch((error: unknown) => error));
  await until(() => house.server.requests.length === before + count);
  return calls;
}

describe("the connections to one key store's proxy", () => {
  it("are closed when idle, before the peer would do it", async () => {
    await house.encrypt();
    await house.clock.advance(defaultLimits.idleMs - 1);
    expect(house.server.open).toBe(1);
    await house.clock.advance(1);
    await until(() => house.server.open === 0);
    await house.encrypt();
    expect(house.server.handshakes).toBe(2);
  });

  it("are closed earlier where the peer says so", async () => {
    house.server.behave = (request) => answer(200, goodAnswer(request), "keep-alive: timeout=2\r\n")(request);
    await house.encrypt();
    await house.clock.advance(1000);
    await until(() => house.server.open === 0);
  });

  it("are not kept against the peer's will", async () => {
    house.server.behave = (request) => answer(200, goodAnswer(request), "connection: close\r\n")(request);
    await house.encrypt();
    await until(() => house.server.open === 0);
  });

  it("are as many as there are requests at a time", async () => {
    await Promise.all(Array.from({ length: 8 }, () => house.encrypt()));
    await Promise.all(Array.from({ length: 8 }, () => house.encrypt()));
    expect(house.server.handshakes).toBeLessThanOrEqual(8);
    expect(house.interactions).toHaveLength(16);
  });

  it("are no more than allowed: a request waits for one", async () => {
    house.newClient({ limits: { connections: 2 } });
    const calls = await hanging(2);
    house.server.behave = answerWell;
    const third = house.encrypt();
    for (const request of house.server.requests) answerWell(request);
    await Promise.all([...calls, third]);
    expect(house.server.handshakes).toBe(2);
    expect(house.interactions.filter(({ attempts }) => attempts[0]?.reused)).toHaveLength(1);
  });

  it("are opened no more than so many at once, and no more than so many a second", async () => {
    house.newClient({ limits: { handshakes: 3, handshakeBurst: 5, handshakesPerSecond: 10 } });
    house.server.behave = () => undefined;
    const calls = Array.from({ length: 8 }, () => failed(house.encrypt()));
    await until(() => house.server.requests.length === 5);
    await house.clock.advance(100);
    await until(() => house.server.requests.length === 6);
    expect(house.server.connections).toBe(6);
    // The rest never got a connection: that is a time-out like any other.
    await house.clock.advance(400);
    for (const error of await Promise.all(calls)) expect(error.reason).toBe("time-out");
    expect(house.interactions.map(({ latencyMs }) => latencyMs)).toEqual(Array.from({ length: 8 }, () => 500));
    expect(house.server.connections).toBeLessThan(12);
  });

  it("take no more requests than so many in flight: the next is refused at once, recorded as throttling", async () => {
    house.newClient({ limits: { inFlight: 2 } });
    const calls = await hanging(2);
    const error = await failed(house.encrypt());
    expect(error.failure).toEqual({
      exceptionName: "ThrottlingException",
      detail: "not sent: 2 requests to this key store's XKS proxy are in flight already",
    });
    expect(failureOf(error.failure.exceptionName, "crypto", error.reason).message).toContain("due to a very high request rate");
    expect(house.one()).toMatchObject({ latencyMs: 250, attempts: [] });
    for (const request of house.server.requests) answerWell(request);
    await Promise.all(calls);
    house.server.behave = answerWell;
    await house.encrypt();
  });
});

describe("a client that is closed", () => {
  it("leaves nobody waiting", async () => {
    const calls = await hanging(2);
    const waiting = failed(house.encrypt({ keyStoreId: "cks-other", uriEndpoint: "https://192.0.2.1" }));
    await house.client.close();
    expect((await waiting).failure.detail).toBe("the XKS client was closed");
    for (const error of await Promise.all(calls)) expect(error).toHaveProperty("reason", "no-communication");
    expect(house.interactions).toHaveLength(3);
    await until(() => house.server.open === 0);
  });
});

describe("key stores", () => {
  it("do not wait for each other", async () => {
    house.newClient({ limits: { inFlight: 1, connections: 1 } });
    const calls = await hanging(1);
    const other = await house.also(new FaultServer(await authority.leaf()));
    await house.encrypt({ keyStoreId: "cks-other", uriEndpoint: `https://127.0.0.1:${other.port}` });
    for (const request of house.server.requests) answerWell(request);
    await Promise.all(calls);
  });

  it("leave an old address when they get a new one", async () => {
    await house.encrypt();
    const moved = await house.also(new FaultServer(await authority.leaf()));
    await house.encrypt({ uriEndpoint: `https://127.0.0.1:${moved.port}` });
    await until(() => house.server.open === 0);
    expect(moved.requests).toHaveLength(1);
  });

  it("let a request at the old address come to its end", async () => {
    const [call] = await hanging(1);
    const moved = await house.also(new FaultServer(await authority.leaf()));
    await house.encrypt({ uriEndpoint: `https://127.0.0.1:${moved.port}` });
    for (const request of house.server.requests) answerWell(request);
    expect(await call).toHaveProperty("ciphertext");
    await until(() => house.server.open === 0);
  });
});
