/** A real browser on the running product, signed in; a page that reports anything on its console fails its test. */
import { type Browser, chromium, type Page } from "playwright-core";
import { expect } from "vitest";
import type { Product } from "./product.ts";
import { runCommand } from "./product.ts";

/** Quiet on the network, and able to run as root in a container. */
const flags = ["--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

export async function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: process.env["CHROMIUM_PATH"] || "/usr/bin/chromium", args: flags });
}

export interface ConsolePage {
  readonly page: Page;
  /** Fails if the page complained: a broken content security policy shows here. */
  expectNoComplaints(): void;
}

/** A new page, signed in as the administrator. @param timezoneId the browser's time zone */
export async function signedInPage(browser: Browser, product: Product, timezoneId?: string): Promise<ConsolePage> {
  const { output } = await runCommand(["login", "--data", product.dataDirectory]);
  const context = await browser.newContext({ viewport: { width: 1280, height: 1400 }, ...(timezoneId !== undefined && { timezoneId }) });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(output.trim());
  await page.waitForURL((url) => !url.pathname.startsWith("/login"));
  return { page, expectNoComplaints: () => expect(complaints).toEqual([]) };
}
