/** `xkswatch demo`: it says what it does, does it through the KMS API, and ends as quickly and cleanly as the others. */
import { GetMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { scenes } from "../../src/app/demo/scenes.ts";
import { cloudWatchClient } from "../support/clients.ts";
import { type Product, startProduct, until } from "../support/product.ts";

let product: Product;
beforeAll(async () => {
  product = await startProduct({ command: "demo" });
});
afterAll(() => product?.kill());

const faults = (): unknown => JSON.parse(readFileSync(join(product.dataDirectory, "proxy/faults.json"), "utf8"));

async function requests(): Promise<number> {
  const { MetricDataResults: results } = await cloudWatchClient(product).send(
    new GetMetricDataCommand({
      StartTime: new Date(Date.now() - 600_000),
      EndTime: new Date(Date.now() + 60_000),
      MetricDataQueries: [{ Id: "all", Expression: "SUM(SEARCH('{AWS/KMS,KeyArn,Operation} SuccessfulRequest', 'Sum', 60))" }],
    }),
  );
  return (results?.[0]?.Values ?? []).reduce((sum, value) => sum + value, 0);
}

describe("the demonstration", () => {
  it("plays one scene after the other under traffic of real calls", async () => {
    const played = (index: number): boolean => product.output().includes(scenes[index]?.sentence ?? "-");
    await until(() => played(0));
    await until(async () => (await requests()) > 20, 20_000);
    await until(() => played(1), 20_000);
    expect(faults()).toMatchObject({ faults: [{ kind: "delay" }, { kind: "delay" }] });
    expect(played(3)).toBe(false);
  });

  it("ends within five seconds, with status 0, and leaves no fault behind", async () => {
    const began = performance.now();
    expect(await product.stop()).toBe(0);
    expect(performance.now() - began).toBeLessThan(5000);
    expect(faults()).toEqual({ faults: [] });
  });
});
