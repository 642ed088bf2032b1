/** The console's behaviours in a real browser, each named by its number: pop-up, zoom, enlarged view, dashboards, help. */
import { DecryptCommand, DescribeCustomKeyStoresCommand, EncryptCommand } from "@aws-sdk/client-kms";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ConsolePage, signedInPage, startBrowser } from "../support/browser.ts";
import { kmsClient } from "../support/clients.ts";
import { type Product, startProduct, until } from "../support/product.ts";

let product: Product;
let browser: Browser;
let signedIn: ConsolePage;
let page: Page;
let store: string;

const graph = (title: string): Locator => page.getByRole("region", { name: title, exact: true });
const enlarged = (): Locator => page.getByRole("dialog", { name: "Latency" });

/** Opens the key store's page and waits until the graphs are drawn. */
async function openStore(query = ""): Promise<void> {
  await page.goto(`${product.address}/key-stores/${store}${query}`);
  await graph("Latency").locator("canvas").first().waitFor();
}

/** Chooses an entry of a graph's menu. */
async function choose(title: string, entry: string): Promise<void> {
  await page.getByRole("button", { name: `Menu of ${title}` }).click();
  await page.getByRole("menuitem", { name: entry, exact: true }).click();
}

/** Bodies of the GetMetricData calls that `act` causes. */
async function metricCalls(
  act: () => Promise<void>,
): Promise<{ StartTime: number; EndTime: number; MetricDataQueries: { Period?: number }[] }[]> {
  const bodies: string[] = [];
  const listen = (request: { headers(): Record<string, string>; postData(): string | null }): void => {
    if (request.headers()["x-amz-target"]?.endsWith(".GetMetricData")) bodies.push(request.postData() ?? "");
  };
  page.on("request", listen);
  await act();
  await page.waitForLoadState("networkidle");
  page.off("request", listen);
  return bodies.map((body) => JSON.parse(body) as Awaited<ReturnType<typeof metricCalls>>[number]);
}

/** Drags over the middle of a graph. */
async function dragOver(title: string): Promise<void> {
  const plot = graph(title).locator(".u-over").first();
  await plot.scrollIntoViewIfNeeded();
  const box = await plot.boundingBox();
  if (!box) throw new Error(`${title} is not drawn`);
  await page.mouse.move(box.x + box.width * 0.4, box.y + 40);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.6, box.y + 40, { steps: 4 });
  await page.mouse.move(box.x + box.width * 0.95, box.y + 40, { steps: 4 });
  await page.mouse.up();
}

beforeAll(async () => {
  [product, browser] = await Promise.all([startProduct(), startBrowser()]);
  const kms = kmsClient(product, { maxAttempts: 1 });
  store = (await kms.send(new DescribeCustomKeyStoresCommand({}))).CustomKeyStores?.[0]?.CustomKeyStoreId as string;
  for (let i = 0; i < 5; i++) {
    const { CiphertextBlob } = await kms.send(
      new EncryptCommand({ KeyId: "alias/demo", Plaintext: Buffer.from("seen"), EncryptionContext: { a: "1" } }),
    );
    await kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: { a: "2" } })).catch(() => undefined);
  }
  signedIn = await signedInPage(browser, product);
  page = signedIn.page;
  page.setDefaultTimeout(40_000);
  await until(async () => {
    await openStore();
    return (await graph("Top 5 exceptions").getByText("InvalidCiphertextException").count()) > 0;
  }, 90_000);
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

