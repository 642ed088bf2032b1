import { beforeEach, describe, expect, it } from "vitest";
import { ManualClock } from "../lib/clock.ts";
import { type XksErrorName, XksProxyError } from "../xks/errors.ts";
import { failOver } from "./fail-over.ts";
import type { KeyManager, KeyManagerInstance } from "./key-manager.ts";

const metadata = { kmsOperation: "Encrypt", kmsRequestId: "r" };
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** A manager that answers with its name, fails with an error, or hangs. */
type Behaviour = "answers" | "hangs" | XksErrorName;

let asked: string[];
let clock: ManualClock;
beforeEach(() => {
  asked = [];
  clock = new ManualClock();
});

function fake(name: string, behaviour: () => Behaviour): KeyManager {
  const act = () => {
    asked.push(name);
    const now = behaviour();
    if (now === "hangs") return new Promise<never>(() => undefined);
    if (now !== "answers") throw new XksProxyError(now, `${name} failed`);
    return Buffer.from(name);
  };
  const healthStatus: KeyManagerInstance["healthStatus"] = behaviour() === "answers" ? "ACTIVE" : "UNAVAILABLE";
  return {
    vendor: `vendor of ${name}`,
    encrypt: () => Promise.reject(new Error("not used")),
    decrypt: act,
    getKeyMetadata: () => Promise.reject(new Error("not used")),
    checkHealth: async () => [{ id: name, model: "m", healthStatus }],
    close: async () => undefined,
  };
}

function group(...behaviours: (Behaviour | (() => Behaviour))[]): KeyManager {
  const managers = behaviours.map((behaviour, index) => {
    const name = `m${index + 1}`;
    return { name, manager: fake(name, typeof behaviour === "function" ? behaviour : () => behaviour) };
  });
  return failOver(managers, { clock, log: silent, patienceMs: 100 });
}

const empty = { ciphertext: new Uint8Array(1), initializationVector: new Uint8Array(12), authenticationTag: new Uint8Array(16) };
const ask = async (manager: KeyManager) => {
  const answer = Promise.resolve().then(() => manager.decrypt("k", empty, undefined, metadata));
  const told = answer.then(
    (bytes) => Buffer.from(bytes).toString(),
    (error: unknown) => (error instanceof XksProxyError ? error.errorName : String(error)),
  );
  for (let i = 0; i < 4; i++) await clock.advance(100);
  return await told;
};

describe("failOver", () => {
  it.each<[managers: Behaviour[], answer: string, asked: string]>([
    [["answers", "answers"], "m1", "m1"],
    [["InternalException", "answers"], "m2", "m1 m2"],
    [["DependencyTimeoutException", "ThrottlingException", "answers"], "m3", "m1 m2 m3"],
    [["hangs", "answers"], "m2", "m1 m2"],
    [["KeyNotFoundException", "answers"], "m2", "m1 m2"],
    [["InvalidCiphertextException", "answers"], "InvalidCiphertextException", "m1"],
    [["InvalidStateException", "answers"], "InvalidStateException", "m1"],
    [["InvalidKeyUsageException", "answers"], "InvalidKeyUsageException", "m1"],
    [["KeyNotFoundException", "KeyNotFoundException"], "KeyNotFoundException", "m1 m2"],
    [["InternalException", "KeyNotFoundException"], "InternalException", "m1 m2"],
    [["KeyNotFoundException", "hangs"], "DependencyTimeoutException", "m1 m2"],
  ])("%j → %s", async (behaviours, answer, order) => {
    expect(await ask(group(...behaviours))).toBe(answer);
    expect(asked.join(" ")).toBe(order);
  });

  it("asks one that failed last for five seconds, then again first", async () => {
    let first: Behaviour = "InternalException";
    const manager = group(() => first, "answers");
    await ask(manager);
    first = "answers";
    expect(await ask(manager)).toBe("m2");
    await clock.advance(5000);
    expect(await ask(manager)).toBe("m1");
  });

  it("still asks all when all have failed", async () => {
    let second: Behaviour = "InternalException";
    const manager = group("InternalException", () => second);
    expect(await ask(manager)).toBe("InternalException");
    second = "answers";
    expect(await ask(manager)).toBe("m2");
  });

  it("tells of every instance and vendor", async () => {
    const manager = group("answers", "InternalException");
    expect(manager.vendor).toBe("vendor of m1, vendor of m2");
    expect(await manager.checkHealth()).toMatchObject([
      { id: "m1", healthStatus: "ACTIVE" },
      { id: "m2", healthStatus: "UNAVAILABLE" },
    ]);
  });

  it("gives a single one back as it is", () => {
    const only = fake("only", () => "answers");
    expect(failOver([{ name: "only", manager: only }], { clock, log: silent })).toBe(only);
  });
});
