import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { systemClock } from "../../lib/clock.ts";
import type { ApiResponse, Door } from "../../lib/door.ts";
import { currentServerCertificate, serialNumber, type ServerCertificate } from "../../proxy/certificates.ts";
import { issueAuthority, issueLeaf } from "../../proxy/certificates/issue.ts";
import { createKey } from "../../proxy/administration.ts";
import { openSoftwareKeyManager } from "../../proxy/key-managers/software.ts";
import type { KeyManager } from "../../proxy/key-manager.ts";
import { TlsListener } from "../../proxy/tls-listener.ts";
import { xksServer } from "../../xks/server.ts";
import { type CheckReport, checks, runChecks } from "./run-checks.ts";
import { reports } from "./reports.ts";
import { Subject, type SubjectOptions } from "./subject.ts";
import { forgiving, type Wrong, wrongProxies } from "./wrong-proxies.fixture.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 30_000 });

const uriPath = "/demo/kms/xks/v1";
const credential = { accessKeyId: "AKIAI2SFODNN7EXAMPLE", secretAccessKey: "s".repeat(43) };
const second = { accessKeyId: "B".repeat(30), secretAccessKey: "t".repeat(64) };

let folder: string;
let manager: KeyManager;
let certificate: ServerCertificate;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "xks-check-"));
  createKey(folder, "key-1");
  manager = openSoftwareKeyManager(folder, { clock: systemClock });
  certificate = await currentServerCertificate(folder, [], systemClock);
});
afterAll(async () => {
  await manager.close();
  rmSync(folder, { recursive: true });
});

function rightDoor(): Door {
  const health = async () => ({
    xksProxyFleetSize: 1,
    xksProxyVendor: "v",
    xksProxyModel: "m",
    ekmVendor: "e",
    ekmFleetDetails: [...(await manager.checkHealth())],
  });
  const backend = {
    encrypt: manager.encrypt.bind(manager),
    decrypt: manager.decrypt.bind(manager),
    getHealthStatus: health,
    getKeyMetadata: async (id: string) => {
      const { keySpec, keyUsage, keyStatus } = await manager.getKeyMetadata(id, { kmsOperation: "", kmsRequestId: "" });
      return { keySpec, keyUsage: [...keyUsage], keyStatus };
    },
  };
  const secretOf = (id: string) => [credential, second].find(({ accessKeyId }) => accessKeyId === id)?.secretAccessKey;
  const keyStore = { secretOf, admit: () => undefined, backend };
  return xksServer({ keyStore: (path) => (path === uriPath ? keyStore : undefined), clock: systemClock });
}

interface Running {
  readonly options: SubjectOptions;
  close(): Promise<void>;
}

async function start(wrong: Wrong): Promise<Running> {
  const given = (port: number): SubjectOptions => {
    const right: SubjectOptions = {
      uriEndpoint: `https://localhost:${port}`,
      uriPath,
      ...credential,
      second,
      externalKeyId: "key-1",
      caPem: certificate.caPem,
      clock: systemClock,
    };
    return { ...right, ...wrong.options?.(right) };
  };
  if (wrong.plain) {
    const server: Server = createServer((socket) => {
      socket.on("error", () => undefined);
      socket.resume().end("HTTP/1.1 400 Bad Request\r\n\r\n");
    });
    await new Promise<void>((resolve) => server.listen(0, resolve));
    return {
      options: given((server.address() as AddressInfo).port),
      close: () => new Promise((resolve) => void server.close(() => resolve())),
    };
  }
  const { certificatePem, keyPem } = wrong.expired ? await expiredCertificate() : certificate;
  const right = rightDoor();
  const listener = await TlsListener.start({
    host: "::",
    port: 0,
    tls: { cert: certificatePem, key: keyPem, ...wrong.tls },
    door: wrong.door?.(right) ?? right,
    clock: { ...systemClock, after: (_ms, act) => systemClock.after(0, act) },
  });
  return { options: given(listener.port), close: () => listener.close() };
}

async function expiredCertificate() {
  const hour = 3_600_000;
  const validity = { from: Date.now() - 48 * hour, to: Date.now() - 25 * hour };
  const authority = await issueAuthority("CA", validity, serialNumber(systemClock));
  return await issueLeaf(authority, {
    commonName: "localhost",
    names: ["localhost"],
    purpose: "server",
    validity,
    serialNumber: serialNumber(systemClock),
  });
}

const codesOf = ({ outcomes }: CheckReport): string =>
  outcomes.flatMap(({ check, connectionErrorCode }) => (connectionErrorCode ? [`${check.id} ${connectionErrorCode}`] : [])).join(", ");

