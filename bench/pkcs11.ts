/**
 * The PKCS#11 key manager over SoftHSM2: Encrypt a second ÷ what the token itself answers when its calls are made bare, with as
 * many sessions and the same sizes, in the same run. Bare twice: with calls in Node's pool of threads, as the key manager makes
 * them so that a slow token holds nobody up, and with calls that block.
 *
 *     npx tsx bench/pkcs11.ts
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Handle } from "pkcs11js";
import { systemClock } from "../src/lib/clock.ts";
import { Pkcs11KeyManager } from "../src/proxy/key-managers/pkcs11.ts";
import { type Cryptoki, loadLibrary } from "../src/proxy/key-managers/pkcs11/token.ts";
import { authenticatedData } from "../src/xks/integrity.ts";
import { median } from "./support/raw-load.ts";

const library = ["/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/pkcs11/libsofthsm2.so"].find((path) => existsSync(path));
if (library === undefined) throw new Error("SoftHSM2 is not installed");
const rounds = 5;
const seconds = 2;
const sessions = 4;
const pin = "1234";
const plaintext = Buffer.alloc(60, 7);
const aad = Buffer.from("purpose=bench");
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

const folder = mkdtempSync(join(tmpdir(), "xks-bench-"));
try {
  const pinFile = join(folder, "pin");
  writeFileSync(pinFile, pin);
  writeFileSync(join(folder, "softhsm2.conf"), `directories.tokendir = ${folder}\nobjectstore.backend = file\nlog.level = ERROR\n`);
  process.env["SOFTHSM2_CONF"] = join(folder, "softhsm2.conf");
  execFileSync("softhsm2-util", ["--init-token", "--free", "--label", "xks", "--pin", pin, "--so-pin", "5678"], { stdio: "ignore" });
  const loaded = await loadLibrary(library);
  const { cryptoki, constants } = loaded;
  cryptoki.C_Initialize({ flags: constants.CKF_OS_LOCKING_OK });
  const slot = cryptoki.C_GetSlotList(true).find((one) => cryptoki.C_GetTokenInfo(one).label.trim() === "xks") as Handle;
  const open = (): Handle => cryptoki.C_OpenSession(slot, constants.CKF_SERIAL_SESSION | constants.CKF_RW_SESSION);
  const first = open();
  cryptoki.C_Login(first, constants.CKU_USER, pin);
  const key = cryptoki.C_GenerateKey(first, { mechanism: constants.CKM_AES_KEY_GEN }, [
    { type: constants.CKA_TOKEN, value: true },
    { type: constants.CKA_LABEL, value: "bench" },
    { type: constants.CKA_VALUE_LEN, value: 32 },
    { type: constants.CKA_ENCRYPT, value: true },
    { type: constants.CKA_DECRYPT, value: true },
  ]);
  const bareSessions = [first, ...Array.from({ length: sessions - 1 }, open)];
  const settings = { library, tokenLabel: "xks", pinFile, sessions, timeoutMs: 5000 };
  const manager = new Pkcs11KeyManager(settings, { name: "bench", clock: systemClock, log: silent }, async () => loaded);

  const begin = (session: Handle): void => {
    const iv = Buffer.from(systemClock.randomBytes(12));
    const bound = Buffer.from(authenticatedData(aad));
    const parameter = { type: constants.CK_PARAMS_AES_GCM_v240, iv, aad: bound, ivBits: 96, tagBits: 128 };
    cryptoki.C_EncryptInit(session, { mechanism: constants.CKM_AES_GCM, parameter }, key);
  };
  const blocking = cryptoki as Cryptoki & { C_Encrypt(session: Handle, input: Buffer, output: Buffer): Buffer };
  const ways: Readonly<Record<string, (session: Handle) => Promise<unknown>>> = {
    "key manager": async () => await manager.encrypt("bench", plaintext, aad),
    "bare, in threads": async (session) => {
      begin(session);
      await cryptoki.C_EncryptAsync(session, plaintext, Buffer.alloc(plaintext.length + 48));
    },
    "bare, blocking": async (session) => {
      begin(session);
      blocking.C_Encrypt(session, plaintext, Buffer.alloc(plaintext.length + 48));
    },
  };
  const perSecond = new Map(Object.keys(ways).map((name) => [name, [] as number[]]));
  for (let round = 0; round <= rounds; round++) {
    for (const [name, act] of Object.entries(ways)) {
      const reached = await rateOf(act, bareSessions);
      // The first round warms up.
      if (round > 0) perSecond.get(name)?.push(reached);
    }
  }
  const own = perSecond.get("key manager") ?? [];
  console.log(`Encrypt a second over SoftHSM2, ${sessions} sessions, median of ${rounds} × ${seconds} s`);
  for (const [name, reached] of perSecond) {
    const ratios = own.map((one, index) => one / (reached[index] ?? 1));
    console.log(`  ${name.padEnd(17)} ${median(reached).toFixed(0).padStart(6)}  ratio ${median(ratios).toFixed(2)}`);
  }
  await manager.close();
  cryptoki.C_Finalize();
} finally {
  rmSync(folder, { recursive: true });
}

async function rateOf(act: (session: Handle) => Promise<unknown>, of: readonly Handle[]): Promise<number> {
  const began = performance.now();
  const end = began + seconds * 1000;
  let done = 0;
  await Promise.all(
    of.map(async (session) => {
      for (; performance.now() < end; done++) await act(session);
    }),
  );
  return (done / (performance.now() - began)) * 1000;
}
