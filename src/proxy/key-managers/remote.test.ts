import { expect, it, vi } from "vitest";
import { ManualClock } from "../../lib/clock.ts";
import { XksProxyError } from "../../xks/errors.ts";
import { createKey, deleteKey, rotateKey, setKeyStatus } from "../administration.ts";
import { Section } from "../configuration/section.ts";
import { type Fault, setFaults } from "../faults/fault-file.ts";
import { keyManagerSuite } from "../key-manager-suite.ts";
import { ProxyUnderTest } from "../proxy-under-test.fixture.ts";
import { remoteKeyManager, type RemoteSettings } from "./remote.ts";

/** TLS handshakes take their time on a busy machine. */
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const noticeMs = 600;

/** A proxy behind, and the manager that asks it; both on one clock that starts now, since certificates are judged by real time. */
async function open() {
  const clock = new ManualClock(Date.now());
  const behind = await ProxyUnderTest.start({ clock, faults: true });
  const { XksProxyUriPath: uriPath, XksProxyAuthenticationCredential: credential } = behind.file;
  const settings: RemoteSettings = {
    uriEndpoint: `https://localhost:${behind.proxy.port}`,
    uriPath,
    accessKeyId: credential.AccessKeyId,
    secretAccessKey: credential.RawSecretAccessKey,
    region: "us-east-1",
    caPem: behind.proxy.caPem,
    timeoutMs: 5000,
  };
  const openManager = (changes: Partial<RemoteSettings> = {}) =>
    remoteKeyManager.open({ ...settings, ...changes }, { name: "far", dataDir: behind.folder, clock, log: silent });
  return { clock, behind, openManager };
}

keyManagerSuite(
  "remote",
  async () => {
    const { clock, behind, openManager } = await open();
    const manager = openManager();
    const noticed = () => clock.advance(noticeMs);
    deleteKey(behind.folder, "key-1");
    await noticed();
    return {
      manager,
      createKey: (id, usage) => void createKey(behind.folder, id, usage),
      disableKey: (id) => {
        setKeyStatus(behind.folder, id, "DISABLED");
        return noticed();
      },
      rotateKey: (id) => {
        rotateKey(behind.folder, id);
        return noticed();
      },
      deleteKey: (id) => {
        deleteKey(behind.folder, id);
        return noticed();
      },
      close: async () => {
        await manager.close();
        await behind.close();
      },
    };
  },
  { disabling: true, versions: true, encryptingOnly: false },
);

const metadata = {
  awsPrincipalArn: "arn:aws:iam::123456789012:user/Alice",
  kmsKeyArn: "arn:k",
  kmsOperation: 'Odd", "x": "y',
  kmsRequestId: "r-1",
};
const error = { kind: "error" } as const;
const failures: readonly (readonly [what: string, fault: Fault, errorName: string])[] = [
  ["an AccessDeniedException", { ...error, errorName: "AccessDeniedException" }, "AccessDeniedException"],
  ["a ThrottlingException", { ...error, errorName: "ThrottlingException" }, "ThrottlingException"],
  ["an AuthenticationFailedException", { ...error, errorName: "AuthenticationFailedException" }, "InternalException"],
  ["a ValidationException", { ...error, errorName: "ValidationException" }, "InternalException"],
  ["a page of HTML", { kind: "html" }, "InternalException"],
  ["a false integrity value", { kind: "bad-integrity-value" }, "InternalException"],
];

it.each(failures)("makes of %s what concerns its own caller", async (_what, fault, errorName) => {
  const { behind, openManager } = await open();
  const manager = openManager();
  setFaults(behind.folder, [fault]);
  const thrown: unknown = await Promise.resolve(manager.encrypt("key-1", Buffer.from("x"), undefined, metadata)).catch(
    (one: unknown) => one,
  );
  expect(thrown).toBeInstanceOf(XksProxyError);
  expect((thrown as XksProxyError).errorName).toBe(errorName);
  await manager.close();
  await behind.close();
});

it("does not let a kmsOperation break out of its place in the request", async () => {
  const { behind, openManager } = await open();
  const manager = openManager();
  expect((await manager.encrypt("key-1", Buffer.from("x"), undefined, metadata)).ciphertext).toHaveLength(1);
  await manager.close();
  await behind.close();
});

it("is UNAVAILABLE while the proxy behind is away, and else tells of that one's managers", async () => {
  const { behind, openManager } = await open();
  const manager = openManager();
  expect(await manager.checkHealth()).toMatchObject([{ id: "far/software", healthStatus: "ACTIVE" }]);
  const elsewhere = openManager({ uriEndpoint: "https://localhost:1" });
  expect(await elsewhere.checkHealth()).toMatchObject([{ id: "far", healthStatus: "UNAVAILABLE" }]);
  await Promise.all([manager.close(), elsewhere.close(), behind.close()]);
});

it("names what is wrong in its settings", () => {
  const read = () =>
    remoteKeyManager.read(new Section("file", "keyManagers.far", { uriEndpoint: "http://x" }).members(...remoteKeyManager.members));
  expect(read).toThrow("keyManagers.far.uriEndpoint must be https:// and a host name");
});
