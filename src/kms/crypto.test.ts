import { beforeEach, describe, expect, it } from "vitest";
import type { Caller } from "../aws/caller.ts";
import { ApiError } from "../aws/api-error.ts";
import { ManualClock } from "../lib/clock.ts";
import type { KeyStore } from "../model/key-store.ts";
import type { KmsKey } from "../model/kms-key.ts";
import type { KmsRequest } from "../model/kms-request.ts";
import { failureOf, unreachableReasons, xksExceptionNames } from "../model/xks-failures.ts";
import type { UnreachableReason, XksExceptionName } from "../model/xks-failures.ts";
import { XksError } from "../xks/calls.ts";
import type { CallMetadata, DecryptCall, EncryptCall, XksClient, XksTarget } from "../xks/calls.ts";
import { createCryptoContext, cryptoOperations } from "./crypto.ts";
import type { CryptoContext } from "./crypto.ts";
import { MutableDirectory } from "./directory.ts";
import { defaultKeyPolicy } from "./key-policy/default-key-policy.ts";

/** A proxy in memory: turns bits around, checks that context and parts come back as they were. */
class FakeProxy implements XksClient {
  readonly calls: { readonly target: XksTarget; readonly metadata: CallMetadata; readonly what: EncryptCall | DecryptCall }[] = [];
  failure: XksError | undefined;
  /** What Decrypt returns instead. */
  plaintext: Uint8Array | undefined;

  encrypt(target: XksTarget, call: EncryptCall, metadata: CallMetadata) {
    this.calls.push({ target, metadata, what: call });
    if (this.failure) return Promise.reject(this.failure);
    return Promise.resolve({
      ciphertext: call.plaintext.map((byte) => byte ^ 0xff),
      initializationVector: new Uint8Array(12).fill(3),
      authenticationTag: new Uint8Array(16).fill(call.additionalAuthenticatedData?.length ?? 0),
      ciphertextMetadata: Buffer.from("v=1"),
    });
  }

  decrypt(target: XksTarget, call: DecryptCall, metadata: CallMetadata) {
    this.calls.push({ target, metadata, what: call });
    if (this.failure) return Promise.reject(this.failure);
    return Promise.resolve(this.plaintext ?? call.ciphertext.map((byte) => byte ^ 0xff));
  }

  getKeyMetadata = () => Promise.reject(new Error("not asked here"));
  getHealthStatus = () => Promise.reject(new Error("not asked here"));
  close = () => Promise.resolve();
}

const region = "us-east-1";
const accountId = "123456789012";
const idOf = (digit: string): string => `${digit.repeat(8)}-0000-4000-8000-000000000000`;
const arnOf = (id: string): string => `arn:aws:kms:${region}:${accountId}:key/${id}`;

function keyStore(id: string, over: Partial<KeyStore> = {}): KeyStore {
  return {
    id,
    name: id,
    connectivity: "PUBLIC_ENDPOINT",
    uriEndpoint: "https://proxy.test",
    uriPath: "/kms/xks/v1",
    credential: { accessKeyId: "A".repeat(20), secretAccessKey: "s".repeat(43), setAt: 0 },
    connectionState: "CONNECTED",
    stateChangedAt: 0,
    createdAt: 0,
    quotaPerSecond: 1800,
    ...over,
  };
}

function kmsKey(digit: string, keyStoreId: string, over: Partial<KmsKey> = {}): KmsKey {
  const id = idOf(digit);
  return {
    id,
    arn: arnOf(id),
    keyStoreId,
    externalKeyId: `external-${digit}`,
    description: "",
    ownState: "Enabled",
    createdAt: 0,
    policy: defaultKeyPolicy({ region, accountId }),
    tags: [],
    innerKey: new Uint8Array(32).fill(Number(digit)),
    ...over,
  };
}

let clock: ManualClock;
let directory: MutableDirectory;
let proxy: FakeProxy;
let facts: KmsRequest[];
let context: CryptoContext;

const put = {
  store: (store: KeyStore) => directory.apply([{ table: "key-store", id: store.id, value: store }]),
  key: (key: KmsKey) => directory.apply([{ table: "kms-key", id: key.id, value: key }]),
};

