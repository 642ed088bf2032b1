/**
 * Failures between a real client and the bundled proxy: each is recorded once under its name, returned under its exception with
 * its message, read back as metrics and as an interaction, and explained with its owner.
 */
import { GetMetricStatisticsCommand } from "@aws-sdk/client-cloudwatch";
import { DecryptCommand, EncryptCommand, GenerateDataKeyCommand, type KMSClient, ReEncryptCommand } from "@aws-sdk/client-kms";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  errorTypeOf,
  explanationOf,
  failureOf,
  innerLayerFailure,
  type Owner,
  quotaFailure,
  type UnreachableReason,
  type XksExceptionName,
} from "../../src/model/xks-failures.ts";
import type { Fault } from "../../src/proxy/faults/fault-file.ts";
import { xksErrorNames } from "../../src/xks/errors.ts";
import { cloudWatchClient, kmsClient } from "../support/clients.ts";
import { connectedKeyStore, injectFaults, newKey, refusal, type Refusal } from "../support/key-stores.ts";
import { type Product, runCommand, startProduct, until } from "../support/product.ts";
import { signedCall } from "../support/signed-call.ts";

let product: Product;
let kms: KMSClient;
let startedAt: number;
/** Key stores of their own, so that what is counted is what the test did. */
let keyStoreId: string;
let keyId: string;
let keyArn: string;
let blob: Uint8Array | undefined;
beforeAll(async () => {
  startedAt = Date.now();
  product = await startProduct({ options: ["--faults", "--health-interval", "3600", "--proxy-timeout", "250"] });
  kms = kmsClient(product, { maxAttempts: 1 });
  await until(async () => {
    // A busy machine may need longer than 250 ms for a first answer.
    keyStoreId = await connectedKeyStore(product, kms, "failing").catch(() => "");
    return keyStoreId;
  });
  const key = await until(() => newKey(product, kms, keyStoreId, "failing-key").catch(() => undefined));
  keyId = key.KeyId;
  keyArn = key.Arn;
  blob = await until(async () => (await kms.send(encrypt()).catch(() => undefined))?.CiphertextBlob);
});
afterEach(() => injectFaults(product));
afterAll(() => product?.stop());

const encrypt = (): EncryptCommand => new EncryptCommand({ KeyId: keyId, Plaintext: Buffer.from("plain") });
const decrypt = (): DecryptCommand => new DecryptCommand({ CiphertextBlob: blob });
const timeOutText = failureOf("XksProxyUnreachableException", "crypto", "time-out").message;

interface Interaction {
  readonly KeyStoreId: string;
  readonly KmsOperation: string;
  readonly XksOperation: string;
  readonly KmsKeyArn: string;
  readonly CallerArn: string;
  readonly KmsRequestId: string;
  readonly LatencyMs: number;
  readonly Attempts: readonly { readonly Reused: boolean; readonly TotalMs: number }[];
  readonly Failure?: { readonly ExceptionName: string; readonly ErrorType: string; readonly Detail: string };
}

async function interactions(filter: Readonly<Record<string, unknown>>): Promise<readonly Interaction[]> {
  const { status, document } = await signedCall(product, "XkswatchConsole.ListInteractions", filter);
  expect(status).toBe(200);
  return document["Interactions"] as readonly Interaction[];
}

async function explained(question: string): Promise<readonly { readonly Owner: Owner; readonly ExceptionName?: string }[]> {
  const { document } = await signedCall(product, "XkswatchConsole.Explain", { Question: question });
  return document["Findings"] as readonly { readonly Owner: Owner }[];
}

/** The sum of one statistic of a metric of the key store over the test's time. */
async function counted(metric: string, dimensions: Readonly<Record<string, string>>, statistic: "Sum" | "SampleCount"): Promise<number> {
  const answer = await cloudWatchClient(product).send(
    new GetMetricStatisticsCommand({
      Namespace: "AWS/KMS",
      MetricName: metric,
      Dimensions: Object.entries({ CustomKeyStoreId: keyStoreId, KeySpec: "SYMMETRIC_DEFAULT", ...dimensions }).map(([Name, Value]) => ({
        Name,
        Value,
      })),
      StartTime: new Date(startedAt - 60_000),
      EndTime: new Date(Date.now() + 120_000),
      Period: 60,
      Statistics: [statistic],
    }),
  );
  return (answer.Datapoints ?? []).reduce((sum, point) => sum + (point[statistic] ?? 0), 0);
}

