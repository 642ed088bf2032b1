import { createHash, createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { SignatureV4 } from "@smithy/signature-v4";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createAuthority } from "../../test/xks/certificates.ts";
import type { Authority } from "../../test/xks/certificates.ts";
import { ClientHouse, encryptMetadata, failed, freePort, plaintext, turns, until } from "../../test/xks/client-house.ts";
import { answer, answerWell, encryptAnswer, goodAnswer, http } from "../../test/xks/fault-server.ts";
import type { Behaviour, FaultServer } from "../../test/xks/fault-server.ts";
import type { ManualClock } from "../lib/clock.ts";
import type { Interaction } from "../model/interaction.ts";
import { attemptEnds, timeOutRowOf } from "../model/xks-failures.ts";
import type { AttemptEnd } from "../model/xks-failures.ts";
import type { XksError } from "./calls.ts";
import { xksErrorNames, xksErrors } from "./errors.ts";

let authority: Authority;
let house: ClientHouse;
let server: FaultServer;
let clock: ManualClock;
let interactions: readonly Interaction[];

beforeAll(async () => {
  authority = await createAuthority();
});

beforeEach(async () => {
  house = await ClientHouse.open(authority);
  ({ server, clock, interactions } = house);
});

afterEach(() => house.close());

const encrypt: ClientHouse["encrypt"] = (over) => house.encrypt(over);
const one = (): Interaction => house.one();
const metadata = encryptMetadata;

describe("a call that goes well", () => {
  it("carries what the specification asks for and comes back whole", async () => {
    const encrypted = await encrypt();
    const { head, path, body } = await server.next();
    expect(path).toBe("/example/kms/xks/v1/keys/key-1/encrypt");
    expect(head).toMatch(/\r\ncontent-type: application\/json\r\n/);
    expect(body).toEqual({
      requestMetadata: {
        awsPrincipalArn: metadata.awsPrincipalArn,
        kmsKeyArn: metadata.kmsKeyArn,
        kmsOperation: "Encrypt",
        kmsRequestId: metadata.kmsRequestId,
      },
      additionalAuthenticatedData: Buffer.from("{}").toString("base64"),
      plaintext: plaintext.toString("base64"),
      encryptionAlgorithm: "AES_GCM",
      ciphertextDataIntegrityValueAlgorithm: "SHA_256",
    });
    expect(encrypted.authenticationTag).toHaveLength(16);
    const decrypted = await house.client.decrypt(
      house.target(),
      { externalKeyId: "key-1", ...encrypted },
      { ...metadata, kmsOperation: "Decrypt" },
    );
    expect(Buffer.from(decrypted)).toEqual(plaintext);
    expect(interactions.map(({ xksOperation, kmsOperation, failure }) => [xksOperation, kmsOperation, failure])).toEqual([
      ["Encrypt", "Encrypt", undefined],
      ["Decrypt", "Decrypt", undefined],
    ]);
    expect(interactions[0]).toMatchObject({ externalKeyId: "key-1", callerArn: metadata.awsPrincipalArn, at: clock.now() });
  });

  it("is signed as any SigV4 verifier expects", async () => {
    await encrypt();
    const { head, path, text } = await server.next();
    const headers = Object.fromEntries(
      head
        .split("\r\n")
        .slice(1)
        .map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)]),
    );
    class Sha256 {
      readonly #hash;
      constructor(secret?: unknown) {
        this.#hash = secret === undefined ? createHash("sha256") : createHmac("sha256", secret as Buffer);
      }
      update(data: string | Uint8Array): void {
        this.#hash.update(data);
      }
      digest(): Promise<Uint8Array> {
        return Promise.resolve(this.#hash.digest());
      }
    }
    const signer = new SignatureV4({
      service: "kms-xks-proxy",
      region: "eu-central-1",
      credentials: { accessKeyId: house.target().accessKeyId, secretAccessKey: house.target().secretAccessKey },
      sha256: Sha256,
      applyChecksum: false,
    });
    const signed = await signer.sign(
      {
        method: "POST",
        protocol: "https:",
        hostname: "127.0.0.1",
        path,
        query: {},
        headers: { host: `127.0.0.1:${server.port}`, "content-type": "application/json" },
        body: text,
      },
      { signingDate: new Date(Math.floor(clock.now() / 1000) * 1000) },
    );
    expect(headers.authorization).toBe(signed.headers.authorization);
  });

  it("uses its connection again, and a new credential on it at once", async () => {
    await encrypt();
    await encrypt({ accessKeyId: "BBBBBBBBBBBBBBBBBBBB" });
    expect(server.handshakes).toBe(1);
    expect(server.requests[1]?.head).toContain("Credential=BBBBBBBBBBBBBBBBBBBB/");
    expect(interactions.map(({ attempts }) => attempts[0]?.reused)).toEqual([false, true]);
    expect(Object.keys(interactions[0]?.attempts[0] ?? {}).sort()).toEqual(
      ["dnsMs", "firstByteMs", "lastByteMs", "reused", "sentMs", "tcpMs", "tlsMs", "totalMs"].sort(),
    );
    expect(interactions[1]?.attempts[0]).not.toHaveProperty("tlsMs");
  });

  it("reads key metadata and health", async () => {
    const { kmsKeyArn: _, ...rest } = metadata;
    expect(await house.client.getKeyMetadata(house.target(), "key-1", { ...rest, kmsOperation: "CreateKey" })).toEqual({
      keySpec: "AES_256",
      keyUsage: ["ENCRYPT", "DECRYPT"],
      keyStatus: "ENABLED",
    });
    const health = await house.health();
    expect(health.ekmFleetDetails).toEqual([
      { id: "hsm-1", model: "H", state: "Active" },
      { id: "hsm-2", model: "H", state: "Degraded" },
    ]);
    expect(server.requests[1]?.body).toEqual({ requestMetadata: { kmsOperation: "KmsHealthCheck", kmsRequestId: "r" } });
  });

  it("takes chunked answers and interim ones", async () => {
    server.behave = (request) => {
      const text = JSON.stringify(goodAnswer(request));
      request.socket.write(
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\nHTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n",
      );
      request.socket.write(`5\r\n${text.slice(0, 5)}\r\n${(text.length - 5).toString(16)};x=y\r\n${text.slice(5)}\r\n0\r\n\r\n`);
    };
    await encrypt();
    await encrypt();
    expect(server.handshakes).toBe(1);
  });
});

