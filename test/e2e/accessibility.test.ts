/** Every page against axe's rules for WCAG 2.0 to 2.2, A and AA, in light and in dark. */
import axe from "axe-core";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ConsolePage, signedInPage, startBrowser } from "../support/browser.ts";
import { type Product, startProduct } from "../support/product.ts";

const addresses = [
  "/",
  "/key-stores",
  "/key-stores/create",
  "/keys",
  "/keys/create",
  "/interactions",
  "/explorer",
  "/dashboards",
  "/dashboards/All-key-stores",
  "/alarms",
  "/alarms/create",
  "/access-keys",
  "/settings",
];

let product: Product;
let browser: Browser;
let console: ConsolePage;
beforeAll(async () => {
  [product, browser] = await Promise.all([startProduct(), startBrowser()]);
  console = await signedInPage(browser, product);
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

describe.each(["light", "dark"] as const)("in %s mode", (colorScheme) => {
  it.each(addresses)("%s has nothing for axe to say", async (address) => {
    const { page } = console;
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.goto(product.address + address);
    await page.getByRole("heading", { level: 1 }).first().waitFor();
    await page.waitForLoadState("networkidle");
    await page.evaluate(axe.source);
    const found = await page.evaluate(async () => {
      const runner = (globalThis as unknown as { axe: typeof axe }).axe;
      const { violations } = await runner.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] });
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(" | ")}`);
    });
    expect(found).toEqual([]);
  });
});
