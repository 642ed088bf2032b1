/** Over real sockets, against the bundled proxy behind its own rate limit. */
import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemClock } from "../../lib/clock.ts";
import { xksOperations, type XksOperation } from "../../model/xks-operation.ts";
import { configurationPath } from "../../proxy/configuration.ts";
import { ensureConfiguration } from "../../proxy/configuration-edits.ts";
import { keyId, ProxyUnderTest } from "../../proxy/proxy-under-test.fixture.ts";
import { parseEndpoint, type Endpoint } from "./endpoint.ts";
import { type LoadOptions, LoadTargetError, runLoad } from "./load.ts";
import { chooser } from "./mix.ts";
import { xksWorkload } from "./xks-workload.ts";

const limitPerSecond = 200;
let under: ProxyUnderTest;
beforeAll(async () => {
  under = await ProxyUnderTest.start({}, (folder) => {
    ensureConfiguration(folder, systemClock);
    const path = configurationPath(folder);
    const configuration = JSON.parse(readFileSync(path, "utf8")) as { keyStores: Record<string, object> };
    configuration.keyStores["/demo"] = { ...configuration.keyStores["/demo"], requestsPerSecond: limitPerSecond };
    writeFileSync(path, JSON.stringify(configuration));
  });
});
afterAll(() => under.close());

function options(operations: readonly XksOperation[], changes: Partial<LoadOptions> = {}): LoadOptions {
  const target = `https://localhost:${under.proxy.port}`;
  const endpoint = parseEndpoint(target) as Endpoint;
  const { XksProxyUriPath: uriPath, XksProxyAuthenticationCredential: credential } = under.file;
  return {
    target,
    kind: "XKS proxy",
    endpoint,
    caPem: under.proxy.caPem,
    workload: xksWorkload({
      choosing: {
        operation: chooser(
          operations.map((value) => ({ value, weight: 1 })),
          0,
        ),
        size: () => 32,
        key: () => keyId,
        operations,
        sizes: [32],
        keys: [keyId],
      },
      hostHeader: endpoint.hostHeader,
      uriPath,
      accessKeyId: credential.AccessKeyId,
      secretAccessKey: credential.RawSecretAccessKey,
      region: "us-east-1",
      accountId: "123456789012",
      principalArn: "arn:aws:iam::123456789012:user/load",
      clock: systemClock,
    }),
    connections: 16,
    connectionLife: Number.POSITIVE_INFINITY,
    resumption: false,
    timeoutMs: 4000,
    // A machine that runs many tests at once is slow; slowness is not what is looked for.
    limits: { limitMs: 4000, quotaPerSecond: 1800, allowed: 0.02 },
    seconds: 10,
    requests: 10_000,
    plan: { kind: "profile", text: "steady:50", segments: [{ seconds: 1, from: 50, to: 50 }] },
    settings: {},
    clock: systemClock,
    soon: setImmediate,
    stopped: () => false,
    ...changes,
  };
}

describe("load on the bundled proxy", () => {
  it("calls all four operations and gets good answers", async () => {
    const { tally, verdict } = await runLoad(options(xksOperations));
    expect(Object.fromEntries(tally?.failures ?? [])).toEqual({});
    expect(tally?.good).toBe(50);
    expect([...(tally?.operations.keys() ?? [])].sort()).toEqual([...xksOperations].sort());
    expect(verdict).toMatchObject({ holds: true, holdsPerSecond: 50 });
  });

  it("leads up to a high rate, and counts what comes after it", async () => {
    const stages = new Set<string>();
    const segments = [{ seconds: 0.3, from: 200, to: 200 }];
    const { tally } = await runLoad(
      options(["GetHealthStatus"], {
        plan: { kind: "profile", text: "steady:200", segments },
        requests: 1000,
        onProgress: ({ what }) => stages.add(what),
      }),
    );
    expect(stages).toContain("leading up");
    expect(tally?.ended).toBe(60);
    expect(tally?.seconds.length).toBe(1);
  });

  it.each([
    [false, 20],
    [true, 20],
  ])("opens a connection for each request where its life is one request (TLS resumption: %s)", async (resumption, requests) => {
    const { tally, connectionsOpened } = await runLoad(options(["Encrypt"], { connectionLife: 1, resumption, requests }));
    expect(tally?.good).toBe(requests);
    expect(tally?.phases.tls.count).toBe(requests);
    expect(connectionsOpened).toBeGreaterThanOrEqual(requests);
  });

  it("says before any load that a target does not answer well", async () => {
    const endpoint = { ...(parseEndpoint("https://localhost:1") as Endpoint) };
    await expect(runLoad(options(["Encrypt"], { endpoint }))).rejects.toThrow(LoadTargetError);
    await expect(runLoad(options(["Encrypt"], { caPem: "" }))).rejects.toThrow(/Encrypt: .*certificate/);
  });

  it("finds its rate limit", async () => {
    const { verdict, search } = await runLoad(
      options(["Encrypt"], { plan: { kind: "find-capacity", from: 600, most: 600, stepSeconds: 1.2 }, seconds: 11 }),
    );
    const told = JSON.stringify(search?.steps);
    expect(verdict.holdsPerSecond, told).toBeGreaterThan(limitPerSecond * 0.85);
    expect(verdict.holdsPerSecond, told).toBeLessThan(limitPerSecond * 1.15);
  }, 30_000);
});
