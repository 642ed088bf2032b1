/** Zooming in a real browser: one drag zooms all five, the mini-map shows where, Reset zoom ends it. */
import { DecryptCommand, EncryptCommand } from "@aws-sdk/client-kms";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ConsoleUnderTest } from "../support/console-under-test.ts";
import { until } from "../support/product.ts";

let console: ConsoleUnderTest;
beforeAll(async () => {
  console = await ConsoleUnderTest.start();
  const encrypt = new EncryptCommand({ KeyId: "alias/demo", Plaintext: Buffer.from("seen"), EncryptionContext: { a: "1" } });
  const { CiphertextBlob } = await console.kms.send(encrypt);
  // An exception, so that each of the five has a line.
  await console.kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: { a: "2" } })).catch(() => undefined);
  await console.openStore();
  await console.refreshUntil(async () => (await console.tableOf("Top 5 exceptions")).heads.includes("InvalidCiphertextException"));
}, 180_000);
afterAll(() => console?.stop());

const resets = () => console.page.getByRole("button", { name: "Reset zoom" });
const plotOf = (title: string) => console.graph(title).locator(".u-over").first();

describe("zoom", () => {
  it("C16 C17 C18 zooms all five by one drag, with mini-maps, and resets", async () => {
    expect(await resets().count()).toBe(0);
    await console.dragOver(plotOf("Total requests"));
    await resets().first().waitFor();
    expect(await resets().count()).toBe(5);
    await until(async () => (await console.page.getByRole("group", { name: "Mini-map" }).count()) === 5);
    await console.graph("Latency").getByRole("button", { name: "Reset zoom" }).click();
    await until(async () => (await resets().count()) === 0);
    expect(await console.page.getByRole("group", { name: "Mini-map" }).count()).toBe(0);
  });

  it("C19 takes a drag under 4 pixels for a click, and a new range ends the zoom", async () => {
    const plot = plotOf("Reliability");
    await plot.scrollIntoViewIfNeeded();
    const box = await plot.boundingBox();
    if (!box) throw new Error("Reliability is not drawn");
    await console.page.mouse.move(box.x + 100, box.y + 40);
    await console.page.mouse.down();
    await console.page.mouse.move(box.x + 103, box.y + 40);
    await console.page.mouse.up();
    // The click chose a point: had it been a drag, the zoom would stand by now.
    await console.graph("Reliability").getByRole("link", { name: "View interactions" }).waitFor();
    expect(await resets().count()).toBe(0);
    await console.dragOver(plot);
    await resets().first().waitFor();
    await console.page.getByRole("button", { name: "1h", exact: true }).click();
    await until(async () => (await resets().count()) === 0);
  });

  it("C19 works on stacked areas", async () => {
    await console.openStore();
    await console.choose("Latency", "View in metrics");
    await console.graph("demo: Latency").locator("canvas").first().waitFor();
    await console.page.getByRole("tab", { name: "Options" }).click();
    await console.page.getByRole("button", { name: "Stacked area" }).click();
    await until(async () => decodeURIComponent(console.page.url()).includes('"stacked":true'));
    await console.graph("demo: Latency").locator("canvas").first().waitFor();
    await console.dragOver(plotOf("demo: Latency"));
    await console.graph("demo: Latency").getByRole("group", { name: "Mini-map" }).waitFor();
    await console.graph("demo: Latency").getByRole("button", { name: "Reset zoom" }).click();
    await until(async () => (await resets().count()) === 0);
  });

  it("offends no content security policy", () => {
    console.expectNoComplaints();
  });
});
