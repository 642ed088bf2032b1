/** Managing in a real browser: quota, edit, disconnect and delete of key stores, deletion of keys, access keys, CSV. */
import { readFileSync } from "node:fs";
import { DescribeKeyCommand, DisconnectCustomKeyStoreCommand, GetKeyPolicyCommand, KMSServiceException } from "@aws-sdk/client-kms";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ConsoleUnderTest } from "../support/console-under-test.ts";
import { connectedKeyStore, describeKeyStore, newKey, reachState } from "../support/key-stores.ts";
import { until } from "../support/product.ts";

let console: ConsoleUnderTest;
let extra: string;
beforeAll(async () => {
  console = await ConsoleUnderTest.start();
  extra = await connectedKeyStore(console.product, console.kms, "extra");
}, 180_000);
afterAll(() => console?.stop());

/** Chooses an entry of the menu Key store actions. */
async function act(entry: string): Promise<void> {
  await console.page.getByRole("button", { name: "Key store actions" }).click();
  await console.page.getByRole("menuitem", { name: entry, exact: true }).click();
}

describe("a key store", () => {
  it("takes another request quota, which its graph shows, and refuses what is none", async () => {
    const { page } = console;
    await console.openStore(extra);
    await act("Edit request quota");
    const dialog = page.getByRole("dialog", { name: "Request quota of extra" });
    const field = dialog.getByRole("spinbutton");
    await field.fill("0");
    await dialog.getByText("Enter a whole number from 1 to 1,000,000.").waitFor();
    expect(await dialog.getByRole("button", { name: "Save" }).isDisabled()).toBe(true);
    await field.fill("50");
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.waitFor({ state: "hidden" });
    await page.getByText("50 requests per second").waitFor();
    await console.graph("Total requests").getByText("Request quota (50/s): 15,000").waitFor();
  });

  it("is disconnected after a warning", async () => {
    const { page } = console;
    await act("Disconnect");
    const dialog = page.getByRole("dialog", { name: "Disconnect extra" });
    await dialog.getByText(/its KMS keys are Unavailable/).waitFor();
    await dialog.getByRole("button", { name: "Disconnect" }).click();
    await page.getByText("Disconnected on purpose").waitFor();
    expect((await describeKeyStore(console.kms, { CustomKeyStoreId: extra })).ConnectionState).toBe("DISCONNECTED");
  });

  it("takes another name after a warning that says what changes", async () => {
    const { page } = console;
    await act("Edit");
    await page.getByRole("textbox", { name: /Custom key store name/ }).fill("renamed");
    await page.getByRole("button", { name: "Update external key store" }).click();
    await page.getByRole("dialog", { name: "Update external key store" }).getByRole("button", { name: "Update", exact: true }).click();
    await page.getByText(/The external key store renamed was updated/).waitFor();
    await page.getByRole("heading", { level: 1, name: "renamed" }).waitFor();
  });

  it("keeps what was entered when an update is refused, with cause and fix", async () => {
    const { page } = console;
    await act("Edit");
    await page.getByRole("textbox", { name: /Custom key store name/ }).fill("demo");
    await page.getByRole("button", { name: "Update external key store" }).click();
    await page.getByRole("dialog", { name: "Update external key store" }).getByRole("button", { name: "Update", exact: true }).click();
    await page.getByText(/CustomKeyStoreNameInUseException/).waitFor();
    expect(await page.getByRole("textbox", { name: /Custom key store name/ }).inputValue()).toBe("demo");
    await page.getByRole("link", { name: "Cancel" }).click();
    await page.getByRole("heading", { level: 1, name: "renamed" }).waitFor();
  });

  it("is deleted once its name is typed", async () => {
    const { page } = console;
    await act("Delete");
    const dialog = page.getByRole("dialog", { name: "Delete renamed" });
    expect(await dialog.getByRole("button", { name: "Delete" }).isDisabled()).toBe(true);
    await dialog.getByRole("textbox").fill("renamed");
    await dialog.getByRole("button", { name: "Delete" }).click();
    await page.getByText("The external key store renamed was deleted.").waitFor();
    await expect(describeKeyStore(console.kms, { CustomKeyStoreId: extra })).rejects.toBeInstanceOf(KMSServiceException);
  });

  it("with keys is not deleted, and the dialog says why", async () => {
    const { page } = console;
    await console.kms.send(new DisconnectCustomKeyStoreCommand({ CustomKeyStoreId: console.demo }));
    await reachState(console.kms, console.demo, "DISCONNECTED");
    await console.openStore();
    await act("Delete");
    const dialog = page.getByRole("dialog", { name: "Delete demo" });
    await dialog.getByRole("textbox").fill("demo");
    await dialog.getByRole("button", { name: "Delete" }).click();
    await dialog.getByText(/CustomKeyStoreHasCMKsException/).waitFor();
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await act("Connect");
    await reachState(console.kms, console.demo, "CONNECTED");
  });
});

