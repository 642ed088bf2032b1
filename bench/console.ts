/**
 * The console in a headless Chromium: how soon a week is on the screen, how quickly it follows a hand, what it weighs. The same
 * page with Cloudscape's own LineChart in the place of the drawing is measured in turn. Data are made up and the same for both.
 *
 *     npm run build && npx tsx bench/console.ts
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { DescribeCustomKeyStoresCommand } from "@aws-sdk/client-kms";
import type { Browser, Page } from "playwright-core";
import { build, type Plugin } from "vite";
import { startBrowser } from "../test/support/browser.ts";
import { kmsClient } from "../test/support/clients.ts";
import { root, runCommand, startProduct, temporaryDirectory } from "../test/support/product.ts";
import { serveConsole } from "./support/console-server.ts";
import { median } from "./support/raw-load.ts";

const rounds = 7;
const pages = join(root, "bench/console-pages");
const own = join(root, "dist/console");

const work = temporaryDirectory();
await buildConsole(join(work, "line-charts"));
await buildManyPoints(join(work, "many-points"));
const [product, browser] = await Promise.all([startProduct(), startBrowser()]);
const { CustomKeyStores: stores } = await kmsClient(product).send(new DescribeCustomKeyStoresCommand({ CustomKeyStoreName: "demo" }));
const store = `/key-stores/${stores?.[0]?.CustomKeyStoreId ?? ""}`;
const [console_, lineCharts, manyPoints] = await Promise.all([
  serveConsole(own, product.address),
  serveConsole(join(work, "line-charts"), product.address),
  serveConsole(join(work, "many-points"), product.address),
]);

const ours = await signedIn(browser, console_.address);
const theirs = await signedIn(browser, lineCharts.address);
const opened = { ours: [] as number[], theirs: [] as number[] };
const changed = { ours: [] as number[], theirs: [] as number[] };
for (let round = 0; round < rounds; round++) {
  opened.ours.push(await openWeek(ours, console_.address, "canvas"));
  changed.ours.push(await changeRange(ours));
  opened.theirs.push(await openWeek(theirs, lineCharts.address, "svg path[class*=line]"));
  changed.theirs.push(await changeRange(theirs));
}
const pointer = await pointerMoves(ours, console_.address);
const points = await drawManyPoints(browser, manyPoints.address);
const memory = await hourOfRefresh(browser, console_.address);
const script = {
  list: await scriptBytes(ours, `${console_.address}/key-stores`, "table a"),
  store: await scriptBytes(ours, `${console_.address}${store}`, ".graph-grid canvas"),
};

const ms = (values: readonly number[]): string => `${median(values).toFixed(0)} ms`;
console.log(`Console in headless Chromium, medians of ${rounds}`);
console.log(
  `  five graphs of a week (30 lines), navigation to painted data   ${ms(opened.ours)}; with LineChart ${ms(opened.theirs)}: ratio ${(median(opened.ours) / median(opened.theirs)).toFixed(2)}`,
);
console.log(
  `  range change from 3 hours to a week, click to painted data     ${ms(changed.ours)}; with LineChart ${ms(changed.theirs)}: ratio ${(median(changed.ours) / median(changed.theirs)).toFixed(2)}`,
);
console.log(`  pop-up under the pointer, event to laid out                    ${median(pointer).toFixed(1)} ms`);
console.log(`  604,800 points, render to painted                              ${ms(points)}`);
console.log(
  `  an hour of refresh at 10 s: heap after 5 minutes and at the end ${memory.map((bytes) => (bytes / 1e6).toFixed(1)).join(" and ")} MB`,
);
console.log(
  `  script of the first page, the list of key stores               ${(script.list / 1000).toFixed(0)} kB gzip; of a key store's page ${(script.store / 1000).toFixed(0)} kB`,
);

await browser.close();
await Promise.all([console_.stop(), lineCharts.stop(), manyPoints.stop()]);
await product.stop();

/** The console as it is, but for its drawing. */
async function buildConsole(outDir: string): Promise<void> {
  const replace: Plugin = {
    name: "line-chart",
    enforce: "pre",
    resolveId: (source, importer) =>
      source.endsWith("/canvas.tsx") && importer?.includes("/console/graph/") ? join(pages, "line-chart-canvas.tsx") : undefined,
  };
  await build({
    configFile: join(root, "console/vite.config.ts"),
    logLevel: "error",
    plugins: [replace],
    build: { outDir, emptyOutDir: true },
  });
}

async function buildManyPoints(outDir: string): Promise<void> {
  const input = join(pages, "many-points.html");
  await build({
    configFile: join(root, "console/vite.config.ts"),
    root: pages,
    logLevel: "error",
    build: { outDir, emptyOutDir: true, rollupOptions: { input } },
  });
}

