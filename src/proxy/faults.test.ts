import { connect } from "node:tls";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ManualClock } from "../lib/clock.ts";
import { xksErrors } from "../xks/errors.ts";
import { ciphertextDataIntegrityValue } from "../xks/integrity.ts";
import { type CertificateFaultName, certificateFaultNames } from "./faults/certificates.ts";
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

/** A connection that trusts the proxy's CA: its certificate, or why there is none. */
const handshake = (ca = under.proxy.caPem) =>
  new Promise<{ readonly code?: string; readonly daysLeft?: number }>((resolve) => {
    const socket = connect({ host: "127.0.0.1", port: under.proxy.port, servername: "localhost", ca });
    socket.on("secureConnect", () => {
      const daysLeft = (Date.parse(socket.getPeerCertificate().valid_to) - Date.now()) / 86_400_000;
      socket.destroy();
      resolve({ daysLeft });
    });
    socket.on("error", (error: NodeJS.ErrnoException) => resolve({ code: error.code ?? error.message }));
  });

/** What a client sees of each kind: one line a kind, so that a new kind without a line does not compile. */
const effects: Record<FaultKindName, { readonly fault?: Partial<Fault>; check(): Promise<void> }> = {
  certificate: {
    fault: { certificate: "expired" },
    check: async () => expect(await handshake()).toMatchObject({ code: "CERT_HAS_EXPIRED" }),
  },
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

  const codes: Record<CertificateFaultName, string | undefined> = {
    expired: "CERT_HAS_EXPIRED",
    "not-yet-valid": "CERT_NOT_YET_VALID",
    "expires-soon": undefined,
    "wrong-name": "ERR_TLS_CERT_ALTNAME_INVALID",
    "unknown-authority": "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    "self-signed": "DEPTH_ZERO_SELF_SIGNED_CERT",
    "bad-signature": "CERT_SIGNATURE_FAILURE",
    "wrong-purpose": "INVALID_PURPOSE",
  };

  it.each(certificateFaultNames)("show a certificate that is %s", async (certificate) => {
    setFaults(under.folder, [{ kind: "certificate", certificate }]);
    const { code, daysLeft } = await handshake();
    expect(code).toBe(codes[certificate]);
    if (code === undefined) expect(daysLeft).toBeCloseTo(5, 0);
  });

  it("show another certificate to new connections until they have struck often enough, and end those that stand", async () => {
    expect((await under.call()).headers.connection).toBe("keep-alive");
    setFaults(under.folder, [{ kind: "certificate", certificate: "wrong-name", count: 2 }]);
    expect(await under.call()).toMatchObject({ status: 200, headers: { connection: "close" } });
    await expect(under.call()).rejects.toMatchObject({ code: "ERR_TLS_CERT_ALTNAME_INVALID" });
    expect((await handshake()).code).toBe("ERR_TLS_CERT_ALTNAME_INVALID");
    expect((await handshake()).daysLeft).toBeGreaterThan(80);
    expect((await under.call()).headers.connection).toBe("keep-alive");
  });

  it("answer on a connection with another certificate too", async () => {
    setFaults(under.folder, [
      { kind: "certificate", certificate: "expires-soon" },
      { kind: "error", errorName: "ThrottlingException", count: 1 },
    ]);
    expect([(await under.call()).status, (await under.call()).status]).toEqual([429, 200]);
  });

  it("end after their time", async () => {
    const clock = new ManualClock(Date.now());
    const timed = await ProxyUnderTest.start({ faults: true, clock });
    setFaults(timed.folder, [{ kind: "error", errorName: "ThrottlingException", seconds: 60 }]);
    expect((await timed.call()).status).toBe(429);
    await clock.advance(61_000);
    expect((await timed.call({}, clock)).status).toBe(200);
    await timed.close();
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
    [{ kind: "certificate" }, 'of kind "certificate" needs certificate'],
    [{ kind: "certificate", certificate: "expired", operation: "Encrypt" }, "leave operation out"],
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
