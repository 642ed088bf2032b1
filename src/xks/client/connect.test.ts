import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { once } from "node:events";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { createAuthority } from "../../../test/xks/certificates.ts";
import type { Authority, LeafOptions } from "../../../test/xks/certificates.ts";
import { ClientHouse, failed, turns, until } from "../../../test/xks/client-house.ts";
import { answer, answerWell } from "../../../test/xks/fault-server.ts";
import { systemClock } from "../../lib/clock.ts";

let authority: Authority;
let house: ClientHouse;

beforeAll(async () => {
  authority = await createAuthority();
});

afterEach(() => house.close());

const dayMs = 86_400_000;
const names = (value: string) => [{ type: "dns" as const, value }];
const refusedCertificates: readonly (readonly [string, LeafOptions, string])[] = [
  ["expired", { notAfter: new Date(Date.now() - dayMs / 2) }, "the certificate has expired (CERT_HAS_EXPIRED)"],
  ["not yet valid", { notBefore: new Date(Date.now() + dayMs) }, "the certificate is not yet valid (CERT_NOT_YET_VALID)"],
  ["for another host", { names: names("other.test") }, "the certificate names another host (ERR_TLS_CERT_ALTNAME_INVALID)"],
];

describe("a certificate that is refused", () => {
  it.each(refusedCertificates)("%s: TLS failure at once, no byte of a request, and the certificate told", async (_what, leaf, detail) => {
    house = await ClientHouse.open(authority, { commonName: "proxy.example", ...leaf });
    const error = await failed(house.health());
    expect(error).toMatchObject({ reason: "no-tls", failure: { exceptionName: "XksProxyUnreachableException", detail } });
    expect(error.certificate).toMatchObject({ name: "proxy.example", issuer: "test authority" });
    if (leaf.notAfter) expect(error.certificate?.validTo).toBe(Math.floor(leaf.notAfter.getTime() / 1000) * 1000);
    expect(house.one()).toMatchObject({ latencyMs: 250, attempts: [{ reused: false }] });
    expect((await failed(house.encrypt())).reason).toBe("no-tls");
    await turns();
    expect(house.server.requests).toHaveLength(0);
  });

  it("of an unknown authority: likewise", async () => {
    house = await ClientHouse.open(authority);
    house.newClient({ trustedCa: [] });
    const error = await failed(house.health());
    expect(error.failure.detail).toContain("a certificate authority that is not trusted");
    expect(error.certificate?.name).toBe("proxy.test");
  });
});

describe("TLS", () => {
  it("is at least 1.2", async () => {
    house = await ClientHouse.open(authority, {}, { maxVersion: "TLSv1.1", minVersion: "TLSv1", ciphers: "DEFAULT@SECLEVEL=0" });
    expect((await failed(house.encrypt())).reason).toBe("no-tls");
    expect(house.one().latencyMs).toBe(250);
  });

  it("works with 1.2 itself", async () => {
    house = await ClientHouse.open(authority, {}, { maxVersion: "TLSv1.2" });
    await house.encrypt();
    await house.encrypt();
    expect(house.server.handshakes).toBe(1);
  });

  it("fails where something else is spoken", async () => {
    house = await ClientHouse.open(authority);
    const plain = createServer((socket) => socket.on("error", () => undefined).end("HTTP/1.1 400 Bad Request\r\n\r\n"));
    plain.listen(0, "127.0.0.1");
    await once(plain, "listening");
    house.whenClosing(() => void plain.close());
    const error = await failed(house.encrypt({ uriEndpoint: `https://127.0.0.1:${(plain.address() as AddressInfo).port}` }));
    expect(error).toMatchObject({ reason: "no-tls", failure: { detail: expect.stringContaining("does not speak TLS") as string } });
  });

  it("fails where a client certificate is wanted", async () => {
    house = await ClientHouse.open(authority, {}, { requestCert: true, ca: authority.certificate });
    expect((await failed(house.encrypt())).reason).toBe("no-tls");
  });

  it("sends the endpoint's name and checks it, wherever the connection goes", async () => {
    house = await ClientHouse.open(authority, { names: names("*.proxy.test"), commonName: "*.proxy.test" });
    const connectTo = { host: "127.0.0.1", port: house.server.port };
    const health = await house.health({ uriEndpoint: "https://eu.proxy.test", connectTo });
    expect(health.certificate).toMatchObject({ name: "*.proxy.test", alternativeNames: ["*.proxy.test"] });
    expect(house.server.requests[0]?.head).toContain("\r\nhost: eu.proxy.test\r\n");
    expect(house.server.requests[0]?.socket).toHaveProperty("servername", "eu.proxy.test");
    expect((await failed(house.health({ uriEndpoint: "https://proxy.else", connectTo }))).reason).toBe("no-tls");
  });

  it("is closed during the handshake: no communication", async () => {
    house = await ClientHouse.open(authority);
    const rude = createServer((socket) => socket.on("error", () => undefined).once("data", () => socket.destroy()));
    rude.listen(0, "127.0.0.1");
    await once(rude, "listening");
    house.whenClosing(() => void rude.close());
    const error = await failed(house.encrypt({ uriEndpoint: `https://127.0.0.1:${(rude.address() as AddressInfo).port}` }));
    expect(error.reason).toBe("no-communication");
  });
});

