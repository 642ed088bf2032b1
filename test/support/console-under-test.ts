/** The console on a running product, as the browser tests use it: graphs by their titles, pop-ups, tables, and the calls made. */
import { DescribeCustomKeyStoresCommand, type KMSClient } from "@aws-sdk/client-kms";
import type { Browser, Locator, Page } from "playwright-core";
import { refreshEvent } from "../../console/parts/refresh-event.ts";
import { type ConsolePage, signedInPage, startBrowser } from "./browser.ts";
import { kmsClient } from "./clients.ts";
import { type Product, type ProductOptions, startProduct, until } from "./product.ts";

export const graphTitles = ["Total requests", "Reliability", "Latency", "Top 5 exceptions", "Certificate days to expire"] as const;

/** Patience with one act in the browser, on a machine that runs much else. */
const patienceMs = 40_000;

/** A page that has asked for nothing for so long has nothing more to ask. */
const quietMs = 250;

export interface MetricCall {
  readonly StartTime: number;
  readonly EndTime: number;
  readonly MetricDataQueries: readonly { readonly Id: string; readonly Period?: number; readonly Expression?: string }[];
}

export interface Point {
  readonly time: string;
  readonly items: readonly { readonly label: string; readonly value: string; readonly colour: string }[];
}

export class ConsoleUnderTest {
  readonly product: Product;
  readonly kms: KMSClient;
  readonly page: Page;
  /** Id of the key store `demo`. */
  readonly demo: string;
  readonly #browser: Browser;
  readonly #signedIn: ConsolePage;
  #underWay = 0;
  #lastMoved = 0;

  /** Starts the product and a browser, and signs in. @param timezoneId the browser's, e.g. "Asia/Kolkata" */
  static async start(options: ProductOptions = {}, timezoneId?: string): Promise<ConsoleUnderTest> {
    const [product, browser] = await Promise.all([startProduct(options), startBrowser()]);
    const kms = kmsClient(product, { maxAttempts: 1 });
    const { CustomKeyStores: stores } = await kms.send(new DescribeCustomKeyStoresCommand({ CustomKeyStoreName: "demo" }));
    return new ConsoleUnderTest(
      product,
      browser,
      await signedInPage(browser, product, timezoneId),
      kms,
      stores?.[0]?.CustomKeyStoreId ?? "",
    );
  }

  private constructor(product: Product, browser: Browser, signedIn: ConsolePage, kms: KMSClient, demo: string) {
    this.product = product;
    this.kms = kms;
    this.demo = demo;
    this.page = signedIn.page;
    this.page.setDefaultTimeout(patienceMs);
    this.#browser = browser;
    this.#signedIn = signedIn;
    const begun = (): void => {
      this.#underWay++;
      this.#lastMoved = performance.now();
    };
    const ended = (): void => {
      this.#underWay--;
      this.#lastMoved = performance.now();
    };
    this.page.on("request", begun).on("requestfinished", ended).on("requestfailed", ended);
  }

