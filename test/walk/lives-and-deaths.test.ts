/** Stops, kills and starts: what must be there afterwards, and what must go on meanwhile. */
import { GetMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { DecryptCommand, DescribeCustomKeyStoresCommand, EncryptCommand, ListAliasesCommand } from "@aws-sdk/client-kms";
import { createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { cloudWatchClient, kmsClient } from "../support/clients.ts";
import { freePort, type Product, startProduct, temporaryDirectory, until } from "../support/product.ts";

/** Calls Encrypt without pause until told to stop; counts how the calls ended. */
function load(product: Product): {
  readonly succeededAt: readonly number[];
  stop(): Promise<{ succeeded: number; succeededAt: number[]; failed: string[] }>;
} {
  const kms = kmsClient(product, { maxAttempts: 1 });
  let stopping = false;
  const succeededAt: number[] = [];
  const failed: string[] = [];
  const caller = async (): Promise<void> => {
    while (!stopping) {
      try {
        await kms.send(new EncryptCommand({ KeyId: "alias/demo", Plaintext: Buffer.from("load") }));
        succeededAt.push(performance.now());
      } catch (error) {
        failed.push((error as Error).name);
        await new Promise((done) => setTimeout(done, 20));
      }
    }
  };
  const callers = [caller(), caller(), caller()];
  return {
    succeededAt,
    async stop() {
      stopping = true;
      await Promise.all(callers);
      return { succeeded: succeededAt.length, succeededAt, failed };
    },
  };
}

async function encryptsCounted(product: Product): Promise<number> {
  const answer = await cloudWatchClient(product).send(
    new GetMetricDataCommand({
      StartTime: new Date(Date.now() - 3_600_000),
      EndTime: new Date(Date.now() + 120_000),
      MetricDataQueries: [
        {
          Id: "requests",
          Expression:
            'SUM(SEARCH(\'{AWS/KMS,CustomKeyStoreId,KmsOperation,XksOperation,KeySpec,ErrorType,ExceptionName} MetricName="XksProxyErrors" KmsOperation="Encrypt" ExceptionName="None"\', \'SampleCount\', 60))',
        },
      ],
    }),
  );
  return (answer.MetricDataResults?.[0]?.Values ?? []).reduce((sum, value) => sum + value, 0);
}

describe("a stop and a start", () => {
  it("ends with status 0 within five seconds and finds everything again", async () => {
    const dataDirectory = temporaryDirectory();
    const [port, proxyPort] = [await freePort(), await freePort()];
    const first = await startProduct({ dataDirectory, port, proxyPort });
    const { CiphertextBlob: blob } = await kmsClient(first).send(
      new EncryptCommand({ KeyId: "alias/demo", Plaintext: Buffer.from("kept") }),
    );
    const began = performance.now();
    expect(await first.stop()).toBe(0);
    expect(performance.now() - began).toBeLessThan(5000);

    const second = await startProduct({ dataDirectory, port, proxyPort });
    try {
      expect(second.credentials).toEqual(first.credentials);
      const { Plaintext: plaintext } = await kmsClient(second).send(new DecryptCommand({ CiphertextBlob: blob }));
      expect(Buffer.from(plaintext as Uint8Array).toString()).toBe("kept");
      expect(await encryptsCounted(second)).toBe(1);
    } finally {
      await second.stop();
    }
  });

  it("finds everything again after every process was killed at once", async () => {
    const dataDirectory = temporaryDirectory();
    const [port, proxyPort] = [await freePort(), await freePort()];
    const first = await startProduct({ dataDirectory, port, proxyPort });
    const { CiphertextBlob: blob } = await kmsClient(first).send(
      new EncryptCommand({ KeyId: "alias/demo", Plaintext: Buffer.from("kept") }),
    );
    await first.kill();
    const second = await startProduct({ dataDirectory, port, proxyPort });
    try {
      const { Plaintext: plaintext } = await kmsClient(second).send(new DecryptCommand({ CiphertextBlob: blob }));
      expect(Buffer.from(plaintext as Uint8Array).toString()).toBe("kept");
    } finally {
      await second.stop();
    }
  });
});

describe("a plane killed under load", () => {
  it("management: not one cryptographic call fails and not one is missing in the metrics", async () => {
    const product = await startProduct();
    try {
      const running = load(product);
      for (let kills = 0; kills < 3; kills++) {
        await new Promise((done) => setTimeout(done, 400));
        const pid = await until(() => product.childPid("management-plane"), 30_000);
        process.kill(pid, "SIGKILL");
      }
      const aliases = async (): Promise<number> => (await kmsClient(product).send(new ListAliasesCommand({}))).Aliases?.length ?? 0;
      await until(() => aliases().catch(() => 0), 30_000);
      const { succeeded, failed } = await running.stop();
      expect(failed).toEqual([]);
      expect(succeeded).toBeGreaterThan(50);
      await until(async () => (await encryptsCounted(product)) >= succeeded, 5000);
      expect(await encryptsCounted(product)).toBe(succeeded);
    } finally {
      await product.stop();
    }
  });

  it("data plane: another serves at once, keys and key stores are there, at most a second of metrics is gone", async () => {
    const product = await startProduct();
    try {
      const running = load(product);
      await new Promise((done) => setTimeout(done, 2500));
      const killedAt = performance.now();
      process.kill(await until(() => product.childPid("data-plane"), 30_000), "SIGKILL");
      // Calls go on as soon as the next data plane is there; until then they fail, they do not hang.
      await until(() => running.succeededAt.some((at) => at > killedAt + 200), 30_000);
      await new Promise((done) => setTimeout(done, 1500));
      const { succeeded, succeededAt } = await running.stop();
      const { CustomKeyStores: stores } = await kmsClient(product).send(new DescribeCustomKeyStoresCommand({}));
      expect(stores?.[0]?.ConnectionState).toBe("CONNECTED");
      // A second's facts leave when the second is over, and a beat comes once a second: two seconds hold what may be gone.
      const perhapsLost = succeededAt.filter((at) => at > killedAt - 2000 && at < killedAt + 100).length;
      await until(async () => (await encryptsCounted(product)) >= succeeded - perhapsLost, 8000);
    } finally {
      await product.stop();
    }
  });

  it("data plane: one whose port is taken meanwhile comes back when the port is free", async () => {
    const product = await startProduct();
    const intruder = createServer();
    try {
      const port = Number(new URL(product.address).port);
      process.kill(await until(() => product.childPid("data-plane"), 30_000), "SIGKILL");
      // Its port is free for the moment that the next one needs to start.
      await until(
        () =>
          new Promise<boolean>((resolve) => {
            intruder.once("error", () => resolve(false));
            intruder.listen(port, "127.0.0.1", () => resolve(true));
          }),
        10_000,
      );
      await new Promise((done) => setTimeout(done, 2500));
      await new Promise((done) => intruder.close(done));
      const encrypt = (): Promise<unknown> =>
        kmsClient(product, { maxAttempts: 1 }).send(new EncryptCommand({ KeyId: "alias/demo", Plaintext: Buffer.from("again") }));
      await until(() => encrypt().catch(() => undefined), 30_000);
    } finally {
      intruder.close();
      await product.stop();
    }
  });
});