beforeEach(() => {
  clock = new ManualClock();
  directory = new MutableDirectory({ region, accountId });
  put.store(keyStore("cks-a"));
  put.store(keyStore("cks-b"));
  put.key(kmsKey("1", "cks-a"));
  put.key(kmsKey("2", "cks-b"));
  directory.apply([
    { table: "alias", id: "alias/one", value: { name: "alias/one", arn: "", keyId: idOf("1"), createdAt: 0, updatedAt: 0 } },
  ]);
  proxy = new FakeProxy();
  facts = [];
  context = createCryptoContext({ directory, xksClient: proxy, facts: { kmsRequest: (fact) => facts.push(fact) }, clock });
});

const user: Caller = { arn: `arn:aws:iam::${accountId}:user/alice`, accountId, role: "user", by: "signature", remoteAddress: "" };

/** The output of an operation, or the ApiError's "code: message". */
async function ask(name: string, input: Record<string, unknown>, caller = user): Promise<Record<string, unknown>> {
  const operation = cryptoOperations.get(name);
  if (!operation) throw new Error(`no operation ${name}`);
  return (await operation.handle(input as never, { context, caller, requestId: "request-1" })) as Record<string, unknown>;
}

async function refusal(name: string, input: Record<string, unknown>, caller = user): Promise<string> {
  try {
    await ask(name, input, caller);
  } catch (error) {
    if (error instanceof ApiError) return `${error.details.code}: ${error.details.message}`;
    throw error;
  }
  return "none";
}

const Plaintext = Buffer.from("attack at dawn");
const EncryptionContext = { project: "nile", department: "marketing" };

async function encrypted(input: Record<string, unknown> = {}): Promise<Uint8Array> {
  return (await ask("Encrypt", { KeyId: idOf("1"), Plaintext, ...input })).CiphertextBlob as Uint8Array;
}

