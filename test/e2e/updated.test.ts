/** A page that was left open while xkswatch was updated, in a real browser. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { ConsoleUnderTest } from "../support/console-under-test.ts";

let console: ConsoleUnderTest;
beforeAll(async () => {
  console = await ConsoleUnderTest.start();
}, 180_000);
afterAll(() => console?.stop());

it("says that xkswatch was updated when a part of it is gone, and offers to reload", async () => {
  const { page } = console;
  await console.openStore();
  // The new version's files have other names: the old ones are not found.
  await page.route(/\/assets\/.*\.js$/, (route) => route.fulfill({ status: 404, body: "" }));
  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByText("xkswatch was updated").waitFor();
  await page.unroute(/\/assets\/.*\.js$/);
  await page.getByRole("button", { name: "Reload" }).click();
  await page.getByRole("heading", { name: "Settings" }).first().waitFor();
  expect(await page.getByText("xkswatch was updated").count()).toBe(0);
});
