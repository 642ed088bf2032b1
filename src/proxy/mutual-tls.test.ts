import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request, type RequestOptions } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSecureContext } from "node:tls";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { systemClock } from "../lib/clock.ts";
import { serialNumber } from "./certificates.ts";
import { issueAuthority, issueLeaf, type KeyPairPem } from "./certificates/issue.ts";
import { configurationPath } from "./configuration.ts";
import { freshCredentials } from "./credentials.ts";
import { ProxyUnderTest } from "./proxy-under-test.fixture.ts";

/** TLS handshakes take their time on a busy machine. */
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const subject = "cks.kms.eu-west-1.amazonaws.com";
const validity = { from: Date.now() - 3_600_000, to: Date.now() + 3_600_000 };
const expired = { from: Date.now() - 7_200_000, to: Date.now() - 3_600_000 };

const authority = () => issueAuthority("clients' CA", validity, serialNumber(systemClock));
const client = (ca: KeyPairPem, commonName: string, valid = validity) =>
  issueLeaf(ca, { commonName, names: [], purpose: "client", validity: valid, serialNumber: serialNumber(systemClock) });

describe("a proxy with mutual TLS", () => {
  let folder: string;
  let under: ProxyUnderTest;
  let ca: KeyPairPem;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "xks-mtls-"));
    ca = await authority();
    writeFileSync(join(folder, "clients.pem"), ca.certificatePem);
    under = await ProxyUnderTest.start({}, (dataDir) => {
      const configuration = {
        keyStores: { "/demo": { credentials: [freshCredentials(systemClock)] } },
        tls: { clientAuthentication: { caFile: join(folder, "clients.pem"), subjects: [subject] } },
        observation: { port: 0 },
      };
      writeFileSync(configurationPath(dataDir), JSON.stringify(configuration));
    });
  });
  afterAll(async () => {
    await under.close();
    rmSync(folder, { recursive: true });
  });

  const ping = (own: KeyPairPem | undefined, more: RequestOptions = {}) =>
    new Promise<number | string>((resolve) => {
      const pair = own ? { cert: own.certificatePem, key: own.keyPem } : {};
      const options = { host: "localhost", port: under.proxy.port, path: "/ping", ca: under.proxy.caPem, agent: false, ...pair, ...more };
      const outgoing = request(options, (incoming) => {
        incoming.resume();
        incoming.on("end", () => resolve(incoming.statusCode ?? 0));
      });
      outgoing.on("error", () => resolve("refused"));
      outgoing.end();
    });

  it("lets in a client of the right CA and subject", async () => {
    const own = await client(ca, subject);
    expect(await ping(own)).toBe(200);
    expect(await ping(own)).toBe(200);
  });

  it.each<[what: string, own: () => Promise<KeyPairPem | undefined>]>([
    ["without a certificate", async () => undefined],
    ["with another subject", () => client(ca, "cks.kms.us-east-1.amazonaws.com")],
    ["of another CA", async () => await client(await authority(), subject)],
    ["whose certificate has expired", () => client(ca, subject, expired)],
  ])("turns away a client %s", async (_what, own) => {
    expect(await ping(await own())).toBe("refused");
  });

  it("knows its client again when TLS sessions are resumed", async () => {
    const own = await client(ca, subject);
    const secureContext = createSecureContext({ cert: own.certificatePem, key: own.keyPem, ca: under.proxy.caPem });
    let session: Buffer | undefined;
    const once = () =>
      new Promise<[number, boolean]>((resolve, reject) => {
        const options = {
          host: "localhost",
          port: under.proxy.port,
          path: "/ping",
          agent: false as const,
          secureContext,
          ...(session && { session }),
        };
        const outgoing = request(options as RequestOptions, (incoming) => {
          incoming.resume();
          const { socket } = incoming as unknown as { socket: { isSessionReused(): boolean } };
          incoming.on("end", () => resolve([incoming.statusCode ?? 0, socket.isSessionReused()]));
        });
        outgoing.on("socket", (socket) => socket.on("session", (fresh: Buffer) => (session = fresh)));
        outgoing.on("error", reject);
        outgoing.end();
      });
    expect(await once()).toEqual([200, false]);
    expect(await once()).toEqual([200, true]);
  });

  it("logs whom it turned away", async () => {
    await ping(await client(ca, "somebody"));
    expect(under.lines).toContainEqual({
      level: "warn",
      message: "connection refused",
      fields: { reason: "client certificate of somebody", remoteAddress: expect.any(String) as string },
    });
  });

  it("still answers load balancers and monitoring beside its port", async () => {
    const at = `http://127.0.0.1:${under.proxy.observationPort}`;
    expect(await (await fetch(`${at}/ping`)).text()).toBe("ok\n");
    expect(await (await fetch(`${at}/metrics`)).text()).toContain("xks_proxy_certificate_expiry_timestamp_seconds ");
    expect((await fetch(`${at}/other`)).status).toBe(404);
  });
});