describe("Encrypt and Decrypt", () => {
  it.each([idOf("1"), arnOf(idOf("1")), "alias/one", `arn:aws:kms:${region}:${accountId}:alias/one`])("go round by %s", async (KeyId) => {
    const answer = await ask("Encrypt", { KeyId, Plaintext, EncryptionContext });
    expect(answer).toMatchObject({ KeyId: arnOf(idOf("1")), EncryptionAlgorithm: "SYMMETRIC_DEFAULT" });
    const back = await ask("Decrypt", { CiphertextBlob: answer.CiphertextBlob, EncryptionContext, KeyId });
    expect(back).toEqual({ KeyId: arnOf(idOf("1")), Plaintext, EncryptionAlgorithm: "SYMMETRIC_DEFAULT" });
  });

  it("take the largest plaintext within the sizes that every proxy must take", async () => {
    const CiphertextBlob = await encrypted({ Plaintext: Buffer.alloc(4096, 1) });
    expect(CiphertextBlob.length).toBeLessThanOrEqual(6144);
    expect(((proxy.calls[0] ?? expect.fail()).what as EncryptCall).plaintext.length).toBeLessThanOrEqual(4300);
    expect((await ask("Decrypt", { CiphertextBlob })).Plaintext).toEqual(Buffer.alloc(4096, 1));
  });

  it("give the proxy the inner layer's ciphertext, never the plaintext, and say for whom they ask", async () => {
    await encrypted({ EncryptionContext });
    const { what, metadata, target } = proxy.calls[0] ?? expect.fail();
    expect(Buffer.from((what as EncryptCall).plaintext).includes(Plaintext)).toBe(false);
    expect(what).toMatchObject({ externalKeyId: "external-1" });
    expect(Buffer.from(what.additionalAuthenticatedData ?? []).toString()).toBe('{"department":"marketing","project":"nile"}');
    expect(metadata).toEqual({
      kmsOperation: "Encrypt",
      kmsRequestId: "request-1",
      kmsKeyArn: arnOf(idOf("1")),
      awsPrincipalArn: user.arn,
    });
    expect(target).toMatchObject({ keyStoreId: "cks-a", uriEndpoint: "https://proxy.test" });
  });

  it("never make the same blob twice", async () => {
    expect(await encrypted()).not.toEqual(await encrypted());
  });

  it("do not mind the order of an encryption context, nor an empty one", async () => {
    const CiphertextBlob = await encrypted({ EncryptionContext });
    const turned = { department: "marketing", project: "nile" };
    expect((await ask("Decrypt", { CiphertextBlob, EncryptionContext: turned })).Plaintext).toEqual(Plaintext);
    expect((await ask("Decrypt", { CiphertextBlob: await encrypted(), EncryptionContext: {} })).Plaintext).toEqual(Plaintext);
  });

  it("bind the context to the inner layer, so that a careless proxy cannot undo it", async () => {
    const CiphertextBlob = await encrypted({ EncryptionContext });
    expect(await refusal("Decrypt", { CiphertextBlob, EncryptionContext: { project: "rhine" } })).toBe(
      "KMSInvalidStateException: The ciphertext that the external key store proxy submitted for decryption, or the encryption context, is corrupted, missing, or otherwise invalid.",
    );
    expect(await refusal("Decrypt", { CiphertextBlob })).toMatch(/^KMSInvalidStateException/);
  });

  it("keep keys over the same external key apart", async () => {
    put.key(kmsKey("3", "cks-a", { externalKeyId: "external-1" }));
    const blob = Buffer.from(await encrypted());
    blob.write(idOf("3").replaceAll("-", ""), 1, "hex");
    expect(await refusal("Decrypt", { CiphertextBlob: blob })).toMatch(/^KMSInvalidStateException/);
  });

  it("refuse a context beyond 8,192 bytes when serialized", async () => {
    const full = { k: "v".repeat(8192 - '{"k":""}'.length) };
    await encrypted({ EncryptionContext: full });
    expect(await refusal("Encrypt", { KeyId: idOf("1"), Plaintext, EncryptionContext: { k: `${full.k}v` } })).toBe(
      "ValidationException: The encryption context is 8193 bytes when serialized, more than 8192",
    );
  });

  it.each([
    ["cut", (blob: Buffer) => blob.subarray(0, -1)],
    ["longer", (blob: Buffer) => Buffer.concat([blob, Buffer.from([0])])],
    ["of another form", (blob: Buffer) => Buffer.concat([Buffer.from([2]), blob.subarray(1)])],
    ["of an unknown key", (blob: Buffer) => Buffer.concat([blob.subarray(0, 1), Buffer.alloc(16), blob.subarray(17)])],
    ["foreign", () => Buffer.from("AQICAHhello", "latin1")],
    ["one byte", () => Buffer.from([1])],
  ])("refuse a blob that is %s without asking the proxy, with an empty message", async (_what, change) => {
    const CiphertextBlob = change(Buffer.from(await encrypted()));
    proxy.calls.length = 0;
    expect(await refusal("Decrypt", { CiphertextBlob })).toBe("InvalidCiphertextException: ");
    expect(proxy.calls).toHaveLength(0);
  });

  it("refuse another key than the one that encrypted", async () => {
    const CiphertextBlob = await encrypted();
    expect(await refusal("Decrypt", { CiphertextBlob, KeyId: idOf("2") })).toBe(
      "IncorrectKeyException: The key ID in the request does not identify a CMK that can perform this operation.",
    );
  });

  it("refuse algorithms of asymmetric keys", async () => {
    expect(await refusal("Encrypt", { KeyId: idOf("1"), Plaintext, EncryptionAlgorithm: "RSAES_OAEP_SHA_256" })).toMatch(
      /^InvalidKeyUsageException: /,
    );
  });
});

describe("data keys", () => {
  it.each([
    [{ KeySpec: "AES_256" }, 32],
    [{ KeySpec: "AES_128" }, 16],
    [{ NumberOfBytes: 1024 }, 1024],
  ])("%j", async (how, bytes) => {
    const { Plaintext: dataKey, CiphertextBlob, KeyId } = await ask("GenerateDataKey", { KeyId: "alias/one", ...how });
    expect(dataKey).toHaveLength(bytes);
    expect(KeyId).toBe(arnOf(idOf("1")));
    expect((await ask("Decrypt", { CiphertextBlob })).Plaintext).toEqual(Buffer.from(dataKey as Uint8Array));
  });

  it("without plaintext are as good", async () => {
    const answer = await ask("GenerateDataKeyWithoutPlaintext", { KeyId: idOf("1"), KeySpec: "AES_256" });
    expect(Object.keys(answer).sort()).toEqual(["CiphertextBlob", "KeyId"]);
    const { Plaintext: dataKey } = await ask("Decrypt", { CiphertextBlob: answer.CiphertextBlob });
    expect(dataKey).toHaveLength(32);
    expect(dataKey).not.toEqual(Buffer.alloc(32));
  });

  it.each([{}, { KeySpec: "AES_256", NumberOfBytes: 32 }])("want one way to say their length: %j", async (how) => {
    expect(await refusal("GenerateDataKey", { KeyId: idOf("1"), ...how })).toBe(
      "ValidationException: Please specify either number of bytes or key spec.",
    );
  });
});