describe("the checks", () => {
  it("find a right proxy right, but for what no proxy on a laptop can have", async () => {
    const running = await start({});
    const report = await runChecks(running.options);
    await running.close();
    const bad = report.outcomes.filter(({ finding }) => finding.result !== "pass").map(({ check }) => check.id);
    expect(bad).toEqual(["W1", "W2", "W8"]);
    expect([report.conforms, report.awsWouldAccept]).toEqual([true, false]);
    expect(report.outcomes.map(({ check }) => check.id)).toEqual(checks.map(({ id }) => id));
  });

  const pairs = wrongProxies.flatMap(([what, ids, wrong]) => ids.map((id) => [id, what, wrong] as const));
  it.each(pairs)("%s finds a proxy that %s", async (id, _what, given) => {
    const wrong: Wrong = given === "forgiving" ? { door: forgiving(credential, () => Date.now()) } : given;
    const running = await start(wrong);
    const subject = new Subject(running.options);
    if (wrong.before) await subject.health({ requestMetadata: undefined });
    const finding = await checks.find((check) => check.id === id)?.run(subject);
    subject.close();
    await running.close();
    expect(["fail", "warn"]).toContain(finding?.result);
  });

  it("are each shown to be able to fail", () => {
    const shown = new Set(pairs.map(([id]) => id));
    expect(checks.map(({ id }) => id).filter((id) => !shown.has(id))).toEqual([]);
  });

  it("have numbers of their own", () => expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length));

  it("end soon where nothing answers", async () => {
    const running = await start({ door: () => () => new Promise(() => undefined), options: () => ({ timeoutMs: 200 }) });
    const report = await runChecks(running.options);
    await running.close();
    expect(report.durationMs).toBeLessThan(10_000);
    expect(report.conforms).toBe(false);
    expect(codesOf(report)).toContain("T4 XKS_PROXY_TIMED_OUT, U5 XKS_PROXY_TIMED_OUT, A1 XKS_PROXY_TIMED_OUT");
    expect(report.outcomes.find(({ check }) => check.id === "E1")?.finding).toEqual({
      result: "skip",
      detail: "no signed request was answered (A1)",
    });
  });

  it.each<[what: string, answer: ApiResponse, code: string]>([
    ["401", { status: 401, headers: {}, body: '{"errorName":"AuthenticationFailedException"}' }, "INVALID_CREDENTIALS"],
    ["403", { status: 403, headers: {}, body: '{"errorName":"AccessDeniedException"}' }, "XKS_PROXY_ACCESS_DENIED"],
    ["404", { status: 404, headers: {}, body: '{"errorName":"InvalidUriPathException"}' }, "XKS_PROXY_INVALID_CONFIGURATION"],
    ["503", { status: 503, headers: {}, body: '{"errorName":"DependencyTimeoutException"}' }, "XKS_PROXY_TIMED_OUT"],
    ["a page", { status: 200, headers: {}, body: "<html>" }, "XKS_PROXY_INVALID_RESPONSE"],
  ])("tell what AWS KMS would say on connecting to a proxy that answers %s", async (_what, answer, code) => {
    const running = await start({ door: () => async () => answer });
    const report = await runChecks(running.options);
    await running.close();
    expect(codesOf(report)).toContain(`A1 ${code}`);
  });

  it("need a key for what is done with keys", async () => {
    const running = await start({});
    const { externalKeyId: _none, ...options } = running.options;
    const report = await runChecks(options);
    await running.close();
    expect(report.outcomes.find(({ check }) => check.id === "D1")?.finding.detail).toBe("no external key was given");
    expect(report.outcomes.find(({ check }) => check.id === "H1")?.finding.result).toBe("pass");
  });
});

describe("the reports", () => {
  it("tell everything but secrets and signatures", async () => {
    const running = await start({
      door: (right) => async (request) =>
        request.path.endsWith("/health") ? await right(request) : { status: 500, headers: {}, body: "<b>&" },
    });
    const report = await runChecks(running.options);
    await running.close();
    const [text, json, junit, html] = [reports.text(report), reports.json(report), reports.junit(report, true), reports.html(report)];
    for (const one of [text, json, junit, html]) {
      expect(one).not.toContain(credential.secretAccessKey);
      expect(one).not.toMatch(/Signature=[0-9a-f]/);
      expect(one).toContain("D14");
    }
    expect(text).toMatch(/FAIL E1 +must +answers with a ciphertext.*: expected 200, got 500 without JSON\n +to do: separate tag/);
    expect((JSON.parse(json) as { conforms: boolean }).conforms).toBe(false);
    expect(junit).toMatch(/<testsuite name="[^"]+" tests="\d+" failures="\d+" skipped="\d+"/);
    expect(junit.match(/<testcase /g)).toHaveLength(checks.length);
    expect(html).toContain("&lt;b&gt;&amp;");
    expect(html).not.toContain("<b>");
  });

  it("count what AWS would refuse in JUnit only where that was asked for", async () => {
    const running = await start({});
    const report = await runChecks(running.options);
    await running.close();
    expect(reports.junit(report, false)).toContain('failures="0"');
    expect(reports.junit(report, true)).toContain('failures="3"');
  });
});
