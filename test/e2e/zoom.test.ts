/** Zooming in a real browser: one drag zooms all five, the mini-map shows where, Reset zoom ends it. */
import { DecryptCommand, EncryptCommand } from "@aws-sdk/client-kms";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ConsoleUnderTest, graphTitles } from "../support/console-under-test.ts";
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

  it("C17 the window of a mini-map can be dragged and resized, by pointer and keyboard, and moves all five", async () => {
    await console.openStore();
    await console.dragOver(plotOf("Latency"), 0.5, 0.8);
    await until(async () => (await console.page.getByRole("group", { name: "Mini-map" }).count()) === 5);
    const map = console.graph("Latency").getByRole("group", { name: "Mini-map" });
    const windowOf = async (title: string): Promise<readonly [from: number, to: number]> => {
      const edge = async (name: string): Promise<number> =>
        Number(
          await console
            .graph(title)
            .getByRole("slider", { name: `${name} of the zoomed window` })
            .getAttribute("aria-valuenow"),
        );
      return [await edge("Start"), await edge("End")];
    };
    const [from, to] = await windowOf("Latency");
    const box = await map.boundingBox();
    const inside = await map.locator(".mini-map-window").boundingBox();
    if (!box || !inside) throw new Error("the mini-map is not drawn");
    // The window stands where the drag was: from half of the range to four fifths of it.
    expect((inside.x - box.x) / box.width).toBeCloseTo(0.5, 1);
    expect(inside.width / box.width).toBeCloseTo(0.3, 1);
    const { mouse, keyboard } = console.page;
    await mouse.move(inside.x + inside.width / 2, inside.y + 20);
    await mouse.down();
    await mouse.move(inside.x + inside.width / 2 - box.width * 0.2, inside.y + 20, { steps: 5 });
    await mouse.up();
    const moved = await windowOf("Latency");
    expect(moved[0]).toBeLessThan(from - 1200);
    expect(moved[1] - moved[0]).toBe(to - from);
    for (const title of graphTitles) expect(await windowOf(title)).toEqual(moved);
    const end = console.graph("Latency").getByRole("slider", { name: "End of the zoomed window" });
    await end.focus();
    await keyboard.press("ArrowLeft");
    await until(async () => (await windowOf("Total requests"))[1] === moved[1] - 300);
    const handle = await end.boundingBox();
    if (!handle) throw new Error("the handle is not drawn");
    await mouse.move(handle.x + handle.width / 2, handle.y + 20);
    await mouse.down();
    await mouse.move(handle.x + box.width * 0.1, handle.y + 20, { steps: 5 });
    await mouse.up();
    const wider = await windowOf("Reliability");
    expect(wider[0]).toBe(moved[0]);
    expect(wider[1]).toBeGreaterThan(moved[1]);
    await console.graph("Latency").getByRole("button", { name: "Reset zoom" }).click();
    await until(async () => (await resets().count()) === 0);
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