async function signedIn(within: Browser, address: string): Promise<Page> {
  const { output } = await runCommand(["login", "--data", product.dataDirectory]);
  const context = await within.newContext({ viewport: { width: 1400, height: 1400 } });
  const page = await context.newPage();
  const link = new URL(output.trim());
  await page.goto(`${address}${link.pathname}${link.hash}`);
  await page.waitForURL((url) => !url.pathname.startsWith("/login"));
  return page;
}

/** Milliseconds from the navigation's start to the frame after the week's data are drawn in all five graphs. */
async function openWeek(page: Page, address: string, drawn: string): Promise<number> {
  await page.goto("about:blank");
  await page.goto(`${address}${store}?range=P7D`, { waitUntil: "commit" });
  return page.evaluate(waitForPaint(drawn, 2016));
}

/**
 * Script that resolves, at the frame after all five graphs are drawn over so many points, with the milliseconds since the page's
 * time origin. Each drawing says in `data-points` how many points it was given.
 */
function waitForPaint(drawn: string, atLeast: number): string {
  return `new Promise((resolve) => {
    const look = () => {
      const cards = [...document.querySelectorAll(".graph-grid .graph-card")];
      const done = cards.length === 5 && cards.every((card) => card.querySelector(${JSON.stringify(drawn)})) &&
        cards.every((card) => Number(card.querySelector("[data-points]")?.dataset.points ?? 0) >= ${atLeast});
      if (done) requestAnimationFrame(() => setTimeout(() => resolve(performance.now()), 0));
      else setTimeout(look, 2);
    };
    look();
  })`;
}

async function changeRange(page: Page): Promise<number> {
  await page.getByRole("button", { name: "3h", exact: true }).click();
  await page.waitForFunction(`[...document.querySelectorAll("[data-points]")].every((each) => Number(each.dataset.points) < 100)`);
  await page.waitForTimeout(300);
  const began = (await page.evaluate(`(() => {
    const button = [...document.querySelectorAll("button")].find((each) => each.textContent === "1w");
    const began = performance.now();
    button.click();
    return began;
  })()`)) as number;
  return ((await page.evaluate(waitForPaint("canvas, svg", 2016))) as number) - began;
}

/** Milliseconds of work for each move of the pointer, until the pop-up is laid out; all five graphs follow in step. */
async function pointerMoves(page: Page, address: string): Promise<readonly number[]> {
  await openWeek(page, address, "canvas");
  const plot = page.getByRole("region", { name: "Latency", exact: true }).locator(".u-over").first();
  await plot.scrollIntoViewIfNeeded();
  const box = await plot.boundingBox();
  if (!box) throw new Error("the graph is not drawn");
  await page.evaluate(`(() => {
    globalThis.moves = [];
    let began = 0;
    addEventListener("mousemove", () => { began = performance.now(); }, { capture: true });
    addEventListener("mousemove", () => {
      for (const popup of document.querySelectorAll(".graph-popup")) popup.getBoundingClientRect();
      globalThis.moves.push(performance.now() - began);
    });
  })()`);
  for (let step = 0; step < 120; step++) await page.mouse.move(box.x + 20 + ((box.width - 40) * step) / 120, box.y + 60);
  return (await page.evaluate("globalThis.moves")) as readonly number[];
}

async function drawManyPoints(within: Browser, address: string): Promise<readonly number[]> {
  const page = await (await within.newContext()).newPage();
  await page.goto(`${address}/many-points.html`);
  await page.waitForFunction("globalThis.drawManyPoints !== undefined");
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) times.push(await page.evaluate<number>("globalThis.drawManyPoints()"));
  return times;
}

/** Bytes of heap in use, garbage collected, five minutes into an hour of refreshes and at its end. */
async function hourOfRefresh(within: Browser, address: string): Promise<readonly number[]> {
  const page = await signedIn(within, address);
  const tools = await page.context().newCDPSession(page);
  await page.clock.install();
  await page.goto(`${address}${store}?view=latency&range=PT3H&period=300&refresh=10`);
  await page.getByRole("dialog", { name: "Latency" }).locator("canvas").first().waitFor();
  const used: number[] = [];
  for (let refresh = 1; refresh <= 360; refresh++) {
    const answered = page.waitForResponse((response) => response.request().headers()["x-amz-target"]?.endsWith(".GetMetricData") ?? false);
    await page.clock.runFor(10_000);
    await answered;
    if (refresh !== 30 && refresh !== 360) continue;
    await tools.send("HeapProfiler.collectGarbage");
    used.push(((await tools.send("Runtime.getHeapUsage")) as { usedSize: number }).usedSize);
  }
  return used;
}

/** Gzipped bytes of all scripts that a page loads, opened for the first time. */
async function scriptBytes(page: Page, address: string, drawn: string): Promise<number> {
  await page.goto(address);
  await page.locator(drawn).first().waitFor();
  const paths = (await page.evaluate(
    `performance.getEntriesByType("resource").map(({ name }) => new URL(name).pathname).filter((path) => path.endsWith(".js"))`,
  )) as readonly string[];
  return [...new Set(paths)].reduce((sum, path) => sum + gzipSync(readFileSync(join(own, path))).length, 0);
}
