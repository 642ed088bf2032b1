/** From the graphs onward, in a real browser: dashboards, explorer, interactions, help and alarms. */
import { DecryptCommand, EncryptCommand } from "@aws-sdk/client-kms";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ConsoleUnderTest } from "../support/console-under-test.ts";

let console: ConsoleUnderTest;
beforeAll(async () => {
  console = await ConsoleUnderTest.start();
  for (let i = 0; i < 5; i++) {
    const encrypt = new EncryptCommand({ KeyId: "alias/demo", Plaintext: Buffer.from("seen"), EncryptionContext: { a: "1" } });
    const { CiphertextBlob } = await console.kms.send(encrypt);
    await console.kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: { a: "2" } })).catch(() => undefined);
  }
  await console.openStore();
  await console.refreshUntil(async () => (await console.tableOf("Top 5 exceptions")).heads.includes("InvalidCiphertextException"));
}, 180_000);
afterAll(() => console?.stop());

describe("dashboards", () => {
  it("C31 C32 C33 takes all five graphs on a new dashboard, which shows the same, and refuses a name that exists", async () => {
    const { page } = console;
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
    await console.graph("demo: Latency").locator("canvas").first().waitFor();
    for (const title of ["Total requests", "Reliability", "Top 5 exceptions", "Certificate days to expire"]) {
      await console.graph(`demo: ${title}`).locator("canvas").first().waitFor();
    }
  });
});

describe("the explorer", () => {
  it("C34 opens with one graph and the same lines", async () => {
    await console.openStore();
    await console.choose("Top 5 exceptions", "View in metrics");
    await console.graph("demo: Top 5 exceptions").getByText("InvalidCiphertextException").first().waitFor();
    await console.page.getByRole("button", { name: "Add to dashboard" }).waitFor();
  });
});

describe("interactions", () => {
  it("B4 stand behind a chosen point", async () => {
    await console.openStore();
    await console.page.getByRole("application", { name: "Top 5 exceptions graph" }).focus();
    await console.page.keyboard.press("End");
    await console.page.keyboard.press("Enter");
    await console.graph("Top 5 exceptions").getByRole("link", { name: "View interactions" }).click();
    await console.page.getByRole("heading", { name: /^Interactions/ }).waitFor();
    expect(new URL(console.page.url()).searchParams.get("keyStore")).toBe(console.demo);
  });
});

describe("help", () => {
  it("C41 C42 C44 explains each graph and exception, and offers the recommended alarm, whose state the page shows", async () => {
    const { page } = console;
    await console.openStore();
    await page.getByRole("button", { name: "Info about InvalidCiphertextException" }).click();
    await page.getByText("What to do").waitFor();
    await page.getByRole("button", { name: "Info about Certificate days to expire" }).click();
    await page.getByText(/all data protected by KMS keys in this key store becomes inaccessible/).waitFor();
    await page.getByRole("button", { name: "Create alarm" }).click();
    const alarm = page.getByRole("dialog", { name: "Create alarm" });
    expect(await alarm.getByRole("textbox", { name: "Threshold" }).inputValue()).toBe("10");
    await alarm.getByRole("button", { name: "Create alarm" }).click();
    await page.getByText(/The alarm .* was created/).waitFor();
    await page.reload();
    await page.getByRole("list", { name: "Alarms of this key store" }).getByRole("link", { name: "demo certificate expiration" }).waitFor();
  });

  it("C43 leads from Total requests to ExternalKeyStoreThrottle and names the quota as a remedy", async () => {
    const { page } = console;
    await console.openStore();
    await page.getByRole("button", { name: "Info about Total requests" }).click();
    await page.getByText(/lower the key store's request quota/).waitFor();
    const [call] = await console.metricCalls(async () => {
      await page.getByRole("link", { name: "ExternalKeyStoreThrottle" }).click();
      await console.graph("demo: throttled requests").getByText("No data available").waitFor();
    });
    expect(call?.MetricDataQueries.some(({ Expression }) => Expression?.includes("ExternalKeyStoreThrottle"))).toBe(true);
    expect(call?.MetricDataQueries.some(({ Expression }) => Expression?.includes(console.demo))).toBe(true);
  });

  it("offends no content security policy", () => {
    console.expectNoComplaints();
  });
});
