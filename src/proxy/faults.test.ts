import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { xksErrors } from "../xks/errors.ts";
import { ciphertextDataIntegrityValue } from "../xks/integrity.ts";
import { type Fault, setFaults } from "./faults/fault-file.ts";
import { type FaultKindName, faultKindNames } from "./faults/fault-kinds.ts";
import { type Answer, ProxyUnderTest } from "./proxy-under-test.fixture.ts";

/** TLS handshakes take their time on a busy machine. */
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

let under: ProxyUnderTest;
beforeEach(async () => {
  under = await ProxyUnderTest.start({ faults: true });
});
afterEach(() => under.close());

const decoded = (answer: Answer) => JSON.parse(answer.body) as Record<string, string>;
const bytesOf = (answer: Answer, member: string) => Buffer.from(decoded(answer)[member] ?? "", "base64");
const isIntact = (answer: Answer) => {
  const [metadata, iv, ciphertext, tag] = ["ciphertextMetadata", "initializationVector", "ciphertext", "authenticationTag"].map((member) =>
    bytesOf(answer, member),
  );
  if (!iv || !ciphertext || !tag) return false;
  return bytesOf(answer, "ciphertextDataIntegrityValue").equals(ciphertextDataIntegrityValue({ metadata, iv, ciphertext, tag }));
};
const endsWithin = async (call: Promise<unknown>, ms: number) =>
  await Promise.race([
    call.then(
      () => "ended",
      () => "failed",
    ),
    new Promise((resolve) => setTimeout(() => resolve("waiting"), ms)),
  ]);

/** What a client sees of each kind: one line a kind, so that a new kind without a line does not compile. */
const effects: Record<FaultKindName, { readonly fault?: Partial<Fault>; check(): Promise<void> }> = {
  delay: {
    fault: { delayMs: 120 },
    check: async () => {
      const start = performance.now();
      expect((await under.call()).status).toBe(200);
      expect(performance.now() - start).toBeGreaterThan(115);
    },
  },
  hang: { check: async () => expect(await endsWithin(under.call(), 150)).toBe("waiting") },
  reset: { check: async () => expect(under.call()).rejects.toMatchObject({ code: "ECONNRESET" }) },
  error: {
    fault: { errorName: "DependencyTimeoutException" },
    check: async () => {
      const answer = await under.call();
      expect([answer.status, decoded(answer).errorName]).toEqual([
        xksErrors.DependencyTimeoutException.status,
        "DependencyTimeoutException",
      ]);
    },
  },
  status: {
    fault: { status: 502 },
    check: async () => expect(await under.call()).toMatchObject({ status: 502, headers: { "content-type": "text/html" } }),
  },
  garbage: { check: async () => expect((await under.call()).body).toBe('{"ciphertext":"') },
  html: { check: async () => expect((await under.call()).body).toContain("<html>") },
  empty: { check: async () => expect(await under.call()).toMatchObject({ status: 200, body: "" }) },
  "wrong-size": { check: async () => expect(bytesOf(await under.call(), "authenticationTag")).toHaveLength(12) },
  "long-metadata": { check: async () => expect(bytesOf(await under.call(), "ciphertextMetadata")).toHaveLength(21) },
  "missing-member": { check: async () => expect(decoded(await under.call())).not.toHaveProperty("ciphertext") },
  "bad-integrity-value": { check: async () => expect(isIntact(await under.call())).toBe(false) },
  "flipped-bit": { check: async () => expect(isIntact(await under.call())).toBe(false) },
  "key-managers": {
    fault: { healthStatuses: ["UNAVAILABLE", "DEGRADED"] },
    check: async () =>
      expect(decoded(await under.health()).ekmFleetDetails).toMatchObject([{ healthStatus: "UNAVAILABLE" }, { healthStatus: "DEGRADED" }]),
  },
  "hang-in-body": { check: async () => expect(await endsWithin(under.call(), 150)).toBe("waiting") },
  drip: { fault: { delayMs: 100 }, check: async () => expect(await endsWithin(under.call(), 250)).toBe("waiting") },
  "reset-in-body": { check: async () => expect(under.call()).rejects.toMatchObject({ code: "ECONNRESET" }) },
  "close-after": {
    check: async () => {
      expect((await under.call()).status).toBe(200);
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(Object.values(under.agent.freeSockets).flat()).toEqual([]);
    },
  },
};

describe("faults", () => {
  it.each(faultKindNames)("%s", async (kind) => {
    const { fault, check } = effects[kind];
    setFaults(under.folder, [{ kind, ...fault }]);
    await check();
    setFaults(under.folder, []);
    expect(isIntact(await under.call())).toBe(true);
  });

  it("act on what they name and as often as they say", async () => {
    const error = { kind: "error", errorName: "ThrottlingException" } as const;
    setFaults(under.folder, [{ ...error, operation: "Encrypt", prefix: "/demo", count: 2 }]);
    expect((await under.health()).status).toBe(200);
    const statuses = [];
    for (let i = 0; i < 4; i++) statuses.push((await under.call()).status);
    expect(statuses).toEqual([429, 429, 200, 200]);
    setFaults(under.folder, [
      { ...error, prefix: "/other" },
      { ...error, externalKeyId: "other" },
      { ...error, probability: 0 },
    ]);
    expect((await under.call()).status).toBe(200);
  });

  it("strike with their probability", async () => {
    setFaults(under.folder, [{ kind: "error", errorName: "InternalException", probability: 0.5 }]);
    const answers = await Promise.all(Array.from({ length: 200 }, () => under.call()));
    const struck = answers.filter(({ status }) => status === 500).length;
    expect(struck).toBeGreaterThan(60);
    expect(struck).toBeLessThan(140);
  });

  it("may act together", async () => {
    setFaults(under.folder, [
      { kind: "delay", delayMs: 60 },
      { kind: "error", errorName: "InternalException" },
    ]);
    const start = performance.now();
    expect((await under.call()).status).toBe(500);
    expect(performance.now() - start).toBeGreaterThan(55);
  });

  it.each([
    [{ kind: "delay" }, 'of kind "delay" needs delayMs'],
    [{ kind: "melt" }, "kind must be"],
    [{ kind: "hang", probability: 2 }, "probability must be a number from 0 to 1"],
    [{ kind: "hang", often: true }, 'unknown member "often"'],
  ])("refuses %j", (fault, complaint) => {
    expect(() => setFaults(under.folder, [fault as Fault])).toThrow(complaint);
  });
});

describe("a proxy without --faults", () => {
  it("does not look at the fault file", async () => {
    const honest = await ProxyUnderTest.start({}, (folder) => setFaults(folder, [{ kind: "error", errorName: "InternalException" }]));
    expect((await honest.call()).status).toBe(200);
    await honest.close();
  });
});