/** A fault of the proxy and what must come of it. */
interface Case {
  readonly fault: Fault;
  readonly on: "Encrypt" | "Decrypt";
  readonly exceptionName: XksExceptionName;
  readonly reason?: UnreachableReason;
  /** Recorded latency, where the time-out table fixes it. */
  readonly latencyMs?: number;
  readonly attempts?: number;
}

const fixed = { exceptionName: "XksProxyUnreachableException" } as const;
const cases: readonly Case[] = [
  ...xksErrorNames.map((errorName): Case => ({ fault: { kind: "error", errorName }, on: "Encrypt", exceptionName: errorName })),
  { fault: { kind: "hang" }, on: "Encrypt", ...fixed, reason: "time-out", latencyMs: 500, attempts: 2 },
  { fault: { kind: "delay", delayMs: 700 }, on: "Decrypt", ...fixed, reason: "time-out", latencyMs: 500, attempts: 2 },
  { fault: { kind: "hang-in-body" }, on: "Encrypt", ...fixed, reason: "time-out", latencyMs: 250, attempts: 1 },
  { fault: { kind: "drip", delayMs: 50 }, on: "Decrypt", ...fixed, reason: "time-out", latencyMs: 250, attempts: 1 },
  { fault: { kind: "reset-in-body" }, on: "Encrypt", ...fixed, reason: "no-communication", latencyMs: 250, attempts: 1 },
  { fault: { kind: "reset" }, on: "Encrypt", ...fixed, reason: "no-communication" },
  { fault: { kind: "garbage" }, on: "Encrypt", exceptionName: "ValidationException" },
  { fault: { kind: "html" }, on: "Decrypt", exceptionName: "ValidationException" },
  { fault: { kind: "empty" }, on: "Encrypt", exceptionName: "ValidationException" },
  { fault: { kind: "wrong-size" }, on: "Encrypt", exceptionName: "ValidationException" },
  { fault: { kind: "wrong-size" }, on: "Decrypt", exceptionName: "ValidationException" },
  { fault: { kind: "missing-member" }, on: "Encrypt", exceptionName: "ValidationException" },
  { fault: { kind: "long-metadata" }, on: "Encrypt", exceptionName: "ValidationException" },
  { fault: { kind: "bad-integrity-value" }, on: "Encrypt", exceptionName: "ValidationException" },
  { fault: { kind: "flipped-bit" }, on: "Encrypt", exceptionName: "ValidationException" },
  { fault: { kind: "status", status: 502 }, on: "Encrypt", exceptionName: "ValidationException" },
];

describe("a failure of the proxy", () => {
  const failed: { readonly refused: Refusal; readonly meant: Case }[] = [];

  it.each(cases)("$fault.kind $fault.errorName on $on: $exceptionName, once", async (meant) => {
    const { fault, on, exceptionName, reason } = meant;
    injectFaults(product, { ...fault, prefix: "/failing", operation: on });
    const { exception: name, message } = failureOf(exceptionName, "crypto", reason);
    const refused = await until(async () => {
      const once = await refusal(on === "Encrypt" ? kms.send(encrypt()) : kms.send(decrypt()));
      // A busy machine may be late by itself.
      return once.message === timeOutText && reason !== "time-out" ? undefined : once;
    });
    expect(refused).toMatchObject({ name, message, status: 400 });
    failed.push({ refused, meant });
  });

  it("is kept as one interaction each, joined to the call by its request id", async () => {
    expect(failed).toHaveLength(cases.length);
    await until(async () => (await interactions({ KmsRequestId: failed.at(-1)?.refused.requestId })).length > 0);
    for (const { refused, meant } of failed) {
      const kept = await interactions({ KmsRequestId: refused.requestId });
      expect(kept).toHaveLength(1);
      const { exceptionName, on, latencyMs, attempts } = meant;
      expect(kept[0]).toMatchObject({
        KeyStoreId: keyStoreId,
        KmsOperation: on,
        XksOperation: on,
        KmsKeyArn: keyArn,
        KmsRequestId: refused.requestId,
        CallerArn: expect.stringMatching(/^arn:aws:iam::\d{12}:user\/admin$/),
        Failure: { ExceptionName: exceptionName, ErrorType: errorTypeOf(exceptionName) },
        ...(latencyMs !== undefined && { LatencyMs: latencyMs }),
      });
      if (attempts !== undefined) expect(kept[0]?.Attempts).toHaveLength(attempts);
    }
  });

  it("is counted once under its name, and its time with it", async () => {
    const all = await interactions({ KeyStoreId: keyStoreId, KmsOperation: "Encrypt", MaxResults: 500 });
    const names = new Set(all.flatMap(({ Failure: failure }) => failure?.ExceptionName ?? []));
    expect(names.size).toBeGreaterThanOrEqual(xksErrorNames.length);
    for (const ExceptionName of names) {
      const times = all.filter(({ Failure: failure }) => failure?.ExceptionName === ExceptionName).length;
      const ErrorType = errorTypeOf(ExceptionName as XksExceptionName);
      const dimensions = { KmsOperation: "Encrypt", XksOperation: "Encrypt", ErrorType, ExceptionName };
      await until(async () => (await counted("XksProxyErrors", dimensions, "Sum")) === times);
      expect(await counted("XksProxyErrors", dimensions, "SampleCount")).toBe(times);
    }
    const latency = { KmsOperation: "Encrypt", XksOperation: "Encrypt" };
    const successes = await counted("XksProxyErrors", { ...latency, ErrorType: "N/A", ExceptionName: "None" }, "SampleCount");
    const failures = all.filter(({ Failure: failure }) => failure).length;
    expect(await counted("XksProxyLatency", latency, "SampleCount")).toBe(successes + failures);
  });

  it("is explained, by request id and by message, with the right owner", async () => {
    for (const { refused, meant } of failed) {
      const { owner } = explanationOf(meant.exceptionName, meant.reason);
      expect((await explained(refused.requestId))[0]).toMatchObject({ Owner: owner, ExceptionName: meant.exceptionName });
      expect((await explained(`${refused.name}: ${refused.message}`)).map((finding) => finding.Owner)).toContain(owner);
    }
    const { refused } = failed[0] as (typeof failed)[number];
    const { status, output } = await runCommand(["explain", refused.requestId, "--data", product.dataDirectory]);
    expect(status).toBe(0);
    expect(output).toMatch(/Owner {3}XKS proxy/);
  });
});