describe("a KMS key", () => {
  it("is scheduled for deletion, and that is taken back", async () => {
    const { page } = console;
    const { KeyId } = await newKey(console.product, console.kms, console.demo, "passing");
    const state = async () => (await console.kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata?.KeyState;
    await page.goto(`${console.product.address}/keys/${KeyId}`);
    await page.getByRole("button", { name: "Key actions" }).click();
    await page.getByRole("menuitem", { name: "Schedule key deletion" }).click();
    const dialog = page.getByRole("dialog", { name: "Schedule key deletion" });
    await dialog.getByRole("spinbutton").fill("6");
    await dialog.getByText("Enter 7 to 30.").waitFor();
    await dialog.getByRole("spinbutton").fill("7");
    await dialog.getByRole("button", { name: "Schedule deletion" }).click();
    await page.getByText("The key will be deleted in 7 days.").waitFor();
    expect(await state()).toBe("PendingDeletion");
    await page.getByRole("button", { name: "Key actions" }).click();
    await page.getByRole("menuitem", { name: "Cancel key deletion" }).click();
    await page.getByRole("dialog", { name: "Cancel key deletion" }).getByRole("button", { name: "Cancel key deletion" }).click();
    await page.getByText("The deletion was cancelled.").waitFor();
    expect(await state()).toBe("Disabled");
  });
});

describe("a key's page", () => {
  it("takes another policy, and shows why the service refuses one", async () => {
    const { page } = console;
    const { KeyId } = await newKey(console.product, console.kms, console.demo, "policed");
    await page.goto(`${console.product.address}/keys/${KeyId}`);
    await page.getByRole("tab", { name: "Key policy" }).click();
    await page.getByRole("button", { name: "Edit", exact: true }).click();
    const field = page.getByRole("textbox", { name: "Key policy" });
    const before = await field.inputValue();
    await field.fill("{");
    await page.getByText(/This is not JSON/).waitFor();
    expect(await page.getByRole("button", { name: "Save changes" }).isDisabled()).toBe(true);
    await field.fill(JSON.stringify({ Version: "2012-10-17", Statement: [] }));
    await page.getByRole("button", { name: "Save changes" }).click();
    await page.getByText(/MalformedPolicyDocumentException/).waitFor();
    const policy = JSON.parse(before) as { Statement: object[] };
    const statement = { Sid: "second", Effect: "Deny", Principal: { AWS: "*" }, Action: "kms:ReEncrypt*", Resource: "*" };
    await field.fill(JSON.stringify({ ...policy, Statement: [...policy.Statement, statement] }));
    await page.getByRole("button", { name: "Save changes" }).click();
    await page.getByText("The key policy was changed.").waitFor();
    const { Policy } = await console.kms.send(new GetKeyPolicyCommand({ KeyId }));
    expect(Policy).toContain('"second"');
  });

  it("adds, changes and removes tags", async () => {
    const { page } = console;
    await page.getByRole("tab", { name: "Tags" }).click();
    const key = page.getByRole("textbox", { name: "Tag key" });
    const value = page.getByRole("textbox", { name: "Tag value" });
    await key.fill("team");
    await value.fill("payments");
    await page.getByRole("button", { name: "Add tag" }).click();
    await page.getByRole("row", { name: /team payments/ }).waitFor();
    await key.fill("team");
    await value.fill("cards");
    await page.getByRole("button", { name: "Change tag" }).click();
    await page.getByRole("row", { name: /team cards/ }).waitFor();
    await key.fill("aws:own");
    await page.getByRole("button", { name: "Add tag" }).click();
    await page.getByText(/TagException/).waitFor();
    await page.getByRole("button", { name: "Remove team" }).click();
    await until(async () => (await page.getByRole("row", { name: /team/ }).count()) === 0);
  });
});

describe("a TLS certificate", () => {
  it("is shown with its chain and with what AWS's list of CAs says", async () => {
    await console.openStore();
    await console.refreshUntil(async () => (await console.page.getByText(/^Not listed: xkswatch XKS proxy CA$/).count()) > 0);
    await console.page.getByText("localhost ← xkswatch XKS proxy CA").waitFor();
  });
});

describe("an access key", () => {
  it("is made with a secret that is shown once, and deleted", async () => {
    const { page } = console;
    await page.goto(`${console.product.address}/access-keys`);
    await page.getByRole("button", { name: "Create access key" }).first().click();
    const dialog = page.getByRole("dialog", { name: "Create access key" });
    await dialog.getByRole("textbox", { name: "Name" }).fill("ana");
    await dialog.getByRole("button", { name: "Create access key" }).click();
    await page.getByText("The secret is shown only now.").waitFor();
    await page.getByRole("button", { name: "Dismiss" }).click();
    await page.getByRole("row", { name: /ana/ }).getByRole("radio").click();
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    const deleting = page.getByRole("dialog", { name: "Delete the access key of ana" });
    await deleting.getByRole("button", { name: "Delete" }).click();
    await until(async () => (await page.getByRole("row", { name: /ana/ }).count()) === 0);
  });
});

describe("a graph", () => {
  it("comes as CSV: times in UTC, one column a line", async () => {
    await console.openStore();
    await console.refreshUntil(async () => (await console.numbersOf("Latency")).length > 0);
    const download = console.page.waitForEvent("download");
    await console.choose("Latency", "Download CSV");
    const [head = "", first = ""] = readFileSync(await (await download).path(), "utf8").split(/\r?\n/);
    expect(head).toContain("KmsHealthCheck / GetHealthStatus");
    expect(first).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z,/);
  });
});