describe("the Monitoring section", () => {
  it("C2 C5 asks for three hours at five minutes in one call, and for one range for all five", async () => {
    const [opening, ...more] = await metricCalls(() => openStore());
    expect(more).toEqual([]);
    expect((opening?.EndTime ?? 0) - (opening?.StartTime ?? 0)).toBe(3 * 3600);
    expect(new Set(opening?.MetricDataQueries.map(({ Period }) => Period))).toEqual(new Set([300]));
    const [week] = await metricCalls(() => page.getByRole("button", { name: "1w", exact: true }).click());
    expect((week?.EndTime ?? 0) - (week?.StartTime ?? 0)).toBe(7 * 86_400);
    expect(new Set(week?.MetricDataQueries.map(({ Period }) => Period))).toEqual(new Set([300]));
  });

  it("C3 forgets a chosen range on reload", async () => {
    await page.getByRole("button", { name: "1d", exact: true }).click();
    await page.reload();
    await graph("Latency").locator("canvas").first().waitFor();
    expect(await page.getByRole("button", { name: "3h", exact: true }).getAttribute("aria-pressed")).toBe("true");
    expect(new URL(page.url()).search).toBe("");
  });

  it("C7 C8 C9 C12 C15 shows a pop-up with a swatch, name and value for each line, and ends it on leaving", async () => {
    await openStore();
    const plot = graph("Latency").locator(".u-over");
    await plot.scrollIntoViewIfNeeded();
    const box = await plot.boundingBox();
    if (!box) throw new Error("Latency is not drawn");
    await page.mouse.move(box.x + box.width - 3, box.y + 30);
    await page.mouse.move(box.x + box.width - 2, box.y + 31);
    const popup = graph("Latency").getByRole("tooltip");
    await popup.waitFor();
    const rows = await popup.getByRole("listitem").all();
    const texts = await Promise.all(rows.map((row) => row.locator(".graph-popup-value").innerText()));
    const values = texts.map((text) => (text === "–" ? Number.NEGATIVE_INFINITY : Number.parseFloat(text.replaceAll(",", ""))));
    expect(values).toEqual(values.toSorted((a, b) => b - a));
    const colours = await Promise.all(rows.map((row) => row.locator(".graph-swatch").getAttribute("style")));
    expect(new Set(colours).size).toBe(rows.length);
    expect(await popup.innerText()).toContain("UTC");
    await page.mouse.move(5, 5);
    await popup.waitFor({ state: "hidden" });
  });

  it("C16 C17 C18 zooms all five by one drag, with mini-maps, and resets", async () => {
    await openStore();
    expect(await page.getByRole("button", { name: "Reset zoom" }).count()).toBe(0);
    await dragOver("Total requests");
    await page.getByRole("button", { name: "Reset zoom" }).first().waitFor();
    expect(await page.getByRole("button", { name: "Reset zoom" }).count()).toBe(5);
    expect(await page.getByRole("group", { name: "Mini-map" }).count()).toBe(5);
    await graph("Latency").getByRole("button", { name: "Reset zoom" }).click();
    await until(async () => (await page.getByRole("button", { name: "Reset zoom" }).count()) === 0);
    expect(await page.getByRole("group", { name: "Mini-map" }).count()).toBe(0);
  });

  it("moves along the points by keyboard and says them", async () => {
    await openStore();
    await page.getByRole("application", { name: "Total requests graph" }).focus();
    await page.keyboard.press("End");
    await graph("Total requests").getByRole("tooltip").waitFor();
    await until(async () => (await graph("Total requests").locator("[aria-live]").innerText()).includes(store));
  });

  it("B4 leads from a point to its interactions", async () => {
    await openStore();
    await page.getByRole("application", { name: "Top 5 exceptions graph" }).focus();
    await page.keyboard.press("End");
    await page.keyboard.press("Enter");
    await graph("Top 5 exceptions").getByRole("link", { name: "View interactions" }).click();
    await page.getByRole("heading", { name: /^Interactions/ }).waitFor();
    expect(new URL(page.url()).searchParams.get("keyStore")).toBe(store);
  });
});