describe("what the proxy's answer does not show", () => {
  it("is the inner layer's failure, when the proxy returns another plaintext", async () => {
    injectFaults(product, { kind: "flipped-bit", operation: "Decrypt", prefix: "/failing" });
    const refused = await until(async () => {
      const once = await refusal(kms.send(decrypt()));
      return once.message === timeOutText ? undefined : once;
    });
    expect(refused).toMatchObject({ name: innerLayerFailure.exception, message: innerLayerFailure.message });
    expect((await explained(refused.message))[0]?.Owner).toBe(innerLayerFailure.owner);
  });

  it("fails ReEncrypt for either side, and makes a good call good again", async () => {
    const move = new ReEncryptCommand({ CiphertextBlob: blob, DestinationKeyId: keyId });
    for (const operation of ["Decrypt", "Encrypt"] as const) {
      injectFaults(product, { kind: "error", errorName: "ThrottlingException", operation, prefix: "/failing" });
      const { requestId, message } = await refusal(kms.send(move));
      expect([failureOf("ThrottlingException", "crypto").message, timeOutText]).toContain(message);
      const failing = await until(async () => (await interactions({ KmsRequestId: requestId })).find(({ Failure: failure }) => failure));
      expect(failing).toMatchObject({ KmsOperation: "ReEncrypt" });
    }
    injectFaults(product);
    await until(() => kms.send(move).catch(() => undefined));
  });
});

describe("the quota of a key store", () => {
  it("refuses at once what is over it, sends none of that to the proxy, and counts it", async () => {
    const quota = (...words: string[]): Promise<{ output: string }> =>
      runCommand(["key-stores", "quota", keyStoreId, ...words, "--data", product.dataDirectory]);
    expect((await quota()).output).toContain("1800 requests a second");
    expect((await quota("5")).output).toContain("5 requests a second");
    const before = (await interactions({ KmsOperation: "GenerateDataKey", MaxResults: 500 })).length;
    const call = new GenerateDataKeyCommand({ KeyId: keyId, KeySpec: "AES_256" });
    const ends = await Promise.all(
      Array.from({ length: 60 }, () =>
        kms.send(call).then(
          () => undefined,
          (error: Error) => error,
        ),
      ),
    );
    const throttled = ends.filter((error) => error?.name === "ThrottlingException");
    expect(throttled.length).toBeGreaterThan(30);
    expect(throttled[0]?.message).toBe(quotaFailure.message);
    const throttle = { KmsOperation: "GenerateDataKey" };
    await until(async () => (await counted("ExternalKeyStoreThrottle", throttle, "Sum")) === throttled.length);
    const asked = await interactions({ KmsOperation: "GenerateDataKey", MaxResults: 500 });
    expect(asked.filter(({ Attempts: attempts }) => attempts.length > 0).length - before).toBeLessThanOrEqual(60 - throttled.length);
    await quota("1800");
    await until(() => kms.send(call).catch(() => undefined));
  });
});