describe("ReEncrypt", () => {
  it("goes from key to key and context to context", async () => {
    const CiphertextBlob = await encrypted({ EncryptionContext });
    const answer = await ask("ReEncrypt", {
      CiphertextBlob,
      SourceEncryptionContext: EncryptionContext,
      DestinationKeyId: idOf("2"),
      DestinationEncryptionContext: { project: "rhine" },
    });
    expect(answer).toMatchObject({
      SourceKeyId: arnOf(idOf("1")),
      KeyId: arnOf(idOf("2")),
      SourceEncryptionAlgorithm: "SYMMETRIC_DEFAULT",
      DestinationEncryptionAlgorithm: "SYMMETRIC_DEFAULT",
    });
    expect(proxy.calls.slice(1).map(({ metadata, target }) => [metadata.kmsOperation, metadata.kmsKeyArn, target.keyStoreId])).toEqual([
      ["ReEncrypt", arnOf(idOf("1")), "cks-a"],
      ["ReEncrypt", arnOf(idOf("2")), "cks-b"],
    ]);
    const back = await ask("Decrypt", { CiphertextBlob: answer.CiphertextBlob, EncryptionContext: { project: "rhine" } });
    expect(back.Plaintext).toEqual(Plaintext);
    expect(facts[1]).toMatchObject({
      operation: "ReEncrypt",
      keyArn: arnOf(idOf("2")),
      sourceKeyArn: arnOf(idOf("1")),
      keyStoreId: "cks-b",
    });
  });

  it("takes quota from both stores, or from none", async () => {
    const CiphertextBlob = await encrypted();
    put.store(keyStore("cks-a", { quotaPerSecond: 3 }));
    put.store(keyStore("cks-b", { quotaPerSecond: 1 }));
    const again = () => refusal("ReEncrypt", { CiphertextBlob, DestinationKeyId: idOf("2") });
    expect(await again()).toBe("none");
    expect(await again()).toMatch(/^ThrottlingException/);
    expect(facts.at(-1)).toMatchObject({ outcome: "throttled", keyStoreId: "cks-b" });
    // One for the Encrypt, one for the ReEncrypt that passed: one is left.
    expect(await refusal("Encrypt", { KeyId: idOf("1"), Plaintext })).toBe("none");
    expect(await refusal("Encrypt", { KeyId: idOf("1"), Plaintext })).toMatch(/^ThrottlingException/);
  });
});

describe("the state of key and key store", () => {
  const notConnected =
    "KMSInvalidStateException: This KMS key is in a custom key store that is not connected to its external key store proxy. Connect the external key store and try the request again.";
  it.each([
    ["CONNECTED", "Disabled", `DisabledException: ${arnOf(idOf("1"))} is disabled.`],
    ["CONNECTED", "PendingDeletion", `KMSInvalidStateException: ${arnOf(idOf("1"))} is pending deletion.`],
    ["DISCONNECTED", "PendingDeletion", `KMSInvalidStateException: ${arnOf(idOf("1"))} is pending deletion.`],
    ["DISCONNECTED", "Disabled", notConnected],
    ["DISCONNECTED", "Enabled", notConnected],
    ["CONNECTING", "Enabled", notConnected],
    ["FAILED", "Enabled", notConnected],
    ["DISCONNECTING", "Enabled", notConnected],
  ] as const)("%s and %s", async (connectionState, ownState, message) => {
    const CiphertextBlob = await encrypted();
    proxy.calls.length = 0;
    put.store(keyStore("cks-a", { connectionState }));
    put.key(kmsKey("1", "cks-a", { ownState }));
    expect(await refusal("Encrypt", { KeyId: idOf("1"), Plaintext })).toBe(message);
    expect(await refusal("Decrypt", { CiphertextBlob })).toBe(message);
    expect(proxy.calls).toHaveLength(0);
    expect(facts.slice(1).map((fact) => fact.outcome)).toEqual(["failed", "failed"]);
  });
});

