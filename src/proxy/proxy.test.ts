import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { systemClock } from "../lib/clock.ts";
import { createKey, finishRotation, proxyConfigurationFile, startRotation } from "./administration.ts";
import { configurationPath } from "./configuration.ts";
import { ProxyStartError, startProxy } from "./proxy.ts";
import { encryptBody, keyId, plaintext, ProxyUnderTest } from "./proxy-under-test.fixture.ts";

/** TLS handshakes take their time on a busy machine. */
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

describe("the proxy", () => {
  let under: ProxyUnderTest;
  beforeEach(async () => {
    under = await ProxyUnderTest.start();
  });
  afterEach(() => under.close());

  it("encrypts and decrypts over TLS that its own CA vouches for", async () => {
    const encrypted = await under.call();
    expect(encrypted).toMatchObject({ status: 200, headers: { "content-type": "application/json" } });
    const parts = JSON.parse(encrypted.body) as Record<string, string>;
    const { requestMetadata, encryptionAlgorithm } = encryptBody;
    const body = { requestMetadata, encryptionAlgorithm, ...parts };
    const decrypted = await under.call({ path: `${under.file.XksProxyUriPath}/keys/${keyId}/decrypt`, body });
    expect(JSON.parse(decrypted.body)).toEqual({ plaintext });
  });

  it("keeps connections", async () => {
    for (let i = 0; i < 5; i++) await under.call();
    const sockets = Object.values(under.agent.freeSockets).flat();
    expect(sockets).toHaveLength(1);
    expect((await under.call()).headers["keep-alive"]).toBe("timeout=65");
  });

  it("tells its health and that of its key manager", async () => {
    expect(JSON.parse((await under.health()).body)).toMatchObject({
      xksProxyFleetSize: 1,
      ekmFleetDetails: [{ id: "software", healthStatus: "ACTIVE" }],
    });
  });

  it("answers a load balancer's health check", async () => {
    expect(await under.call({ method: "GET", path: "/ping" })).toMatchObject({ status: 200, body: "ok\n" });
    expect(await under.call({ method: "POST", path: "/ping" })).toMatchObject({ status: 405 });
  });

  it("knows a path prefix, and a key, as soon as a command has made it", async () => {
    const file = proxyConfigurationFile(under.folder, "other/store");
    expect(file.XksProxyUriPath).toBe("/other/store/kms/xks/v1");
    expect((await under.health(file)).status).toBe(200);
    createKey(under.folder, "fresh");
    expect((await under.call({ file, path: `${file.XksProxyUriPath}/keys/fresh/encrypt` })).status).toBe(200);
  });

  it("does not take one prefix's credentials for another", async () => {
    const other = proxyConfigurationFile(under.folder, "other");
    const mixed = { ...other, XksProxyAuthenticationCredential: under.file.XksProxyAuthenticationCredential };
    expect((await under.health(mixed)).status).toBe(401);
  });

  it("rotates credentials without a gap", async () => {
    const newer = startRotation(under.folder, "demo");
    expect((await under.health(newer)).status).toBe(200);
    expect((await under.health()).status).toBe(200);
    finishRotation(under.folder, "demo");
    process.emit("SIGHUP");
    expect((await under.health(newer)).status).toBe(200);
    expect((await under.health()).status).toBe(401);
  });

  it("stays with the last good configuration when the file breaks", async () => {
    writeFileSync(configurationPath(under.folder), "{");
    process.emit("SIGHUP");
    expect((await under.health()).status).toBe(200);
    expect(under.lines).toContainEqual(
      expect.objectContaining({ level: "error", message: expect.stringContaining("last good one") as string }),
    );
  });

  it("throttles a key store that has a rate", async () => {
    const path = configurationPath(under.folder);
    const raw = JSON.parse(readFileSync(path, "utf8")) as { keyStores: Record<string, object> };
    writeFileSync(path, JSON.stringify({ keyStores: { "/demo": { ...raw.keyStores["/demo"], requestsPerSecond: 2 } } }));
    process.emit("SIGHUP");
    const statuses = await Promise.all(Array.from({ length: 6 }, async () => (await under.call()).status));
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(2);
    expect(statuses).toContain(429);
  });

  it("logs failures with their kmsRequestId, and no secret or plaintext", async () => {
    await under.call({ path: `${under.file.XksProxyUriPath}/keys/nobody/encrypt` });
    await under.call();
    const failed = under.lines.find(({ message }) => message === "request failed");
    expect(failed).toMatchObject({
      level: "info",
      fields: { kmsRequestId: "r-1", errorName: "KeyNotFoundException", externalKeyId: "nobody" },
    });
    const all = JSON.stringify(under.lines);
    expect(all).not.toContain(plaintext);
    expect(all).not.toContain(under.file.XksProxyAuthenticationCredential.RawSecretAccessKey);
    expect(under.lines.filter(({ level, message }) => level !== "debug" && message === "request")).toEqual([]);
  });

  it("refuses a body that is too large and ends the connection", async () => {
    const answer = await under.call({ body: { ...encryptBody, plaintext: "A".repeat(300_000) } });
    expect(answer).toMatchObject({ status: 501, headers: { connection: "close" } });
  });

  it("lets requests under way end when it stops", async () => {
    const calls = Array.from({ length: 20 }, () => under.call());
    await new Promise((resolve) => setImmediate(resolve));
    const answers = Promise.allSettled(calls);
    await Promise.race(calls);
    await under.proxy.close();
    const statuses = (await answers).map((one) => (one.status === "fulfilled" ? one.value.status : "cut"));
    expect(statuses).toContain(200);
    await expect(under.call()).rejects.toThrow();
  });

  it("tells its version in the health answer", async () => {
    expect(JSON.parse((await under.health()).body)).toMatchObject({ xksProxyModel: "xkswatch XKS proxy 1.2.3" });
  });

  it("says on which port it cannot listen", async () => {
    const again = { dataDir: under.folder, host: "127.0.0.1", port: under.proxy.port, version: "1.2.3", clock: systemClock, log: silent };
    await expect(startProxy(again)).rejects.toThrow(ProxyStartError);
    await expect(startProxy(again)).rejects.toThrow(`port ${under.proxy.port} on 127.0.0.1 is in use: choose another proxy port`);
  });
});

describe("a proxy that cannot start", () => {
  let folder: string;
  const start = (changes: object) =>
    startProxy({ dataDir: folder, host: "127.0.0.1", port: 0, version: "1.2.3", clock: systemClock, log: silent, ...changes });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "xks-proxy-"));
  });
  afterEach(() => {
    chmodSync(folder, 0o700);
    rmSync(folder, { recursive: true });
  });

  it("names the host that is not its own", async () => {
    await expect(start({ host: "192.0.2.1" })).rejects.toThrow("192.0.2.1 is no address of this machine");
  });

  it("names the configuration file that is not there", async () => {
    await expect(start({ configFile: join(folder, "none.json") })).rejects.toThrow("none.json does not exist");
  });

  it("names the place in a broken configuration file", async () => {
    writeFileSync(configurationPath(folder), '{"keyStores":{"/demo":{"credentials":[{"accessKeyId":"short","secretAccessKey":"x"}]}}}');
    await expect(start({})).rejects.toThrow(
      'xks-proxy.json: keyStores["/demo"].credentials[0].accessKeyId must be 20 to 30 of A–Z and 2–7',
    );
  });

  it("names the data folder that is a file", async () => {
    const file = join(folder, "file");
    writeFileSync(file, "");
    await expect(start({ dataDir: file })).rejects.toThrow(`${file} cannot be written`);
  });
});
