/** The Monitoring section in a real browser: numbers out of the drawn graphs after real calls were made. */
import { DescribeCustomKeyStoresCommand, EncryptCommand } from "@aws-sdk/client-kms";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ConsolePage, signedInPage, startBrowser } from "../support/browser.ts";
import { kmsClient } from "../support/clients.ts";
import { type Product, startProduct, until } from "../support/product.ts";

const calls = 12;
const titles = ["Total requests", "Reliability", "Latency", "Top 5 exceptions", "Certificate days to expire"];

let product: Product;
let browser: Browser;
let console: ConsolePage;
let store: string;

beforeAll(async () => {
  [product, browser] = await Promise.all([startProduct(), startBrowser()]);
  const kms = kmsClient(product);
  store = (await kms.send(new DescribeCustomKeyStoresCommand({}))).CustomKeyStores?.[0]?.CustomKeyStoreId as string;
  for (let i = 0; i < calls; i++) await kms.send(new EncryptCommand({ KeyId: "alias/demo", Plaintext: Buffer.from("seen") }));
  console = await signedInPage(browser, product);
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

/** Column heads and cells of the table behind a graph. */
async function tableOf(title: string): Promise<{ heads: string[]; rows: string[][] }> {
  const table = console.page.getByRole("region", { name: title, exact: true }).locator("table").first();
  await table.waitFor({ state: "attached" });
  const rows = await table.locator("tbody tr").all();
  return {
    heads: await table.locator("thead th").allTextContents(),
    rows: await Promise.all(rows.map((row) => row.locator("th, td").allTextContents())),
  };
}

describe("the Monitoring section", () => {
  it("C1 C2 shows five graphs, three hours wide", async () => {
    await console.page.goto(`${product.address}/key-stores/${store}`);
    for (const title of titles) await console.page.getByRole("region", { name: title, exact: true }).waitFor();
    expect(await console.page.getByRole("button", { name: "3h", exact: true }).getAttribute("aria-pressed")).toBe("true");
  });

  it("draws as many requests as were made", async () => {
    const total = await until(async () => {
      await console.page.reload();
      const { rows } = await tableOf("Total requests");
      const sum = rows.reduce((all, row) => all + Number(row[1]?.replaceAll(",", "")), 0);
      // The calls, and those that made the key store, its key and its health known.
      return sum >= calls + 4 ? sum : undefined;
    }, 20_000);
    expect(total).toBeLessThan(calls + 20);
  });

  it("C12 names every pair of operations in the latency graph", async () => {
    const { heads } = await tableOf("Latency");
    expect(heads).toContain("Encrypt / Encrypt");
    expect(heads).toContain("KmsHealthCheck / GetHealthStatus");
  });

  it("C14 shows the days of the proxy's certificate", async () => {
    const { heads, rows } = await tableOf("Certificate days to expire");
    expect(heads[1]).toBe("localhost");
    expect(Number.parseFloat(rows[0]?.[1] ?? "")).toBeGreaterThan(30);
  });

  it("C4 has exactly the predefined ranges", async () => {
    const ranges = console.page.getByRole("button", { name: "12h", exact: true }).locator("xpath=..").getByRole("button");
    expect(await ranges.allTextContents()).toEqual(["1h", "3h", "12h", "1d", "3d", "1w"]);
  });

  it("paints with a content security policy that nothing offends", () => {
    console.expectNoComplaints();
  });
});
