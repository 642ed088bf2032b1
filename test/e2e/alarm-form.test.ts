/** Writing alarms in a real browser: from a graph, from nothing, changed, tested, with a preview of what would have fired. */
import { DescribeAlarmsCommand, PutCompositeAlarmCommand } from "@aws-sdk/client-cloudwatch";
import { EncryptCommand } from "@aws-sdk/client-kms";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cloudWatchClient } from "../support/clients.ts";
import { ConsoleUnderTest } from "../support/console-under-test.ts";
import { until } from "../support/product.ts";

let console: ConsoleUnderTest;
beforeAll(async () => {
  console = await ConsoleUnderTest.start({ options: ["--health-interval", "2"] });
  await console.kms.send(new EncryptCommand({ KeyId: "alias/demo", Plaintext: Buffer.from("seen") }));
  await console.openStore();
  await console.refreshUntil(async () => (await console.numbersOf("Latency")).length > 0);
}, 180_000);
afterAll(() => console?.stop());

const target = "arn:aws:sns:us-east-1:123456789012:nobody";
const button = (name: string) => console.page.getByRole("button", { name, exact: true });
const field = (name: string) => console.page.getByRole("textbox", { name, exact: true });
const foretold = () => console.page.getByRole("status", { name: "What would have fired" });
const described = async (name: string) => {
  const types = ["MetricAlarm", "CompositeAlarm"] as const;
  return cloudWatchClient(console.product).send(new DescribeAlarmsCommand({ AlarmNames: [name], AlarmTypes: [...types] }));
};

describe("an alarm is written", () => {
  it("from nothing: a metric is browsed, the week foretold, whom it tells named", async () => {
    const { page } = console;
    await page.goto(`${console.product.address}/alarms`);
    await page.getByRole("link", { name: "Create alarm", exact: true }).click();
    await page.getByText("Nothing is watched yet").waitFor();
    await button("Next").click();
    await page.getByText("Choose what the alarm watches.").waitFor();
    await page.getByRole("searchbox", { name: "Search metrics" }).fill(`XksProxyLatency KmsHealthCheck ${console.demo}`);
    await page
      .getByRole("row", { name: /XksProxyLatency/ })
      .first()
      .getByRole("checkbox")
      .check();
    await page.getByRole("button", { name: /^Period/ }).click();
    await page.getByRole("option", { name: "10 seconds", exact: true }).click();
    await field("Threshold").fill("0");
    await console.refreshUntil(async () => /it would have fired (once|\d+ times), in alarm for/.test(await foretold().innerText()));
    await field("Threshold").fill("100000");
    await until(async () => (await foretold().innerText()) === "Over the last week it would not have fired.");
    await field("Datapoints to alarm").fill("3");
    await button("Next").click();
    await page.getByText("At most as many as are looked at.").waitFor();
    await field("Out of the last periods").fill("4");
    await button("Next").click();
    const told = page.getByRole("combobox", { name: /^When it goes into alarm/ });
    await told.fill(target);
    await told.press("Enter");
    await page.getByRole("button", { name: `Remove ${target}` }).waitFor();
    await button("Next").click();
    await button("Create alarm").click();
    await page.getByText("Enter a name.").waitFor();
    await field("Alarm name").fill("written here");
    await button("Create alarm").click();
    await page.getByRole("heading", { level: 1, name: "written here" }).waitFor();
    const { MetricAlarms } = await described("written here");
    expect(MetricAlarms).toMatchObject([
      {
        MetricName: "XksProxyLatency",
        Statistic: "Average",
        Period: 10,
        Threshold: 100_000,
        DatapointsToAlarm: 3,
        EvaluationPeriods: 4,
        AlarmActions: [target],
      },
    ]);
  });

  it("anew under Edit, where the rest of it stays", async () => {
    const { page } = console;
    await page.getByRole("link", { name: "Edit", exact: true }).click();
    await until(async () => (await field("Threshold").inputValue()) === "100000");
    await field("Threshold").fill("90000");
    await button("Next").click();
    await button("Next").click();
    expect(await field("Alarm name").isDisabled()).toBe(true);
    await button("Save changes").click();
    await page.getByText("The alarm “written here” was changed.").waitFor();
    const { MetricAlarms } = await described("written here");
    expect(MetricAlarms).toMatchObject([{ Threshold: 90_000, DatapointsToAlarm: 3, Period: 10, AlarmActions: [target] }]);
  });

  it("and tested: each receiver says what came of it", async () => {
    const { page } = console;
    await button("Send test notification").click();
    const dialog = page.getByRole("dialog", { name: "Test notification" });
    await dialog.getByRole("row", { name: new RegExp(`Leads nowhere.*${target}`) }).waitFor();
    await dialog.getByRole("button", { name: "Close" }).last().click();
  });

  it("from a graph's menu, filled in as it is recommended", async () => {
    const { page } = console;
    await console.openStore();
    await console.choose("Latency", "Create alarm");
    await until(async () => (await field("Threshold").inputValue()) === "200");
    expect(await page.getByRole("button", { name: /^Watched/ }).innerText()).toContain("XksProxyLatency");
    await until(async () => (await foretold().innerText()).includes("would not have fired"));
  });

  it("but not on a search, which says what to do instead", async () => {
    const { page } = console;
    await console.openStore();
    await console.choose("Latency", "View in metrics");
    await console.graph("demo: Latency").locator("canvas").first().waitFor();
    await console.choose("demo: Latency", "Create alarm");
    await field("Threshold").fill("1");
    await button("Next").click();
    await page.getByText(/An alarm cannot watch a SEARCH/).waitFor();
  });

  it("as a composite one, whose rule is changed and checked by the service", async () => {
    const { page } = console;
    const both = { AlarmName: "both", AlarmRule: 'ALARM("written here")' };
    await cloudWatchClient(console.product).send(new PutCompositeAlarmCommand(both));
    await page.goto(`${console.product.address}/alarms/both/edit`);
    await field("Alarm rule").fill('ALARM("none of these")');
    await button("Save changes").click();
    await page.getByText(/do not exist/).waitFor();
    await field("Alarm rule").fill('NOT OK("written here")');
    await button("Save changes").click();
    await page.getByRole("heading", { level: 1, name: "both" }).waitFor();
    expect((await described("both")).CompositeAlarms).toMatchObject([{ AlarmRule: 'NOT OK("written here")' }]);
  });
});

describe("the key store's page", () => {
  it("lists every recommended alarm, the composite one too", async () => {
    const { page } = console;
    await console.openStore();
    const list = page.getByRole("list", { name: "Alarms of this key store" });
    await list.getByRole("link", { name: "both", exact: true }).waitFor();
    await page.goto(`${console.product.address}/alarms`);
    await button("Create the recommended alarms").click();
    await page.getByText("11 recommended alarms were created.").waitFor();
    await console.openStore();
    await list.getByRole("link", { name: "demo reliability budget", exact: true }).waitFor();
    expect(await list.getByRole("link").count()).toBe(13);
  });
});
