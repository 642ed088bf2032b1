/** Time-outs in the latency graph, in a real browser, with the time that AWS KMS itself gives. */
import { EncryptCommand } from "@aws-sdk/client-kms";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ConsoleUnderTest } from "../support/console-under-test.ts";
import { injectFaults, newKey } from "../support/key-stores.ts";

let console: ConsoleUnderTest;
let keyId: string;
beforeAll(async () => {
  console = await ConsoleUnderTest.start({ options: ["--faults", "--proxy-timeout", "250", "--health-interval", "3600"] });
  keyId = (await newKey(console.product, console.kms, console.demo, "slow")).KeyId;
}, 180_000);
afterAll(() => console?.stop());

const encrypt = () => console.kms.send(new EncryptCommand({ KeyId: keyId, Plaintext: Buffer.from("x") }));
const enlarged = () => console.enlarged("Latency");

/** Values of one second in the column of Encrypt. */
async function encryptLatencies(): Promise<readonly number[]> {
  const { heads, rows } = await console.tableOf("Latency", enlarged());
  const column = heads.indexOf("Encrypt / Encrypt");
  return rows.map((row) => Number.parseFloat(row[column] ?? "")).filter((value) => !Number.isNaN(value));
}

it("C39 has a labelled line at 250 ms; a time-out plots 250, two in a row 500", async () => {
  await console.openStore(console.demo, "?view=latency&range=PT10M&period=1");
  await enlarged().waitFor();
  injectFaults(console.product, { kind: "hang-in-body", operation: "Encrypt" });
  await expect(encrypt()).rejects.toMatchObject({ name: "KMSInvalidStateException" });
  await console.refreshUntil(async () => (await encryptLatencies()).includes(250));
  injectFaults(console.product, { kind: "hang", operation: "Encrypt" });
  await expect(encrypt()).rejects.toMatchObject({ name: "KMSInvalidStateException" });
  await console.refreshUntil(async () => (await encryptLatencies()).includes(500));
  expect(await enlarged().getByRole("list", { name: "Legend" }).innerText()).toContain("Time-out (250 ms)");
});

it("offends no content security policy", () => {
  console.expectNoComplaints();
});
