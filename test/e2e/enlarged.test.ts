/** The enlarged view of one graph in a real browser: its period, range, zone and refresh are its own, and go with it. */
import { EncryptCommand } from "@aws-sdk/client-kms";
import type { Locator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ConsoleUnderTest, graphTitles, type MetricCall } from "../support/console-under-test.ts";
import { until } from "../support/product.ts";

let console: ConsoleUnderTest;
beforeAll(async () => {
  console = await ConsoleUnderTest.start({}, "Asia/Kolkata");
  await console.kms.send(new EncryptCommand({ KeyId: "alias/demo", Plaintext: Buffer.from("seen") }));
  // The page's clock is the test's from here on; it goes by itself until it is moved.
  await console.page.clock.install();
  await console.openStore();
}, 180_000);
afterAll(() => console?.stop());

const button = (name: string | RegExp): Locator => console.enlarged().getByRole("button", { name, exact: true });
const option = (name: string | RegExp): Locator => console.page.getByRole("option", { name, exact: true });
/** The section behind asks for five graphs at once, the enlarged view for its own. */
const ofOneGraph = (calls: readonly MetricCall[]): readonly MetricCall[] => calls.filter((call) => call.MetricDataQueries.length === 1);

async function enlarge(): Promise<void> {
  await console.openStore();
  await console.choose("Latency", "Enlarge");
  await console.enlarged().getByRole("application").waitFor();
}