/** Makes an attempt end in each way that the time-out table knows, and lets the clock run as far as needed. */
const ends: Readonly<Record<AttemptEnd, { readonly attempts: number; readonly run: () => Promise<XksError | undefined> }>> = {
  "nothing-in-time": {
    attempts: 2,
    async run() {
      server.behave = () => undefined;
      const call = failed(encrypt());
      for (let i = 0; i < 2; i++) {
        await server.next();
        await clock.advance(249);
        expect(interactions).toHaveLength(0);
        await clock.advance(1);
      }
      return call;
    },
  },
  "body-incomplete-in-time": {
    attempts: 1,
    async run() {
      const sent = sending('HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{"plain');
      const call = failed(encrypt());
      await sent;
      await clock.advance(250);
      return call;
    },
  },
  "not-connected": {
    attempts: 1,
    async run() {
      return failed(encrypt({ uriEndpoint: `https://127.0.0.1:${await freePort()}` }));
    },
  },
  "tls-failed": {
    attempts: 1,
    async run() {
      house.newClient({ trustedCa: [] });
      return failed(encrypt());
    },
  },
  "reset-on-reused-connection": {
    attempts: 1,
    async run() {
      await encrypt();
      house.interactions.length = 0;
      server.behave = (request) => (request.connection === 1 ? request.socket.destroy() : answerWell(request));
      await encrypt();
      expect(server.handshakes).toBe(2);
      return undefined;
    },
  },
  "reset-otherwise": {
    attempts: 1,
    async run() {
      server.behave = ({ socket }) => socket.destroy();
      return failed(encrypt());
    },
  },
  answered: {
    attempts: 1,
    async run() {
      server.behave = answer(503, { errorName: "DependencyTimeoutException", errorMessage: "the HSM\u0000 is slow" });
      return failed(encrypt());
    },
  },
};

