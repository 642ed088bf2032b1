/** A key store that is disconnected, in a real browser: what its graphs say, and the moment it happened. */
import { DisconnectCustomKeyStoreCommand } from "@aws-sdk/client-kms";
import { PutMetricAlarmCommand, SetAlarmStateCommand } from "@aws-sdk/client-cloudwatch";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cloudWatchClient } from "../support/clients.ts";
import { ConsoleUnderTest, graphTitles } from "../support/console-under-test.ts";
import { reachState } from "../support/key-stores.ts";
import { until } from "../support/product.ts";

let console: ConsoleUnderTest;
beforeAll(async () => {
  console = await ConsoleUnderTest.start();
  await console.openStore();
  await console.refreshUntil(async () => (await console.numbersOf("Certificate days to expire")).length > 0);
}, 180_000);
afterAll(() => console?.stop());

describe("marks on the time axis", () => {
  it("tell when the key store connected and when it disconnected, in words too, and can be hidden", async () => {
    await console.kms.send(new DisconnectCustomKeyStoreCommand({ CustomKeyStoreId: console.demo }));
    await reachState(console.kms, console.demo, "DISCONNECTED");
    await console.openStore();
    for (const title of ["Total requests", "Latency"]) {
      const events = console.graph(title).getByRole("list", { name: `${title}, events` });
      await until(async () => /Connected[^]*Disconnected/.test((await events.textContent()) ?? ""));
    }
    await console.hoverNewest("Total requests");
    const popup = console.graph("Total requests").getByRole("tooltip");
    await until(async () => {
      await console.hoverNewest("Total requests");
      return (await popup.innerText()).includes("onnected");
    });
    const toggle = console.graph("Latency").getByRole("button", { name: "Connection changes" });
    await toggle.click();
    expect(await toggle.getAttribute("aria-pressed")).toBe("false");
    expect(await console.graph("Latency").getByRole("list", { name: "Latency, events" }).count()).toBe(0);
  });

  it("tell when an alarm fired, on the graph of its own metric alone", async () => {
    const cloudWatch = cloudWatchClient(console.product);
    const AlarmName = "slow answers";
    await cloudWatch.send(
      new PutMetricAlarmCommand({
        AlarmName,
        Namespace: "AWS/KMS",
        MetricName: "XksProxyLatency",
        Dimensions: [{ Name: "CustomKeyStoreId", Value: console.demo }],
        Statistic: "Average",
        Period: 300,
        EvaluationPeriods: 1,
        ComparisonOperator: "GreaterThanThreshold",
        Threshold: 200,
      }),
    );
    await cloudWatch.send(new SetAlarmStateCommand({ AlarmName, StateValue: "ALARM", StateReason: "tried" }));
    await console.openStore();
    await console.page.getByRole("list", { name: "Alarms of this key store" }).getByRole("link", { name: AlarmName }).waitFor();
    const events = (title: string) => console.graph(title).getByRole("list", { name: `${title}, events` });
    await until(async () => ((await events("Latency").textContent()) ?? "").includes(`In alarm: ${AlarmName}`));
    expect(await events("Total requests").textContent()).not.toContain("In alarm");
  });
});

describe("a store disconnected for longer than the range", () => {
  it("C36 says so in all five graphs, and a wider range shows the last data and the moment of disconnection", async () => {
    const now = Date.now() / 1000;
    // The browser believes that four hours have passed.
    await console.page.clock.setFixedTime(Date.now() + 4 * 3_600_000);
    await console.page.goto(`${console.product.address}/key-stores/${console.demo}`);
    for (const title of graphTitles) {
      await console.graph(title).getByText("No data available").waitFor();
      await console.graph(title).getByText("The key store is DISCONNECTED.").waitFor();
      expect(await console.graph(title).getByRole("button", { name: "Show 12 hours" }).count()).toBe(1);
    }
    await console.graph("Latency").getByRole("button", { name: "Show 12 hours" }).click();
    for (const title of ["Total requests", "Reliability", "Latency", "Certificate days to expire"]) {
      await console.graph(title).locator("canvas").first().waitFor();
    }
    expect(await console.page.getByRole("button", { name: "12h", exact: true }).getAttribute("aria-pressed")).toBe("true");
    // The last data are those of a few minutes ago by the real clock: four hours before the end of the range.
    const { rows } = await console.tableOf("Certificate days to expire");
    const last = Date.parse(`${(rows[0]?.[0] ?? "").replace(" ", "T")}Z`) / 1000;
    expect(last).toBeGreaterThan(now - 1200);
    expect(last).toBeLessThanOrEqual(now);
    const events = console.graph("Latency").getByRole("list", { name: "Latency, events" });
    expect(await events.textContent()).toContain("Disconnected");
  });

  it("offends no content security policy", () => {
    console.expectNoComplaints();
  });
});
