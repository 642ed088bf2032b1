import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Handle } from "pkcs11js";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type Clock, ManualClock, systemClock } from "../../lib/clock.ts";
import { XksProxyError } from "../../xks/errors.ts";
import { keyManagerSuite } from "../key-manager-suite.ts";
import { Section } from "../configuration/section.ts";
import { Pkcs11KeyManager, pkcs11KeyManager } from "./pkcs11.ts";
import { type Cryptoki, type Loaded, loadLibrary } from "./pkcs11/token.ts";

/** TLS handshakes take their time on a busy machine. */
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const library = ["/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/pkcs11/libsofthsm2.so", "/opt/homebrew/lib/softhsm/libsofthsm2.so"].find(
  (path) => existsSync(path),
);
const pin = "1234";
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const hello = Buffer.from("hello");

let folder: string;
let pinFile: string;
let loaded: Loaded;
let administration: Handle;

/** Makes a token of its own in a folder of its own, and keeps a session to make and delete keys with. */
async function makeToken(path: string): Promise<void> {
  folder = mkdtempSync(join(tmpdir(), "xks-pkcs11-"));
  pinFile = join(folder, "pin");
  writeFileSync(pinFile, `${pin}\n`);
  writeFileSync(join(folder, "softhsm2.conf"), `directories.tokendir = ${folder}\nobjectstore.backend = file\nlog.level = ERROR\n`);
  process.env.SOFTHSM2_CONF = join(folder, "softhsm2.conf");
  execFileSync("softhsm2-util", ["--init-token", "--free", "--label", "xks", "--pin", pin, "--so-pin", "5678"], { stdio: "ignore" });
  loaded = await loadLibrary(path);
  openAdministration();
}

function openAdministration(): void {
  const { cryptoki, constants } = loaded;
  try {
    cryptoki.C_Initialize({ flags: constants.CKF_OS_LOCKING_OK });
  } catch {
    // A manager was here first.
  }
  const slot = cryptoki.C_GetSlotList(true).find((one) => cryptoki.C_GetTokenInfo(one).label.trim() === "xks");
  if (!slot) throw new Error("the token was not made");
  administration = cryptoki.C_OpenSession(slot, constants.CKF_SERIAL_SESSION | constants.CKF_RW_SESSION);
  try {
    cryptoki.C_Login(administration, constants.CKU_USER, pin);
  } catch {
    // A login counts for all sessions.
  }
}

function find(label: string): Handle[] {
  loaded.cryptoki.C_FindObjectsInit(administration, [{ type: loaded.constants.CKA_LABEL, value: label }]);
  const handles = loaded.cryptoki.C_FindObjects(administration, 10);
  loaded.cryptoki.C_FindObjectsFinal(administration);
  return handles;
}

function createTokenKey(label: string, usage: readonly string[] = ["ENCRYPT", "DECRYPT"], bytes = 32): void {
  const { cryptoki, constants } = loaded;
  cryptoki.C_GenerateKey(administration, { mechanism: constants.CKM_AES_KEY_GEN }, [
    { type: constants.CKA_TOKEN, value: true },
    { type: constants.CKA_PRIVATE, value: true },
    { type: constants.CKA_LABEL, value: label },
    { type: constants.CKA_VALUE_LEN, value: bytes },
    { type: constants.CKA_ENCRYPT, value: usage.includes("ENCRYPT") },
    { type: constants.CKA_DECRYPT, value: usage.includes("DECRYPT") },
    { type: constants.CKA_SENSITIVE, value: true },
    { type: constants.CKA_EXTRACTABLE, value: false },
  ]);
}

const deleteTokenKeys = (label: string): void => {
  for (const handle of find(label)) loaded.cryptoki.C_DestroyObject(administration, handle);
};

interface Options {
  readonly sessions?: number;
  readonly timeoutMs?: number;
  readonly clock?: Clock;
  /** Puts itself between the manager and the library. */
  readonly between?: Partial<Cryptoki>;
}

