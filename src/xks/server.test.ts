import { describe, expect, it } from "vitest";
import { ManualClock } from "../lib/clock.ts";
import type { ApiRequest, ApiResponse } from "../lib/door.ts";
import { sign } from "../lib/sigv4.ts";
import { type XksErrorName, xksErrorNames, xksErrors, XksProxyError } from "./errors.ts";
import { ciphertextDataIntegrityValue } from "./integrity.ts";
import { xksOperationTable } from "./operations.ts";
import type { Encryption, ServedKeyStore, XksBackend } from "./server/backend.ts";
import { maximumBodyBytes, xksServer, type XksRequestOutcome } from "./server.ts";

const uriPath = "/demo/kms/xks/v1";
const credentials = { accessKeyId: "AKIAI2SFODNN7EXAMPLE", secretAccessKey: "s".repeat(43) };
const second = { accessKeyId: "B".repeat(30), secretAccessKey: "aZ09/+=".repeat(9) + "x" };
const encryption: Encryption = {
  ciphertext: new Uint8Array(12).fill(1),
  initializationVector: new Uint8Array(12).fill(2),
  authenticationTag: new Uint8Array(16).fill(3),
  ciphertextMetadata: new Uint8Array([4]),
};
const plaintext = Buffer.from("Hello World!");
const health = {
  xksProxyFleetSize: 1,
  xksProxyVendor: "v",
  xksProxyModel: "m",
  ekmVendor: "e",
  ekmFleetDetails: [{ id: "1", model: "m", healthStatus: "ACTIVE" as const }],
};
const metadata = {
  awsPrincipalArn: "arn:aws:iam::123456789012:user/Alice",
  kmsKeyArn: "arn:aws:kms:us-east-1:123456789012:key/1",
  kmsOperation: "BulkEncrypt",
  kmsRequestId: "not a UUID",
};
const bodies = {
  encrypt: { requestMetadata: metadata, plaintext: plaintext.toString("base64"), encryptionAlgorithm: "AES_GCM" },
  decrypt: {
    requestMetadata: metadata,
    ciphertext: Buffer.from(encryption.ciphertext).toString("base64"),
    initializationVector: Buffer.from(encryption.initializationVector).toString("base64"),
    authenticationTag: Buffer.from(encryption.authenticationTag).toString("base64"),
    encryptionAlgorithm: "AES_GCM",
  },
  metadata: { requestMetadata: metadata },
  health: { requestMetadata: { kmsOperation: "KmsHealthCheck", kmsRequestId: "r" } },
};
const encryptPath = `${uriPath}/keys/key-1/encrypt`;

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly body?: unknown;
  readonly raw?: Uint8Array;
  readonly as?: typeof credentials;
  readonly service?: string;
  readonly skewMs?: number;
  readonly headers?: Record<string, string>;
}

function server(changes: Partial<XksBackend> = {}, keyStoreChanges: Partial<ServedKeyStore> = {}) {
  const clock = new ManualClock();
  const outcomes: XksRequestOutcome[] = [];
  const backend: XksBackend = {
    encrypt: () => encryption,
    decrypt: () => plaintext,
    getKeyMetadata: () => ({ keySpec: "AES_256", keyUsage: ["ENCRYPT", "DECRYPT"], keyStatus: "ENABLED" }),
    getHealthStatus: () => health,
    ...changes,
  };
  const secretOf = (id: string) => [credentials, second].find(({ accessKeyId }) => accessKeyId === id)?.secretAccessKey;
  const keyStore: ServedKeyStore = { secretOf, admit: () => undefined, backend, ...keyStoreChanges };
  const door = xksServer({
    keyStore: (path) => (path === uriPath ? keyStore : undefined),
    clock,
    ended: (outcome) => outcomes.push(outcome),
  });
  const send = async ({
    method = "POST",
    path = encryptPath,
    body = bodies.encrypt,
    raw,
    as = credentials,
    service,
    skewMs = 0,
    headers,
  }: Sent = {}) => {
    const bytes = raw ?? Buffer.from(JSON.stringify(body));
    const given = { host: "xks.example.com", "content-type": "application/json" };
    const now = clock.now() + skewMs;
    const signed = sign({
      method,
      path,
      headers: { host: given.host },
      body: bytes,
      service: service ?? "kms-xks-proxy",
      region: "us-east-1",
      now,
      ...as,
    });
    const request: ApiRequest = { method, path, headers: { ...given, ...signed, ...headers }, body: bytes, remoteAddress: "127.0.0.1" };
    return await door(request);
  };
  return { send, outcomes };
}