describe("the time-out table", () => {
  it.each(attemptEnds)("%s: retried and recorded as its row says", async (end) => {
    const row = timeOutRowOf(end);
    const error = await ends[end].run();
    const interaction = one();
    expect(interaction.attempts).toHaveLength(ends[end].attempts);
    expect(interaction.attempts.length).toBe(row.retry === "once" ? 2 : 1);
    // On a clock that moves only while a test waits for a time-out, true time is none.
    expect(interaction.latencyMs).toBe(row.latency === "allotted" ? 250 * ends[end].attempts : 0);
    if (end === "answered") {
      expect(interaction.failure).toEqual({
        exceptionName: "DependencyTimeoutException",
        detail: "the XKS proxy answered DependencyTimeoutException",
        httpStatus: 503,
        proxyMessage: "the HSM? is slow",
      });
    } else if (row.retry === "within-budget") expect(interaction.failure).toBeUndefined();
    else expect(interaction.failure?.exceptionName).toBe("XksProxyUnreachableException");
    if (error) expect(error.reason).toBe(row.reason);
  });

  it("adds up both attempts when the second one succeeds", async () => {
    server.behave = (request) => (request.connection === 1 ? undefined : answerWell(request));
    const call = encrypt();
    await server.next();
    await clock.advance(250);
    await call;
    expect(one()).toMatchObject({ latencyMs: 250, attempts: [{ totalMs: 250 }, { totalMs: 0, reused: false }] });
    expect(server.handshakes).toBe(2);
  });

  it("retries a time-out on a connection opened since, even when an older one stands idle", async () => {
    await Promise.all([encrypt(), encrypt()]);
    expect(server.handshakes).toBe(2);
    house.interactions.length = 0;
    server.behave = (request) => (request.connection <= 2 ? undefined : answerWell(request));
    const waiting = encrypt();
    await until(() => server.requests.length === 3);
    await clock.advance(250);
    await waiting;
    expect(server.handshakes).toBe(3);
    expect(one().attempts.map(({ reused }) => reused)).toEqual([true, false]);
  });

  it("repeats once within the same time when a kept connection was closed, and then still has its time-out retry", async () => {
    await encrypt();
    house.interactions.length = 0;
    server.behave = (request) => (request.connection === 1 ? request.socket.destroy() : undefined);
    const call = failed(encrypt());
    await server.next();
    await server.next();
    await server.next();
    expect(server.handshakes).toBe(2);
    await clock.advance(250);
    await server.next();
    await clock.advance(250);
    expect((await call).reason).toBe("time-out");
    expect(one()).toMatchObject({ latencyMs: 500, attempts: [{ totalMs: 250 }, { totalMs: 250 }] });
  });

  it("gives up on a slow drip of a head without a retry, since bytes came", async () => {
    const sent = sending("HTTP/1.1 20");
    const call = failed(encrypt());
    await sent;
    await clock.advance(250);
    await call;
    expect(one()).toMatchObject({ latencyMs: 250, failure: { detail: "the answer was not complete within 250 ms" } });
  });

  it("counts a TLS handshake that never ends, and a name that never resolves, as time-outs", async () => {
    const silent = createServer();
    silent.listen(0, "127.0.0.1");
    await once(silent, "listening");
    house.whenClosing(() => void silent.close());
    const accepted = once(silent, "connection");
    const call = failed(encrypt({ uriEndpoint: `https://127.0.0.1:${(silent.address() as AddressInfo).port}` }));
    await accepted;
    await clock.advance(250);
    await once(silent, "connection");
    await clock.advance(250);
    expect((await call).reason).toBe("time-out");

    house.newClient({ lookup: () => new Promise(() => undefined) });
    const nameless = failed(encrypt({ uriEndpoint: "https://proxy.test" }));
    await clock.advance(500);
    expect((await nameless).reason).toBe("time-out");
    expect(one()).toMatchObject({ latencyMs: 500, failure: { detail: "no answer (no connection) within 250 ms" } });
  });

  it("does not retry a name that is not found", async () => {
    house.newClient({ lookup: () => Promise.reject(Object.assign(new Error("x"), { code: "ENOTFOUND" })) });
    expect((await failed(encrypt({ uriEndpoint: "https://proxy.test" }))).reason).toBe("no-communication");
    expect(one()).toMatchObject({ latencyMs: 250, failure: { detail: "name not found (ENOTFOUND)" } });
  });
});