function manager({ sessions = 4, timeoutMs = 2000, clock = systemClock, between = {} }: Options = {}): Pkcs11KeyManager {
  const settings = { library: library ?? "", tokenLabel: "xks", pinFile, sessions, timeoutMs };
  const load = async (): Promise<Loaded> => {
    const whole = new Proxy(loaded.cryptoki, {
      get(target, name: keyof Cryptoki) {
        const method = between[name] ?? target[name];
        return method.bind(target) as unknown;
      },
    });
    return { cryptoki: whole, constants: loaded.constants };
  };
  return new Pkcs11KeyManager(settings, { name: "hsm", clock, log: silent }, load);
}

/** Fails like the library for the first `times` calls, then does the real thing. */
function failing(name: keyof Cryptoki, value: string, times: number): { readonly between: Partial<Cryptoki>; calls(): number } {
  let calls = 0;
  const real = loaded.cryptoki[name] as (...parameters: unknown[]) => unknown;
  const method = (...parameters: unknown[]): unknown => {
    calls += 1;
    if (calls <= times) throw new Error(`${value}:1`);
    return real.apply(loaded.cryptoki, parameters);
  };
  return { between: { [name]: method }, calls: () => calls };
}

const errorOf = async (act: () => unknown): Promise<XksProxyError> => {
  try {
    await act();
  } catch (error) {
    if (error instanceof XksProxyError) return error;
    throw error;
  }
  throw new Error("did not fail");
};