describe("a health check", () => {
  it("has a connection and a full handshake of its own each time, and so a certificate", async () => {
    house = await ClientHouse.open(authority);
    await house.encrypt();
    const first = await house.health();
    const second = await house.health();
    expect(house.server.handshakes).toBe(3);
    for (const { certificate } of [first, second]) {
      expect(certificate).toMatchObject({ name: "proxy.test", alternativeNames: ["127.0.0.1", "proxy.test"], issuer: "test authority" });
      expect(certificate.fingerprint256).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
    }
    expect(house.interactions.map(({ xksOperation, attempts }) => [xksOperation, attempts[0]?.reused])).toEqual([
      ["Encrypt", false],
      ["GetHealthStatus", false],
      ["GetHealthStatus", false],
    ]);
    await until(() => house.server.open === 1);
  });

  it("tells the certificate when it is the answer that is wrong", async () => {
    house = await ClientHouse.open(authority);
    house.server.behave = answer(500, { errorName: "InternalException" });
    expect((await failed(house.health())).certificate?.name).toBe("proxy.test");
    house.server.behave = answer(200, { xksProxyFleetSize: 0 });
    expect((await failed(house.health())).certificate?.name).toBe("proxy.test");
  });

  it("is retried once on a time-out, and tells the certificate then too", async () => {
    house = await ClientHouse.open(authority);
    house.server.behave = () => undefined;
    const call = failed(house.health());
    for (let i = 0; i < 2; i++) {
      await house.server.next();
      await house.clock.advance(250);
    }
    expect(await call).toMatchObject({ reason: "time-out", certificate: { name: "proxy.test" } });
    expect(house.one()).toMatchObject({ latencyMs: 500, kmsOperation: "KmsHealthCheck" });
  });
});

describe("time on the real clock", () => {
  it("is up after 250 ms, not at the next tick of a coarse timer", async () => {
    house = await ClientHouse.open(authority);
    house.newClient({ clock: systemClock });
    house.server.behave = () => undefined;
    const error = await failed(house.encrypt());
    expect(error.reason).toBe("time-out");
    const { attempts } = house.one();
    expect(attempts).toHaveLength(2);
    for (const { totalMs } of attempts) {
      expect(totalMs).toBeGreaterThan(245);
      expect(totalMs).toBeLessThan(400);
    }
  });

  it("does not blame the proxy for an answer that came while our own loop was held up", async () => {
    house = await ClientHouse.open(authority);
    house.newClient({ clock: systemClock });
    house.server.behave = (request) => {
      answerWell(request);
      const until = performance.now() + 300;
      while (performance.now() < until);
    };
    await house.encrypt();
    expect(house.one().attempts).toHaveLength(1);
  });

  it("leaves a second address its chance within the time of one attempt", async () => {
    house = await ClientHouse.open(authority);
    // 192.0.2.0/24 is for documentation: nothing answers there.
    const lookup = () =>
      Promise.resolve([
        { address: "192.0.2.1", family: 4 },
        { address: "127.0.0.1", family: 4 },
      ]);
    house.newClient({ clock: systemClock, lookup, timeoutMs: 240 });
    await house.encrypt({ uriEndpoint: `https://proxy.test:${house.server.port}` });
    const [attempt] = house.one().attempts;
    expect(house.one().attempts).toHaveLength(1);
    expect(attempt?.tcpMs).toBeLessThan(200);
  });
});