describe("the enlarged view", () => {
  it("C20 C21 C22 C23 opens from the menu with Period, range and Refresh options", async () => {
    await openStore();
    await choose("Latency", "Enlarge");
    await enlarged().getByRole("application").waitFor();
    await enlarged()
      .getByRole("button", { name: /Period/ })
      .click();
    const periods = await page.getByRole("option").allInnerTexts();
    expect(periods[0]).toContain("1 second");
    expect(periods.at(-1)).toContain("30 days");
    await page.keyboard.press("Escape");
    await enlarged()
      .getByRole("button", { name: /Refresh options/ })
      .click();
    const intervals = await page.getByRole("option").allInnerTexts();
    // The chosen option says so in a second line, for screen readers.
    expect(intervals.map((text) => text.split("\n")[0])).toEqual(["Off", "10 Seconds", "1 Minute", "2 Minutes", "5 Minutes", "15 Minutes"]);
    await page.keyboard.press("Escape");
  });

  it("C23 redraws this graph alone at the chosen period", async () => {
    await enlarged()
      .getByRole("button", { name: /Period/ })
      .click();
    const [call, ...more] = await metricCalls(() => page.getByRole("option", { name: "1 minute", exact: true }).click());
    expect(more).toEqual([]);
    expect(call?.MetricDataQueries).toHaveLength(1);
    expect(call?.MetricDataQueries[0]?.Period).toBe(60);
  });

  it("C25 C26 C27 C28 takes a custom range and zone on Apply, and refuses an end before its start", async () => {
    await enlarged().getByRole("button", { name: "Custom", exact: true }).click();
    const box = page.getByRole("dialog", { name: "Custom time range" });
    await box.getByRole("tab", { name: "Absolute" }).click();
    await box.getByRole("textbox", { name: "Start date" }).fill("2026/01/02");
    await box.getByRole("textbox", { name: "End date" }).fill("2026/01/01");
    await box.getByRole("button", { name: "Apply" }).click();
    await box.getByText("The end must be after the start.").waitFor();
    await box.getByRole("textbox", { name: "End date" }).fill("2026/01/02");
    await box.getByRole("textbox", { name: "Start time" }).fill("01:00:00");
    await box.getByRole("textbox", { name: "End time" }).fill("03:00:00");
    await box.getByRole("button", { name: /Time zone/ }).click();
    await page.getByRole("option", { name: /UTC$/ }).click();
    const [call] = await metricCalls(() => box.getByRole("button", { name: "Apply" }).click());
    expect(call?.StartTime).toBe(Date.UTC(2026, 0, 2, 1) / 1000);
    expect(call?.EndTime).toBe(Date.UTC(2026, 0, 2, 3) / 1000);
    await enlarged().getByText("No data available").waitFor();
  });

  it("C30 forgets everything when it is closed", async () => {
    await page.keyboard.press("Escape");
    await enlarged().waitFor({ state: "hidden" });
    await choose("Latency", "Enlarge");
    await enlarged().getByRole("application").waitFor();
    expect(
      await enlarged()
        .getByRole("button", { name: /Period/ })
        .innerText(),
    ).toContain("5 minutes");
    expect(await enlarged().getByRole("button", { name: "3h", exact: true }).getAttribute("aria-pressed")).toBe("true");
    await enlarged().getByRole("button", { name: "Close enlarged view" }).click();
    await enlarged().waitFor({ state: "hidden" });
  });

  it("B5 a copied link shows the same view once, and a reload the defaults", async () => {
    await openStore("?view=latency&range=PT1H&period=60&tz=utc");
    await enlarged().getByRole("application").waitFor();
    expect(
      await enlarged()
        .getByRole("button", { name: /Period/ })
        .innerText(),
    ).toContain("1 minute");
    expect(new URL(page.url()).search).toBe("");
    await page.reload();
    await graph("Latency").locator("canvas").first().waitFor();
    expect(await enlarged().count()).toBe(0);
  });
});

describe("onward", () => {
  it("C31 C32 C33 adds all five graphs to a new dashboard, which shows the same, and refuses a name that exists", async () => {
    await openStore();
    const dialog = page.getByRole("dialog", { name: "Add to dashboard" });
    const add = async (): Promise<void> => {
      await page.getByRole("button", { name: "Add to dashboard" }).click();
      await dialog.getByRole("radio", { name: "New dashboard" }).click();
      await dialog.getByRole("textbox", { name: "Dashboard name" }).fill("Health-1");
      await dialog.getByRole("button", { name: "Add to dashboard" }).click();
    };
    await add();
    await page.getByRole("link", { name: "dashboard Health-1" }).waitFor();
    await add();
    await dialog.getByText("A dashboard named Health-1 exists").waitFor();
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("link", { name: "dashboard Health-1" }).click();
    await graph("demo: Latency").locator("canvas").first().waitFor();
    for (const title of ["Total requests", "Reliability", "Top 5 exceptions", "Certificate days to expire"]) {
      await graph(`demo: ${title}`).locator("canvas").first().waitFor();
    }
  });

  it("C34 opens one graph in the explorer, with the same lines", async () => {
    await openStore();
    await choose("Top 5 exceptions", "View in metrics");
    await graph("demo: Top 5 exceptions").getByText("InvalidCiphertextException").first().waitFor();
    await page.getByRole("button", { name: "Add to dashboard" }).waitFor();
  });

  it("C35 says No data available where there is none, and the other graphs are untouched", async () => {
    await openStore("?view=latency&from=2026-01-02T00:00:00Z&to=2026-01-02T03:00:00Z");
    await enlarged().getByText("No data available").waitFor();
    expect(await graph("Reliability").locator("canvas").count()).toBe(1);
    await page.keyboard.press("Escape");
  });

  it("C41 C42 C44 explains each graph and exception, and offers the recommended alarm", async () => {
    await openStore();
    await page.getByRole("button", { name: "Info about InvalidCiphertextException" }).click();
    await page.getByText("What to do").waitFor();
    await page.getByRole("button", { name: "Info about Certificate days to expire" }).click();
    await page.getByText(/all data protected by KMS keys in this key store becomes inaccessible/).waitFor();
    await page.getByRole("button", { name: "Create alarm" }).click();
    const alarm = page.getByRole("dialog", { name: "Create alarm" });
    expect(await alarm.getByRole("textbox", { name: "Threshold" }).inputValue()).toBe("10");
    await alarm.getByRole("button", { name: "Create alarm" }).click();
    await page.getByText(/The alarm .* was created/).waitFor();
  });

  it("never offended the content security policy", () => {
    signedIn.expectNoComplaints();
  });
});