  /**
   * Waits until the page has asked for nothing for a while. The load state "networkidle" does not say that: once a page has
   * reached it, it stays reached, and a request that came late would be counted to what is done next.
   */
  async settled(): Promise<void> {
    await until(() => this.#underWay <= 0 && performance.now() - this.#lastMoved > quietMs, patienceMs);
  }

  async stop(): Promise<void> {
    await this.#browser.close();
    await this.product.stop();
  }

  /** Fails if the page complained, e.g. of the content security policy. */
  expectNoComplaints(): void {
    this.#signedIn.expectNoComplaints();
  }

  graph(title: string): Locator {
    return this.page.getByRole("region", { name: title, exact: true });
  }

  /** The enlarged view of a graph. */
  enlarged(title = "Latency"): Locator {
    return this.page.getByRole("dialog", { name: title });
  }

  /** Opens a key store's page and waits until its graphs are drawn, or say that there is nothing to draw. */
  async openStore(keyStoreId = this.demo, query = ""): Promise<void> {
    await this.page.goto(`${this.product.address}/key-stores/${keyStoreId}${query}`);
    await this.graph("Latency").locator("canvas, strong").or(this.graph("Latency").getByText("No data available")).first().waitFor();
  }

  /** Refreshes what the page shows until it holds. */
  async refreshUntil<T>(holds: () => T | Promise<T>): Promise<NonNullable<T>> {
    return until(async () => {
      await this.page.evaluate(`window.dispatchEvent(new Event("${refreshEvent}"))`);
      await this.settled();
      return holds();
    }, patienceMs);
  }

  /** Chooses an entry of a graph's menu. */
  async choose(title: string, entry: string): Promise<void> {
    await this.page.getByRole("button", { name: `Menu of ${title}` }).click();
    await this.page.getByRole("menuitem", { name: entry, exact: true }).click();
  }

  /** The GetMetricData calls that `act` causes. */
  async metricCalls(act: () => Promise<unknown>): Promise<readonly MetricCall[]> {
    await this.settled();
    const calls = this.recordMetricCalls();
    await act();
    await this.settled();
    return calls.stop();
  }

  /** Notes GetMetricData calls from now on. */
  recordMetricCalls(): { readonly calls: readonly MetricCall[]; stop(): readonly MetricCall[] } {
    const calls: MetricCall[] = [];
    const listen = (request: { headers(): Record<string, string>; postData(): string | null }): void => {
      if (request.headers()["x-amz-target"]?.endsWith(".GetMetricData")) calls.push(JSON.parse(request.postData() ?? "") as MetricCall);
    };
    this.page.on("request", listen);
    return {
      calls,
      stop: () => {
        this.page.off("request", listen);
        return calls;
      },
    };
  }

  /** Column heads and cells of the table behind a graph, newest first. */
  async tableOf(title: string, within = this.graph(title)): Promise<{ readonly heads: string[]; readonly rows: string[][] }> {
    await this.settled();
    const table = within.locator("table").first();
    if ((await table.count()) === 0) return { heads: [], rows: [] };
    const [, heads = "", ...rows] = (await table.innerText()).split("\n");
    return { heads: heads.split("\t"), rows: rows.map((row) => row.split("\t")) };
  }

  /** One column of numbers of a graph's table, newest first; absent values left out. */
  async numbersOf(title: string, column = 1): Promise<readonly number[]> {
    const { rows } = await this.tableOf(title);
    return rows.map((row) => Number.parseFloat((row[column] ?? "").replaceAll(",", ""))).filter((value) => !Number.isNaN(value));
  }

  /** The pop-up at the newest point that has a value, found by the pointer. */
  async hoverNewest(title: string): Promise<Point> {
    const plot = this.graph(title).locator(".u-over").first();
    await plot.scrollIntoViewIfNeeded();
    const box = await plot.boundingBox();
    if (!box) throw new Error(`${title} is not drawn`);
    const points = 36;
    for (let back = 0; back < points; back++) {
      const x = box.x + box.width - 2 - (back * box.width) / points;
      await this.page.mouse.move(x, box.y + 30);
      await this.page.mouse.move(x - 1, box.y + 31);
      const point = await this.popup(title);
      if (point.items.some(({ value }) => value !== "–")) return point;
    }
    throw new Error(`${title} has no point with a value`);
  }

  /** What a graph's pop-up says now. */
  async popup(title: string): Promise<Point> {
    const popup = this.graph(title).getByRole("tooltip");
    await popup.waitFor();
    const [time, labels, values, colours] = await Promise.all([
      popup.locator(".graph-popup-time").innerText(),
      popup.locator(".graph-popup-label").allInnerTexts(),
      popup.locator(".graph-popup-value").allInnerTexts(),
      Promise.all((await popup.locator(".graph-swatch").all()).map((swatch) => swatch.getAttribute("style"))),
    ]);
    return { time, items: labels.map((label, place) => ({ label, value: values[place] ?? "", colour: colours[place] ?? "" })) };
  }

  /** Drags over a graph from one share of its width to another. */
  async dragOver(plot: Locator, from = 0.4, to = 0.95): Promise<void> {
    await plot.scrollIntoViewIfNeeded();
    const box = await plot.boundingBox();
    if (!box) throw new Error("the graph is not drawn");
    await this.page.mouse.move(box.x + box.width * from, box.y + 40);
    await this.page.mouse.down();
    await this.page.mouse.move(box.x + (box.width * (from + to)) / 2, box.y + 40, { steps: 4 });
    await this.page.mouse.move(box.x + box.width * to, box.y + 40, { steps: 4 });
    await this.page.mouse.up();
  }

  /** Changes the values that the console is told, until the returned function is called: for what takes days to come about. */
  async tellOtherValues(change: (value: number, label: string) => number): Promise<() => Promise<void>> {
    const isMetricData = (url: URL): boolean => url.pathname === "/";
    await this.page.route(isMetricData, async (route) => {
      if (!route.request().headers()["x-amz-target"]?.endsWith(".GetMetricData")) return route.continue();
      const response = await route.fetch();
      const answer = (await response.json()) as { MetricDataResults: { Label: string; Values: number[] }[] };
      for (const result of answer.MetricDataResults) result.Values = result.Values.map((value) => change(value, result.Label));
      return route.fulfill({ response, json: answer });
    });
    return () => this.page.unroute(isMetricData);
  }
}