const errorOf = ({ status, body }: ApiResponse) => ({
  status,
  ...(JSON.parse(Buffer.from(body).toString()) as { errorName: string; errorMessage: string }),
});
const failure = (errorName: XksErrorName) => expect.objectContaining({ errorName, status: xksErrors[errorName].status }) as unknown;
const jsonOf = (response: ApiResponse) => JSON.parse(Buffer.from(response.body).toString()) as Record<string, string>;

describe("xksServer", () => {
  it("answers the four operations", async () => {
    const { send } = server();
    expect(jsonOf(await send())).toEqual({
      ciphertext: "AQEBAQEBAQEBAQEB",
      ciphertextMetadata: "BA==",
      initializationVector: "AgICAgICAgICAgIC",
      authenticationTag: "AwMDAwMDAwMDAwMDAwMDAw==",
    });
    expect(jsonOf(await send({ path: `${uriPath}/keys/key-1/decrypt`, body: bodies.decrypt }))).toEqual({ plaintext: "SGVsbG8gV29ybGQh" });
    expect(jsonOf(await send({ path: `${uriPath}/keys/key-1/metadata`, body: bodies.metadata }))).toMatchObject({ keySpec: "AES_256" });
    expect(jsonOf(await send({ path: `${uriPath}/health`, body: bodies.health }))).toEqual(health);
  });

  it("gives the integrity value when asked, after proving the encryption", async () => {
    const { send } = server();
    const aad = Buffer.from("project=nile");
    const body = {
      ...bodies.encrypt,
      additionalAuthenticatedData: aad.toString("base64"),
      ciphertextDataIntegrityValueAlgorithm: "SHA_256",
    };
    const expected = ciphertextDataIntegrityValue({
      aad,
      metadata: encryption.ciphertextMetadata,
      iv: encryption.initializationVector,
      ciphertext: encryption.ciphertext,
      tag: encryption.authenticationTag,
    });
    expect(jsonOf(await send({ body })).ciphertextDataIntegrityValue).toBe(Buffer.from(expected).toString("base64"));
    const lying = server({ decrypt: () => Buffer.from("another text") });
    expect(errorOf(await lying.send({ body }))).toEqual(failure("InternalException"));
  });

  it.each(Object.values(xksOperationTable))("refuses GET for $name with 405", async ({ onKey, pathSuffix }) => {
    const path = `${uriPath}${onKey ? "/keys/key-1" : ""}${pathSuffix}`;
    expect(await server().send({ method: "GET", path })).toMatchObject({ status: 405, headers: { allow: "POST" } });
  });

  it.each([
    "/kms/xks/v1/keys/key-1/encrypt",
    "/demo/invalid/kms/xks/v1/health",
    `${uriPath}/keys/key-1/sign`,
    `${uriPath}/keys/key 1/encrypt`,
    `${uriPath}/keys/${"k".repeat(129)}/encrypt`,
    `${uriPath}/keys//encrypt`,
    `${uriPath}/keys/a/b/encrypt`,
    `${uriPath}/encrypt`,
    `${uriPath}/keys/key-1/health`,
    `${uriPath}/health?x=1`,
    "/",
    uriPath,
  ])("knows no operation under %s", async (path) => {
    expect(errorOf(await server().send({ path }))).toEqual(failure("InvalidUriPathException"));
  });

  it("takes both live credentials, whatever the length of their secrets", async () => {
    for (const as of [credentials, second]) expect((await server().send({ as })).status).toBe(200);
  });

  it.each<[string, Sent]>([
    ["an unknown access key", { as: { ...credentials, accessKeyId: "C".repeat(20) } }],
    ["a wrong secret", { as: { ...credentials, secretAccessKey: "t".repeat(43) } }],
    ["another service's scope", { service: "kms" }],
    ["a time more than five minutes ago", { skewMs: -300_001 - 1000 }],
    ["a time more than five minutes ahead", { skewMs: 301_000 + 1000 }],
    ["no signature", { headers: { authorization: "" } }],
    ["another host", { headers: { host: "other.example.com" } }],
    ["another date than the signed one", { headers: { "x-amz-date": "20261124T120001Z" } }],
  ])("does not authenticate %s", async (_what, sent) => {
    const { send, outcomes } = server();
    expect(errorOf(await send(sent))).toEqual(failure("AuthenticationFailedException"));
    expect(outcomes[0]).not.toHaveProperty("accessKeyId");
  });

  it("takes a time less than five minutes off", async () => {
    for (const skewMs of [-299_000, 299_000]) expect((await server().send({ skewMs })).status).toBe(200);
  });

  it("does not authenticate an altered body", async () => {
    const { send } = server();
    const other = Buffer.from(JSON.stringify(bodies.encrypt));
    const signed = await send({ raw: other });
    expect(signed.status).toBe(200);
    const { authorization } = sign({
      method: "POST",
      path: encryptPath,
      headers: { host: "xks.example.com" },
      body: other,
      service: "kms-xks-proxy",
      region: "us-east-1",
      now: new ManualClock().now(),
      ...credentials,
    });
    const altered = { ...bodies.encrypt, plaintext: "AAAA" };
    expect(errorOf(await send({ body: altered, headers: { authorization } }))).toEqual(failure("AuthenticationFailedException"));
  });

  it.each<[string, Sent]>([
    ["plaintext is missing", { body: { ...bodies.encrypt, plaintext: undefined } }],
    ["the body is not JSON", { raw: Buffer.from("{") }],
    ["requestMetadata is missing", { path: `${uriPath}/health`, body: {} }],
    ["content-type is not application/json", { headers: { "content-type": "text/plain" } }],
    [
      "initializationVector has 13 bytes, not 12 or 16",
      { path: `${uriPath}/keys/key-1/decrypt`, body: { ...bodies.decrypt, initializationVector: Buffer.alloc(13).toString("base64") } },
    ],
  ])("says of an invalid request: %s", async (message, sent) => {
    expect(errorOf(await server().send(sent))).toEqual({ status: 400, errorName: "ValidationException", errorMessage: message });
  });

  it("does not support what is larger than it can carry", async () => {
    const { send } = server();
    expect(errorOf(await send({ raw: Buffer.alloc(maximumBodyBytes + 1) }))).toEqual(failure("UnsupportedOperationException"));
    const body = { ...bodies.encrypt, additionalAuthenticatedData: Buffer.alloc(65_538).toString("base64") };
    expect(errorOf(await send({ body }))).toEqual(failure("UnsupportedOperationException"));
  });

  it.each(xksErrorNames)("passes a backend's %s on with its status", async (errorName) => {
    const { send, outcomes } = server({
      encrypt: () => {
        throw new XksProxyError(errorName, "not ä printable\nmessage");
      },
    });
    expect(errorOf(await send())).toEqual({ status: xksErrors[errorName].status, errorName, errorMessage: "not ? printable?message" });
    expect(outcomes[0]?.failure?.errorName).toBe(errorName);
  });

  it("tells nothing of what went wrong inside", async () => {
    const { send, outcomes } = server({ encrypt: () => Promise.reject(new TypeError("secret detail")) });
    const error = errorOf(await send());
    expect(error).toEqual(failure("InternalException"));
    expect(error.errorMessage).not.toContain("secret");
    expect(outcomes[0]?.failure?.cause).toBeInstanceOf(TypeError);
  });

  it("throttles genuine requests only", async () => {
    const admit = () => {
      throw new XksProxyError("ThrottlingException");
    };
    const { send } = server({}, { admit });
    expect(errorOf(await send())).toEqual(failure("ThrottlingException"));
    expect(errorOf(await send({ as: { ...credentials, secretAccessKey: "t".repeat(43) } }))).toEqual(
      failure("AuthenticationFailedException"),
    );
  });

  it("tells how a request ended, with its metadata and without its content", async () => {
    const { send, outcomes } = server();
    await send();
    expect(outcomes).toEqual([
      {
        uriPath,
        xksOperation: "Encrypt",
        externalKeyId: "key-1",
        accessKeyId: credentials.accessKeyId,
        metadata,
        durationMs: 0,
        remoteAddress: "127.0.0.1",
      },
    ]);
  });
});