/** What a proxy can answer that is not what the specification allows, and how it is recorded. */
const malformedAnswers: readonly (readonly [string, Behaviour, string])[] = [
  ["no HTTP", ({ socket }) => void socket.write("SSH-2.0-OpenSSH\r\n"), "the answer is not HTTP/1.1"],
  ["a redirect", answer(302, "", "location: https://127.0.0.1/\r\n"), "HTTP 302 with an empty body"],
  ["an upgrade", ({ socket }) => void socket.write("HTTP/1.1 101 Switching Protocols\r\n\r\n"), "the answer switches protocols"],
  ["HTML", answer(200, "<html></html>"), "HTTP 200 with a body that is not JSON"],
  ["HTML as an error", answer(502, "<html></html>"), "HTTP 502 with a body that is not JSON"],
  ["nothing", answer(200, ""), "HTTP 200 with an empty body"],
  ["a list", answer(200, "[]"), "HTTP 200 with JSON that is no object"],
  ["missing fields", answer(200, {}), "the answer has no ciphertext"],
  ["an error without a name", answer(500, {}), "HTTP 500 without an errorName"],
  ["an unknown error", answer(500, { errorName: "OopsException" }), "HTTP 500 with the unknown errorName OopsException"],
  [
    "our own exception as its error",
    answer(500, { errorName: "XksProxyUnreachableException" }),
    "HTTP 500 with the unknown errorName XksProxyUnreachableException",
  ],
  ["too much", answer(200, "x".repeat(70_000)), "the answer is larger than 65536 bytes"],
  [
    "too much without saying so",
    ({ socket }) => void socket.write(`HTTP/1.1 200 OK\r\n\r\n${"x".repeat(70_000)}`),
    "the answer is larger than 65536 bytes",
  ],
  [
    "an endless head",
    ({ socket }) => void socket.write(`HTTP/1.1 200 OK\r\nx: ${"x".repeat(20_000)}`),
    "the answer's head is larger than 16384 bytes",
  ],
  [
    "two lengths",
    ({ socket }) => void socket.write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{} "),
    "the answer's content-length is not one number",
  ],
  ["more than one answer", ({ socket }) => void socket.write(`${http(200, "{}")}HTTP/1.1 200 OK`), "bytes follow the answer"],
  ["a short tag", altered({ authenticationTag: "AAAA" }), "the answer's authenticationTag has 3 bytes, not 16"],
  [
    "a wrong iv",
    altered({ initializationVector: Buffer.alloc(13).toString("base64") }),
    "the answer's initializationVector has 13 bytes, not 12 or 16",
  ],
  ["a short ciphertext", altered({ ciphertext: "AAAA" }), "the answer's ciphertext has 3 bytes, not the plaintext's 14"],
  [
    "long metadata",
    altered({ ciphertextMetadata: Buffer.alloc(21).toString("base64") }),
    "the answer's ciphertextMetadata has 21 bytes, more than 20",
  ],
  ["no Base64", altered({ ciphertext: "*" }), "the answer's ciphertext is not Base64"],
  ["a number", altered({ ciphertext: 5 }), "the answer's ciphertext is no string"],
  ["no integrity value", altered({ ciphertextDataIntegrityValue: undefined }), "the answer has no ciphertextDataIntegrityValue"],
  [
    "a wrong integrity value",
    altered({ ciphertextDataIntegrityValue: Buffer.alloc(32).toString("base64") }),
    "the answer's ciphertextDataIntegrityValue does not match its contents",
  ],
];

/** A good answer to Encrypt with some members replaced. */
function altered(members: Readonly<Record<string, unknown>>): Behaviour {
  return (request) => answer(200, { ...encryptAnswer(request.body), ...members })(request);
}

describe("an answer that is none", () => {
  it.each(malformedAnswers)("%s: recorded as ValidationException, never retried", async (_what, behaviour, detail) => {
    server.behave = behaviour;
    const { failure, reason } = await failed(encrypt());
    expect(failure).toMatchObject({ exceptionName: "ValidationException", detail });
    expect(reason).toBeUndefined();
    expect(one()).toMatchObject({ latencyMs: 0, failure });
    expect(server.requests).toHaveLength(1);
  });

  it("does not leave its rest to the next call", async () => {
    server.behave = ({ socket }) => void socket.write(`${http(200, "{}")}${http(200, "{}")}`);
    await failed(encrypt());
    server.behave = answerWell;
    await encrypt();
    expect(server.handshakes).toBe(2);
  });

  it.each(xksErrorNames)("%s of the proxy is recorded under its own name", async (name) => {
    server.behave = answer(xksErrors[name].status, { errorName: name });
    expect((await failed(encrypt())).failure).toMatchObject({ exceptionName: name, httpStatus: xksErrors[name].status });
    expect(server.requests).toHaveLength(1);
  });
});

/** Answers every request with these bytes alone; resolves once the client has read them. */
function sending(bytes: string): Promise<void> {
  return new Promise((resolve) => {
    server.behave = ({ socket }) => void socket.write(bytes, () => void turns().then(resolve));
  });
}
