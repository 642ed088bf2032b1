import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ManualClock } from "../../lib/clock.ts";
import { createKey, deleteKey, ensureSoftwareKey, listKeys, rotateKey, setKeyStatus } from "../administration.ts";
import { keyManagerSuite } from "../key-manager-suite.ts";
import { ProxyStartError } from "../start-error.ts";
import { openSoftwareKeyManager } from "./software.ts";

/** Long enough for a running manager to notice what a command did. */
const noticeMs = 600;

keyManagerSuite(
  "software",
  async () => {
    const clock = new ManualClock();
    const folder = mkdtempSync(join(tmpdir(), "xks-software-"));
    const manager = openSoftwareKeyManager(folder, { clock });
    return {
      manager,
      createKey: (id, usage) => void createKey(folder, id, usage, clock),
      disableKey: async (id) => {
        setKeyStatus(folder, id, "DISABLED", clock);
        await clock.advance(noticeMs);
      },
      rotateKey: async (id) => {
        rotateKey(folder, id, clock);
        await clock.advance(noticeMs);
      },
      deleteKey: async (id) => {
        deleteKey(folder, id, clock);
        await clock.advance(noticeMs);
      },
      close: async () => {
        await manager.close();
        rmSync(folder, { recursive: true });
      },
    };
  },
  { disabling: true, versions: true, encryptingOnly: true },
);

describe("the software key manager's folder", () => {
  let folder: string;
  let clock: ManualClock;
  const metadata = { kmsOperation: "Encrypt", kmsRequestId: "r" };
  const plaintext = new TextEncoder().encode("a plaintext");

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "xks-software-"));
    clock = new ManualClock();
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("holds key material for the owner alone, sealed", () => {
    const material = Buffer.from(new ManualClock().randomBytes(32));
    createKey(folder, "key-1", ["ENCRYPT"], clock);
    const files = readdirSync(join(folder, "keys")).map((name) => join(folder, "keys", name));
    for (const path of [...files, join(folder, "proxy-master.key")]) expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(files.map((path) => readFileSync(path, "utf8")).join()).not.toContain(material.toString("base64").slice(0, 16));
  });

  it("outlives the process", async () => {
    createKey(folder, "key-1", ["ENCRYPT", "DECRYPT"], clock);
    const first = openSoftwareKeyManager(folder, { clock });
    const encryption = await first.encrypt("key-1", plaintext, undefined, metadata);
    await first.close();
    const second = openSoftwareKeyManager(folder, { clock });
    expect(Buffer.from(await second.decrypt("key-1", encryption, undefined, metadata)).toString()).toBe("a plaintext");
    await second.close();
  });

  it("lists keys by name, those that differ in case alone apart", () => {
    for (const id of ["b", "A", "a"]) createKey(folder, id, ["ENCRYPT"], clock);
    expect(listKeys(folder, clock).map(({ externalKeyId }) => externalKeyId)).toEqual(["A", "a", "b"]);
  });

  it("makes a key once", () => {
    ensureSoftwareKey(folder, "demo-key", clock);
    expect(ensureSoftwareKey(folder, "demo-key", clock)).toMatchObject({
      externalKeyId: "demo-key",
      usage: ["ENCRYPT", "DECRYPT"],
      versions: 1,
    });
    expect(() => createKey(folder, "demo-key", ["ENCRYPT"], clock)).toThrow('there is a key "demo-key" already');
  });

  it.each([
    ["a/b", ["ENCRYPT"], 'key name "a/b" must be'],
    ["", ["ENCRYPT"], 'key name "" must be'],
    ["key", ["ENCRYPTT"], 'key usage "ENCRYPTT" is unknown'],
  ])("refuses the name %j with usage %j", (id, usage, complaint) => {
    expect(() => createKey(folder, id, usage, clock)).toThrow(complaint);
  });

  it("says what to do about a key that is not there", () => {
    expect(() => setKeyStatus(folder, "nobody", "DISABLED", clock)).toThrow(ProxyStartError);
    expect(() => deleteKey(folder, "nobody", clock)).toThrow("`xkswatch proxy keys list`");
  });

  it("does not open under another master key", () => {
    createKey(folder, "key-1", ["ENCRYPT"], clock);
    writeFileSync(join(folder, "proxy-master.key"), Buffer.alloc(32, 1).toString("base64"));
    expect(() => listKeys(folder, clock)).toThrow("restore it and proxy-master.key from the same backup");
  });

  it("names a master key file that holds none", () => {
    createKey(folder, "key-1", ["ENCRYPT"], clock);
    writeFileSync(join(folder, "proxy-master.key"), "short");
    expect(() => openSoftwareKeyManager(folder, { clock })).toThrow("proxy-master.key does not hold a master key");
  });

  it("is UNAVAILABLE when its keys are gone", async () => {
    const manager = openSoftwareKeyManager(folder, { clock });
    rmSync(join(folder, "keys"), { recursive: true });
    expect(await manager.checkHealth()).toMatchObject([{ healthStatus: "UNAVAILABLE" }]);
    await manager.close();
  });
});