describe.runIf(library !== undefined)("with SoftHSM", () => {
  beforeAll(() => makeToken(library ?? ""));
  afterAll(() => {
    loaded.cryptoki.C_Finalize();
    rmSync(folder, { recursive: true });
  });

  keyManagerSuite(
    "PKCS#11",
    async () => {
      const made = new Set<string>();
      const clock = new ManualClock();
      const one = manager({ clock });
      return {
        manager: one,
        createKey: (id, usage) => {
          createTokenKey(id, usage);
          made.add(id);
        },
        deleteKey: async (id) => {
          deleteTokenKeys(id);
          // A key that was deleted elsewhere may be remembered for some seconds.
          await clock.advance(10_001);
        },
        close: async () => {
          await one.close();
          for (const id of made) deleteTokenKeys(id);
        },
      };
    },
    { disabling: false, versions: false, encryptingOnly: true },
  );

  describe("the PKCS#11 key manager", () => {
    let one: Pkcs11KeyManager;
    beforeEach(() => createTokenKey("key-1"));
    afterEach(async () => {
      await one.close();
      deleteTokenKeys("key-1");
    });
    const encrypt = () => one.encrypt("key-1", hello, undefined);

    it.each([
      ["C_EncryptInit", "CKR_SESSION_HANDLE_INVALID"],
      ["C_EncryptAsync", "CKR_SESSION_CLOSED"],
      ["C_FindObjectsInit", "CKR_USER_NOT_LOGGED_IN"],
      ["C_EncryptInit", "CKR_KEY_HANDLE_INVALID"],
      ["C_EncryptInit", "CKR_DEVICE_REMOVED"],
      ["C_OpenSession", "CKR_TOKEN_NOT_PRESENT"],
    ] as const)("gets over one %s that says %s", async (name, value) => {
      const fault = failing(name, value, 1);
      one = manager({ between: { C_Finalize: () => undefined, ...fault.between } });
      expect((await encrypt()).ciphertext).toHaveLength(5);
      expect(fault.calls()).toBeGreaterThanOrEqual(2);
    });

    it("gets over the loss of all sessions and the login", async () => {
      one = manager();
      const encryption = await encrypt();
      const [slot] = loaded.cryptoki.C_GetSlotList(true);
      if (slot) (loaded.cryptoki as Cryptoki & { C_CloseAllSessions(slot: Handle): void }).C_CloseAllSessions(slot);
      expect(Buffer.from(await one.decrypt("key-1", encryption, undefined)).toString()).toBe("hello");
      openAdministration();
    });

    it("fails at once for a while when the token does not come back, then tries again", async () => {
      const clock = new ManualClock();
      const fault = failing("C_OpenSession", "CKR_TOKEN_NOT_PRESENT", 2);
      one = manager({ clock, between: { C_Finalize: () => undefined, ...fault.between } });
      expect((await errorOf(encrypt)).message).toContain("CKR_TOKEN_NOT_PRESENT");
      expect((await errorOf(encrypt)).message).toContain("a moment ago");
      expect(fault.calls()).toBe(2);
      await clock.advance(1001);
      expect((await encrypt()).ciphertext).toHaveLength(5);
    });

    it("is UNAVAILABLE without its token and ACTIVE with it", async () => {
      const clock = new ManualClock();
      one = manager({ clock, between: { C_Finalize: () => undefined, ...failing("C_OpenSession", "CKR_TOKEN_NOT_PRESENT", 2).between } });
      expect(await one.checkHealth()).toMatchObject([{ id: "hsm", healthStatus: "UNAVAILABLE" }]);
      await clock.advance(1001);
      expect(await one.checkHealth()).toMatchObject([{ id: expect.stringMatching(/^hsm\/\w+/) as string, healthStatus: "ACTIVE" }]);
      expect(one.vendor).toBe("SoftHSM project");
    });

    it("waits for a session where all are in use, and gives up in time", async () => {
      let release = (): void => undefined;
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      const real = loaded.cryptoki.C_EncryptAsync.bind(loaded.cryptoki);
      const C_EncryptAsync: Cryptoki["C_EncryptAsync"] = async (session, input, output) => {
        await held;
        return await real(session, input, output);
      };
      one = manager({ sessions: 1, timeoutMs: 100, between: { C_EncryptAsync } });
      const [first, second] = [errorOf(encrypt), errorOf(encrypt)];
      expect((await first).message).toContain("did not answer in 100 ms");
      expect(["DependencyTimeoutException"]).toContain((await second).errorName);
      release();
      expect((await encrypt()).ciphertext).toHaveLength(5);
    });

    it("lives with a token that gives fewer sessions than wanted, and says DEGRADED", async () => {
      let open = 0;
      const real = loaded.cryptoki.C_OpenSession.bind(loaded.cryptoki);
      const C_OpenSession: Cryptoki["C_OpenSession"] = (slot, flags) => {
        if (open >= 2) throw new Error("CKR_SESSION_COUNT:177");
        open += 1;
        return real(slot, flags);
      };
      one = manager({ sessions: 8, between: { C_OpenSession } });
      const encryptions = await Promise.all(Array.from({ length: 20 }, encrypt));
      expect(encryptions).toHaveLength(20);
      expect(open).toBe(2);
      expect(await one.checkHealth()).toMatchObject([{ healthStatus: "DEGRADED" }]);
    });

    it("says InternalException where the PIN is wrong, naming no PIN", async () => {
      one = manager({
        between: {
          C_Login: () => {
            throw new Error("CKR_PIN_INCORRECT:160");
          },
        },
      });
      const error = await errorOf(encrypt);
      expect(error.errorName).toBe("InternalException");
      expect(error.message).toBe("Login to the token failed: CKR_PIN_INCORRECT.");
    });

    it("refuses a label that is not unique", async () => {
      one = manager();
      createTokenKey("key-1");
      expect((await errorOf(encrypt)).message).toContain("several keys labelled key-1");
    });

    it("tells the spec of a key that is none of ours", async () => {
      one = manager();
      createTokenKey("short", ["ENCRYPT"], 16);
      expect(await one.getKeyMetadata("short")).toMatchObject({ keySpec: "AES_128" });
      deleteTokenKeys("short");
    });

    it("is not deceived by a token that is broken into calling data corrupt", async () => {
      one = manager();
      const encryption = await encrypt();
      await one.close();
      const C_DecryptAsync: Cryptoki["C_DecryptAsync"] = () => Promise.reject(new Error("CKR_GENERAL_ERROR:5"));
      one = manager({ between: { C_DecryptAsync } });
      expect((await errorOf(() => one.decrypt("key-1", encryption, undefined))).errorName).toBe("InternalException");
    });
  });
});

describe("the PKCS#11 settings", () => {
  const read = (value: object) => pkcs11KeyManager.read(new Section("file", "keyManagers.hsm", value).members(...pkcs11KeyManager.members));

  it("name a library that does not exist", () => {
    expect(() => read({ library: "/nowhere/lib.so", tokenLabel: "xks", pinFile: "/nowhere/pin" })).toThrow(
      "keyManagers.hsm.library names /nowhere/lib.so, which does not exist",
    );
  });
});
