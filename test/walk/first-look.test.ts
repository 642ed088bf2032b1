/** The whole way, once: real SDK clients call `alias/demo`, and the calls are counted in the metrics. */
import { GetMetricDataCommand, GetMetricStatisticsCommand, ListMetricsCommand } from "@aws-sdk/client-cloudwatch";
import {
  DecryptCommand,
  DescribeCustomKeyStoresCommand,
  DescribeKeyCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GenerateDataKeyWithoutPlaintextCommand,
  GenerateRandomCommand,
  ReEncryptCommand,
} from "@aws-sdk/client-kms";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cloudWatchClient, kmsClient } from "../support/clients.ts";
import { type Product, startProduct, until } from "../support/product.ts";

let product: Product;
let startedAt: number;
beforeAll(async () => {
  startedAt = Date.now();
  product = await startProduct();
});
afterAll(() => product?.stop());

describe("the first look", () => {
  it("has a connected key store demo and an enabled key alias/demo", async () => {
    const kms = kmsClient(product);
    const { CustomKeyStores: stores } = await kms.send(new DescribeCustomKeyStoresCommand({ CustomKeyStoreName: "demo" }));
    expect(stores?.[0]).toMatchObject({ ConnectionState: "CONNECTED", CustomKeyStoreType: "EXTERNAL_KEY_STORE" });
    const { KeyMetadata: key } = await kms.send(new DescribeKeyCommand({ KeyId: "alias/demo" }));
    expect(key).toMatchObject({ KeyState: "Enabled", Origin: "EXTERNAL_KEY_STORE", CustomKeyStoreId: stores?.[0]?.CustomKeyStoreId });
  });

  it("gives back what it encrypted, under every cryptographic operation", async () => {
    const kms = kmsClient(product);
    const context = { EncryptionContext: { project: "nile" } };
    const plaintext = Buffer.from("the plaintext");
    const { CiphertextBlob: blob } = await kms.send(new EncryptCommand({ KeyId: "alias/demo", Plaintext: plaintext, ...context }));
    const decrypted = await kms.send(new DecryptCommand({ CiphertextBlob: blob, ...context }));
    expect(Buffer.from(decrypted.Plaintext as Uint8Array)).toEqual(plaintext);

    const dataKey = await kms.send(new GenerateDataKeyCommand({ KeyId: "alias/demo", KeySpec: "AES_256", ...context }));
    const opened = await kms.send(new DecryptCommand({ CiphertextBlob: dataKey.CiphertextBlob, ...context }));
    expect(opened.Plaintext).toEqual(dataKey.Plaintext);

    const sealed = await kms.send(new GenerateDataKeyWithoutPlaintextCommand({ KeyId: "alias/demo", NumberOfBytes: 24 }));
    expect((await kms.send(new DecryptCommand({ CiphertextBlob: sealed.CiphertextBlob }))).Plaintext).toHaveLength(24);

    const moved = await kms.send(
      new ReEncryptCommand({
        CiphertextBlob: blob,
        SourceEncryptionContext: context.EncryptionContext,
        DestinationKeyId: "alias/demo",
        DestinationEncryptionContext: { project: "delta" },
      }),
    );
    const reopened = await kms.send(new DecryptCommand({ CiphertextBlob: moved.CiphertextBlob, EncryptionContext: { project: "delta" } }));
    expect(Buffer.from(reopened.Plaintext as Uint8Array)).toEqual(plaintext);

    expect((await kms.send(new GenerateRandomCommand({ NumberOfBytes: 32 }))).Plaintext).toHaveLength(32);
  });

  it("refuses a wrong encryption context with the message that clients know it by", async () => {
    const kms = kmsClient(product, { maxAttempts: 1 });
    const { CiphertextBlob: blob } = await kms.send(
      new EncryptCommand({ KeyId: "alias/demo", Plaintext: Buffer.from("x"), EncryptionContext: { a: "1" } }),
    );
    const call = kms.send(new DecryptCommand({ CiphertextBlob: blob, EncryptionContext: { a: "2" } }));
    await expect(call).rejects.toMatchObject({
      name: "KMSInvalidStateException",
      message:
        "The external key store proxy rejected the request because the specified ciphertext or encryption context is corrupted, missing, or otherwise invalid.",
    });
  });

  it("counts every call in the metrics", async () => {
    const kms = kmsClient(product);
    const cloudWatch = cloudWatchClient(product);
    const store = (await kms.send(new DescribeCustomKeyStoresCommand({}))).CustomKeyStores?.[0]?.CustomKeyStoreId as string;
    const calls = 20;
    const from = new Date(startedAt);
    const counted = async (): Promise<number> => {
      const { Datapoints: datapoints } = await cloudWatch.send(
        new GetMetricStatisticsCommand({
          Namespace: "AWS/KMS",
          MetricName: "XksProxyErrors",
          Dimensions: [
            { Name: "CustomKeyStoreId", Value: store },
            { Name: "KmsOperation", Value: "GenerateDataKey" },
            { Name: "XksOperation", Value: "Encrypt" },
            { Name: "KeySpec", Value: "SYMMETRIC_DEFAULT" },
            { Name: "ErrorType", Value: "N/A" },
            { Name: "ExceptionName", Value: "None" },
          ],
          StartTime: from,
          EndTime: new Date(Date.now() + 120_000),
          Period: 60,
          Statistics: ["SampleCount", "Sum"],
        }),
      );
      return (datapoints ?? []).reduce((sum, point) => sum + (point.SampleCount ?? 0), 0);
    };
    // One call of this operation was made above; it may not have crossed to the management plane yet.
    await until(async () => (await counted()) === 1, 5000);
    for (let i = 0; i < calls; i++) await kms.send(new GenerateDataKeyCommand({ KeyId: "alias/demo", KeySpec: "AES_256" }));
    await until(async () => (await counted()) === 1 + calls, 5000);

    const data = await cloudWatch.send(
      new GetMetricDataCommand({
        StartTime: from,
        EndTime: new Date(Date.now() + 120_000),
        MetricDataQueries: [
          {
            Id: "latency",
            MetricStat: {
              Metric: {
                Namespace: "AWS/KMS",
                MetricName: "XksProxyLatency",
                Dimensions: [
                  { Name: "CustomKeyStoreId", Value: store },
                  { Name: "KmsOperation", Value: "GenerateDataKey" },
                  { Name: "XksOperation", Value: "Encrypt" },
                  { Name: "KeySpec", Value: "SYMMETRIC_DEFAULT" },
                ],
              },
              Period: 60,
              Stat: "p99",
            },
          },
        ],
      }),
    );
    expect(data.MetricDataResults?.[0]?.StatusCode).toBe("Complete");
    expect(data.MetricDataResults?.[0]?.Values?.[0]).toBeGreaterThan(0);
    expect(data.MetricDataResults?.[0]?.Values?.[0]).toBeLessThan(250);
  });

  it("publishes all the metrics of a healthy store", async () => {
    const cloudWatch = cloudWatchClient(product);
    const names = await until(async () => {
      const { Metrics: metrics } = await cloudWatch.send(new ListMetricsCommand({ Namespace: "AWS/KMS" }));
      const found = new Set(metrics?.map((metric) => metric.MetricName));
      return found.has("XksProxyCertificateDaysToExpire") && found.has("SuccessfulRequest") ? found : undefined;
    });
    expect([...names].sort()).toEqual([
      "SuccessfulRequest",
      "XksExternalKeyManagerStates",
      "XksProxyCertificateDaysToExpire",
      "XksProxyCredentialAge",
      "XksProxyErrors",
      "XksProxyLatency",
    ]);
  });
});