describe("the enlarged view", () => {
  it("C20 C21 C22 C23 opens from the menu with Period, range and Refresh options", async () => {
    await enlarge();
    await button(/Period/).click();
    const periods = await console.page.getByRole("option").allInnerTexts();
    expect(periods[0]).toContain("1 second");
    expect(periods.at(-1)).toContain("30 days");
    await console.page.keyboard.press("Escape");
    await button(/Refresh options/).click();
    const intervals = await console.page.getByRole("option").allInnerTexts();
    // The chosen option says so in a second line, for screen readers.
    expect(intervals.map((text) => text.split("\n")[0])).toEqual(["Off", "10 Seconds", "1 Minute", "2 Minutes", "5 Minutes", "15 Minutes"]);
    await console.page.keyboard.press("Escape");
  });

  it("C20 C21 stands in the menu of each of the five, beside View in metrics, and as an icon under the pointer and the focus", async () => {
    await console.openStore();
    for (const title of graphTitles) {
      await console.page.getByRole("button", { name: `Menu of ${title}` }).click();
      const entries = await console.page.getByRole("menuitem").allInnerTexts();
      expect(entries.slice(0, 2)).toEqual(["Enlarge", "View in metrics"]);
      await console.page.keyboard.press("Escape");
    }
    const icon = console.graph("Reliability").getByRole("button", { name: "Enlarge Reliability" });
    const opacity = `getComputedStyle(document.querySelector('[aria-label="Enlarge Reliability"]').closest(".graph-hover-action")).opacity`;
    const shown = async (): Promise<boolean> => (await console.page.evaluate(opacity)) === "1";
    await console.page.mouse.move(5, 5);
    await console.page.getByRole("heading", { level: 1 }).click();
    await until(async () => !(await shown()));
    await console.graph("Reliability").hover();
    await until(shown);
    await console.page.mouse.move(5, 5);
    await until(async () => !(await shown()));
    await console.page.getByRole("application", { name: "Reliability graph" }).focus();
    await until(shown);
    await icon.click();
    await console.enlarged("Reliability").waitFor();
    await console.page.keyboard.press("Escape");
    await enlarge();
  });

  it("C23 redraws this graph alone at the chosen period", async () => {
    await button(/Period/).click();
    const calls = await console.metricCalls(() => option("1 minute").click());
    expect(calls.map(({ MetricDataQueries }) => MetricDataQueries.map(({ Period }) => Period))).toEqual([[60]]);
  });

  it("C24 has the predefined ranges and Custom, which move this graph alone", async () => {
    const names = await button("12h").locator("xpath=..").getByRole("button").allTextContents();
    expect(names).toEqual(["1h", "3h", "12h", "1d", "3d", "1w"]);
    await button("Custom").waitFor();
    const calls = await console.metricCalls(() => button("12h").click());
    expect(ofOneGraph(calls)).toHaveLength(1);
    expect(calls.map(({ StartTime, EndTime }) => EndTime - StartTime)).toEqual([12 * 3600]);
    const behind = console.page.getByRole("button", { name: "3h", exact: true, includeHidden: true });
    expect(await behind.first().getAttribute("aria-pressed")).toBe("true");
  });

  it("C25 C26 C27 C28 takes a custom range and zone on Apply, and refuses an end before its start", async () => {
    await button("Custom").click();
    const box = console.page.getByRole("dialog", { name: "Custom time range" });
    await box.getByRole("tab", { name: "Absolute" }).click();
    await box.getByRole("textbox", { name: "Start date" }).fill("2026/01/02");
    await box.getByRole("textbox", { name: "End date" }).fill("2026/01/01");
    await box.getByRole("button", { name: "Apply" }).click();
    await box.getByText("The end must be after the start.").waitFor();
    await box.getByRole("textbox", { name: "End date" }).fill("2026/01/02");
    await box.getByRole("textbox", { name: "Start time" }).fill("01:00:00");
    await box.getByRole("textbox", { name: "End time" }).fill("03:00:00");
    await box.getByRole("button", { name: /Time zone/ }).click();
    await option(/UTC$/).click();
    const [call] = ofOneGraph(await console.metricCalls(() => box.getByRole("button", { name: "Apply" }).click()));
    expect(call?.StartTime).toBe(Date.UTC(2026, 0, 2, 1) / 1000);
    expect(call?.EndTime).toBe(Date.UTC(2026, 0, 2, 3) / 1000);
    await console.enlarged().getByText("No data available").waitFor();
  });

  it("C26 fills text fields from the calendar and the calendar from text fields", async () => {
    await button(/^Custom/)
      .first()
      .click();
    const box = console.page.getByRole("dialog", { name: "Custom time range" });
    await box.getByRole("tab", { name: "Absolute" }).click();
    const calendar = box.getByRole("group", { name: "Start date, calendar" });
    const start = box.getByRole("textbox", { name: "Start date" });
    await start.fill("2026/01/02");
    await until(async () => (await calendar.locator("td[aria-selected=true]").innerText()).includes("January 2, 2026"));
    await calendar.locator("td", { hasText: "January 15, 2026" }).click();
    await until(async () => (await start.inputValue()) === "2026/01/15");
    await box.getByRole("button", { name: "Cancel" }).click();
  });

  it("C26 takes a relative range as a number and a unit", async () => {
    await button(/^Custom/)
      .first()
      .click();
    const box = console.page.getByRole("dialog", { name: "Custom time range" });
    await box.getByRole("tab", { name: "Relative" }).click();
    await box.getByRole("button", { name: /Unit of time/ }).click();
    expect(await console.page.getByRole("option").allInnerTexts()).toEqual(
      ["minutes", "hours", "days", "weeks", "months"].map((unit) => expect.stringContaining(unit) as string),
    );
    await option(/^weeks/).click();
    await box.getByRole("spinbutton", { name: "Last" }).fill("2");
    const [call] = ofOneGraph(await console.metricCalls(() => box.getByRole("button", { name: "Apply" }).click()));
    expect((call?.EndTime ?? 0) - (call?.StartTime ?? 0)).toBe(14 * 86_400);
  });

  it("C28 moves axis, pop-up and table to the browser's zone and back, names it, and leaves the data as they are", async () => {
    await enlarge();
    const zoneNote = console.enlarged().locator(".graph-zone");
    const choose = async (zone: RegExp): Promise<void> => {
      await button("Custom").click();
      const box = console.page.getByRole("dialog", { name: "Custom time range" });
      await box.getByRole("tab", { name: "Relative" }).click();
      await box.getByRole("button", { name: /Time zone/ }).click();
      await option(zone).click();
      await box.getByRole("button", { name: "Apply" }).click();
      await box.waitFor({ state: "hidden" });
      await console.settled();
    };
    const title = "Latency, enlarged";
    await choose(/UTC$/);
    expect(await zoneNote.innerText()).toBe("UTC");
    const [inUtc, overUtc] = [await console.tableOf(title), await console.hoverNewest(title)];
    await choose(/Local/);
    expect(await zoneNote.innerText()).toBe("UTC+05:30");
    const [inLocal, overLocal] = [await console.tableOf(title), await console.hoverNewest(title)];
    const minutes = ({ rows }: { readonly rows: string[][] }): number =>
      Date.parse(`${(rows.at(-1)?.[0] ?? "").replace(" ", "T")}Z`) / 60_000;
    expect(inLocal.heads[0]).toBe("Time (UTC+05:30)");
    expect(minutes(inLocal) - minutes(inUtc)).toBe(330);
    expect(inLocal.rows.at(-1)?.slice(1)).toEqual(inUtc.rows.at(-1)?.slice(1));
    expect(overUtc.time).toMatch(/ UTC$/);
    expect(overLocal.time).toMatch(/ UTC\+05:30$/);
    await choose(/UTC$/);
    expect(await zoneNote.innerText()).toBe("UTC");
  });

  it("C29 keeps an absolute range where it is while it refreshes", async () => {
    await button(/^Custom/)
      .first()
      .click();
    const box = console.page.getByRole("dialog", { name: "Custom time range" });
    await box.getByRole("tab", { name: "Absolute" }).click();
    for (const [name, value] of [
      ["Start date", "2026/01/02"],
      ["End date", "2026/01/02"],
      ["Start time", "01:00:00"],
      ["End time", "03:00:00"],
    ] as const) {
      await box.getByRole("textbox", { name }).fill(value);
    }
    await box.getByRole("button", { name: "Apply" }).click();
    await console.enlarged().getByText("No data available").waitFor();
    await button(/Refresh options/).click();
    await option("10 Seconds").click();
    await console.settled();
    const noted = console.recordMetricCalls();
    await console.page.clock.fastForward(10_000);
    await until(() => ofOneGraph(noted.calls).length > 0);
    const [call] = ofOneGraph(noted.stop());
    expect(call?.StartTime).toBe(Date.UTC(2026, 0, 2, 1) / 1000);
  });

  it("C29 asks once every 10 seconds until Off, and a relative range slides", async () => {
    await enlarge();
    await button(/Period/).click();
    await console.metricCalls(() => option(/^1 second/).click());
    await button(/Refresh options/).click();
    await option("10 Seconds").click();
    // From here on only the test moves the clock.
    await console.page.clock.pauseAt(Date.now() + 3_600_000);
    await console.settled();
    const noted = console.recordMetricCalls();
    for (const count of [1, 2, 3]) {
      await console.page.clock.runFor(10_000);
      await until(() => ofOneGraph(noted.calls).length === count);
      await console.settled();
    }
    const [first, second, third] = ofOneGraph(noted.calls).map(({ EndTime }) => EndTime);
    expect([(second ?? 0) - (first ?? 0), (third ?? 0) - (second ?? 0)]).toEqual([10, 10]);
    await button(/Refresh options/).click();
    await option("Off").click();
    await until(async () => (await button(/Refresh options/).innerText()).includes("Off"));
    await console.settled();
    const ends = (): readonly number[] => ofOneGraph(noted.calls).map(({ EndTime }) => EndTime);
    const asked = ends();
    await console.page.clock.runFor(60_000);
    await console.settled();
    expect(ends()).toEqual(asked);
    noted.stop();
    await console.page.clock.resume();
  });

  it("C30 forgets everything when it is closed", async () => {
    await console.page.keyboard.press("Escape");
    await console.enlarged().waitFor({ state: "hidden" });
    await console.choose("Latency", "Enlarge");
    await console.enlarged().getByRole("application").or(console.enlarged().getByText("No data available")).first().waitFor();
    expect(await button(/Period/).innerText()).toContain("5 minutes");
    expect(await button(/Refresh options/).innerText()).toContain("Off");
    expect(await button("3h").getAttribute("aria-pressed")).toBe("true");
    await button("Close enlarged view").click();
    await console.enlarged().waitFor({ state: "hidden" });
  });

  it("B5 a copied link shows the same view once, and a reload the defaults", async () => {
    await console.openStore(console.demo, "?view=latency&range=PT1H&period=60&tz=utc");
    await button(/Period/).waitFor();
    expect(await button(/Period/).innerText()).toContain("1 minute");
    expect(new URL(console.page.url()).search).toBe("");
    await console.page.reload();
    await console.graph("Latency").waitFor();
    expect(await console.enlarged().count()).toBe(0);
  });

  it("C35 says No data available where there is none, and the other graphs are untouched", async () => {
    await console.openStore(console.demo, "?view=latency&from=2026-01-02T00:00:00Z&to=2026-01-02T03:00:00Z");
    await console.enlarged().getByText("No data available").waitFor();
    expect(await console.graph("Reliability").locator("canvas").count()).toBe(1);
    await console.page.keyboard.press("Escape");
  });
});