/** Every recorded failure × every cryptographic operation. */
interface Failure {
  readonly name: XksExceptionName;
  readonly reason?: UnreachableReason;
}
const failures = xksExceptionNames.flatMap<Failure>((name) =>
  name === "XksProxyUnreachableException" ? unreachableReasons.map((reason) => ({ name, reason })) : [{ name }],
);
const operations: Readonly<Record<string, (blob: Uint8Array) => Record<string, unknown>>> = {
  Encrypt: () => ({ KeyId: idOf("1"), Plaintext }),
  Decrypt: (CiphertextBlob) => ({ CiphertextBlob }),
  ReEncrypt: (CiphertextBlob) => ({ CiphertextBlob, DestinationKeyId: idOf("2") }),
  GenerateDataKey: () => ({ KeyId: idOf("1"), KeySpec: "AES_256" }),
  GenerateDataKeyWithoutPlaintext: () => ({ KeyId: idOf("1"), KeySpec: "AES_256" }),
};

describe.each(Object.keys(operations))("%s at a failing proxy", (name) => {
  it.each(failures)("$name $reason becomes what the table says", async ({ name: exceptionName, reason }) => {
    const input = operations[name]?.(await encrypted()) ?? {};
    proxy.failure = new XksError({ exceptionName, detail: "secret detail", proxyMessage: "secret message" }, reason);
    const { exception, message } = failureOf(exceptionName, "crypto", reason);
    expect(await refusal(name, input)).toBe(`${exception}: ${message}`);
    expect(facts.at(-1)).toMatchObject({ operation: name, outcome: "failed" });
  });

  it("tells how each call ended, exactly once", async () => {
    const input = operations[name]?.(await encrypted()) ?? {};
    facts.length = 0;
    await ask(name, input);
    expect(facts).toHaveLength(1);
    expect(facts[0]).toMatchObject({ operation: name, outcome: "succeeded", requestId: "request-1", callerArn: user.arn, at: clock.now() });
  });

  it("says what a dry run would have come to, without asking the proxy", async () => {
    const input = operations[name]?.(await encrypted()) ?? {};
    proxy.calls.length = 0;
    expect(await refusal(name, { ...input, DryRun: true })).toBe(
      "DryRunOperationException: The request would have succeeded, but the DryRun option is set.",
    );
    expect(proxy.calls).toHaveLength(0);
  });

  it("is refused by the quota at once, without asking the proxy", async () => {
    const input = operations[name]?.(await encrypted()) ?? {};
    put.store(keyStore("cks-a", { quotaPerSecond: 1 }));
    proxy.calls.length = 0;
    expect(await refusal(name, input)).toBe(
      "ThrottlingException: You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.",
    );
    expect(proxy.calls).toHaveLength(0);
    expect(facts.at(-1)).toMatchObject({ operation: name, outcome: "throttled", keyStoreId: "cks-a" });
  });

  it("is not for viewers", async () => {
    const input = operations[name]?.(await encrypted()) ?? {};
    expect(await refusal(name, input, { ...user, role: "viewer" })).toMatch(
      /^AccessDeniedException: User: arn:aws:iam::123456789012:user\/alice is not authorized to perform: kms:/,
    );
  });
});

describe("Decrypt without looking at the ciphertext", () => {
  it("is for dry runs on a named key", async () => {
    const DryRunModifiers = ["IGNORE_CIPHERTEXT"];
    expect(await refusal("Decrypt", { KeyId: idOf("1"), DryRun: true, DryRunModifiers })).toMatch(/^DryRunOperationException/);
    expect(await refusal("Decrypt", { DryRun: true, DryRunModifiers })).toMatch(/^ValidationException/);
    expect(await refusal("Decrypt", { KeyId: idOf("1"), DryRunModifiers })).toMatch(/^ValidationException/);
    expect(await refusal("Decrypt", { KeyId: idOf("1") })).toMatch(/^ValidationException/);
  });
});

describe("GenerateRandom", () => {
  it("gives as many bytes as asked for", async () => {
    expect((await ask("GenerateRandom", { NumberOfBytes: 1024 })).Plaintext).toHaveLength(1024);
    expect(await refusal("GenerateRandom", {})).toBe("ValidationException: NumberOfBytes is required.");
  });

  it("does not take them from an external key store", async () => {
    expect(await refusal("GenerateRandom", { NumberOfBytes: 1, CustomKeyStoreId: "cks-none" })).toBe("CustomKeyStoreNotFoundException: ");
    expect(await refusal("GenerateRandom", { NumberOfBytes: 1, CustomKeyStoreId: "cks-a" })).toMatch(/^UnsupportedOperationException/);
  });
});
