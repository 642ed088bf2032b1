/** From the graphs onward, in a real browser: dashboards, explorer, interactions, help and alarms. */
import { DecryptCommand, EncryptCommand } from "@aws-sdk/client-kms";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GetDashboardCommand, PutDashboardCommand } from "@aws-sdk/client-cloudwatch";
import { cloudWatchClient } from "../support/clients.ts";
import { ConsoleUnderTest, graphTitles } from "../support/console-under-test.ts";
import { connectedKeyStore } from "../support/key-stores.ts";
import { until } from "../support/product.ts";

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

interface Board {
  readonly widgets: readonly { readonly properties: { readonly title?: string } }[];
}

async function dashboardBody(DashboardName: string): Promise<Board> {
  const { DashboardBody = "" } = await cloudWatchClient(console.product).send(new GetDashboardCommand({ DashboardName }));
  return JSON.parse(DashboardBody) as Board;
}

async function putBoard(DashboardName: string, body: object): Promise<void> {
  await cloudWatchClient(console.product).send(new PutDashboardCommand({ DashboardName, DashboardBody: JSON.stringify(body) }));
}

const requestsOf = (keyStoreId: string): string =>
  `SUM(SEARCH('{AWS/KMS,CustomKeyStoreId,KeySpec,KmsOperation,XksOperation} MetricName="XksProxyLatency" CustomKeyStoreId="${keyStoreId}"', 'SampleCount'))`;

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

  it("C32 C33 the graphs of another key store go below, and titles tell the stores apart", async () => {
    const { page } = console;
    const second = await connectedKeyStore(console.product, console.kms, "second");
    await console.openStore(second);
    await page.getByRole("button", { name: "Add to dashboard" }).click();
    const dialog = page.getByRole("dialog", { name: "Add to dashboard" });
    await dialog.getByRole("radio", { name: "Existing dashboard" }).click();
    await dialog.getByRole("button", { name: /^Dashboard/ }).click();
    await page.getByRole("option", { name: "Health-1" }).click();
    await dialog.getByRole("button", { name: "Add to dashboard" }).click();
    await page.getByRole("link", { name: "dashboard Health-1" }).click();
    for (const store of ["demo", "second"]) for (const title of graphTitles) await console.graph(`${store}: ${title}`).waitFor();
    const heights = async (store: string): Promise<readonly number[]> =>
      Promise.all(graphTitles.map(async (title) => (await console.graph(`${store}: ${title}`).boundingBox())?.y ?? 0));
    expect(Math.min(...(await heights("second")))).toBeGreaterThan(Math.max(...(await heights("demo"))));
    const body = await dashboardBody("Health-1");
    const titles = body.widgets.map(({ properties }) => properties.title);
    expect(titles).toEqual(["demo", "second"].flatMap((store) => graphTitles.map((title) => `${store}: ${title}`)));
  });

  it("draws the newest values as numbers, bars, pie, gauge and table, each with a table behind it", async () => {
    await putBoard("Views", {
      widgets: ["singleValue", "bar", "pie", "gauge", "table"].map((view, place) => ({
        type: "metric",
        x: 0,
        y: place * 4,
        width: 12,
        height: 4,
        properties: {
          title: view,
          view,
          region: "us-east-1",
          metrics: [[{ id: "e1", label: "one", expression: requestsOf(console.demo) }]],
          yAxis: { left: { min: 0, max: 1000 } },
        },
      })),
    });
    await console.page.goto(`${console.product.address}/dashboards/Views`);
    for (const view of ["bar", "pie", "gauge", "table"]) {
      const row = console.graph(view).getByRole("row", { name: /^one/ });
      await row.waitFor({ state: "attached" });
      expect(await row.innerText()).toMatch(/[1-9]/);
    }
    await console.graph("singleValue").getByText("one").waitFor();
    await console.graph("pie").locator("svg path").waitFor();
    await console.graph("gauge").locator("svg text").first().waitFor();
  });

  it("has controls for its variables, which change what is shown and not what is kept", async () => {
    const { page } = console;
    const widget = {
      type: "metric",
      x: 0,
      y: 0,
      width: 12,
      height: 6,
      properties: { title: "board of demo", region: "us-east-1", metrics: [[{ id: "e1", expression: requestsOf(console.demo) }]] },
    };
    const variables = [
      {
        type: "property",
        property: "CustomKeyStoreId",
        inputType: "select",
        id: "store",
        label: "Key store",
        defaultValue: "__FIRST",
        search: '{AWS/KMS,CustomKeyStoreId,KeySpec,KmsOperation,XksOperation} MetricName="XksProxyLatency"',
        populateFrom: "CustomKeyStoreId",
      },
      {
        type: "pattern",
        pattern: "board",
        inputType: "radio",
        id: "word",
        label: "Word",
        values: [{ value: "board" }, { value: "panel", label: "Panel" }],
      },
      { type: "property", property: "stat", inputType: "input", id: "stat", label: "Statistic" },
    ];
    await putBoard("Variables", { widgets: [widget], variables });
    await page.goto(`${console.product.address}/dashboards/Variables`);
    await console.graph("board of demo").waitFor();
    await console.settled();
    const [call] = await console.metricCalls(async () => {
      await page
        .getByRole("region", { name: "Variables" })
        .getByRole("button", { name: /^Key store/ })
        .click();
      await page.getByRole("option", { name: console.demo }).click();
      await page.getByRole("radio", { name: "Panel" }).click();
      await console.graph("panel of demo").waitFor();
    });
    expect(call?.MetricDataQueries[0]?.Expression).toContain(`CustomKeyStoreId="${console.demo}"`);
    const { searchParams } = new URL(page.url());
    expect([searchParams.get("var.store"), searchParams.get("var.word")]).toEqual([console.demo, "panel"]);
    expect(await dashboardBody("Variables")).toEqual({ widgets: [widget], variables });
    await page.reload();
    await console.graph("panel of demo").waitFor();
  });
});

describe("the time budget", () => {
  it("shows percentiles and a heat map beside the average, whose cells add up to all requests, and one operation alone", async () => {
    const { page } = console;
    await console.openStore();
    const calls = console.recordMetricCalls();
    await page.getByRole("tab", { name: "Time budget" }).click();
    await page.getByRole("application", { name: "Latency heat map graph" }).waitFor();
    await console.settled();
    expect(
      calls.stop().filter(({ MetricDataQueries: queries }) => queries.some(({ Expression }) => Expression?.includes("TC(250:)"))),
    ).toHaveLength(1);
    const cells = await console.tableOf("Latency heat map");
    expect(cells.heads.slice(0, 3)).toEqual(["Time (UTC)", "up to 1 ms", "1–2 ms"]);
    expect(cells.heads.at(-1)).toBe("over 250 ms");
    const counted = cells.rows
      .flatMap((row) => row.slice(1))
      .reduce((sum, text) => sum + Number(text.replaceAll(",", "").replace("–", "0")), 0);
    expect(counted).toBeGreaterThanOrEqual(10);
    expect((await console.tableOf("Latency percentiles")).heads.slice(1)).toEqual([
      "Average",
      "p50, slowest operation",
      "p90, slowest operation",
      "p99, slowest operation",
    ]);
    await page.getByRole("application", { name: "Latency heat map graph" }).focus();
    await page.keyboard.press("End");
    const popup = console.graph("Latency heat map").getByRole("tooltip");
    await popup.waitFor();
    expect(await popup.innerText()).toMatch(/ms\s+\d+ \([\d.]+%\)/);
    await page.getByRole("button", { name: /^Operation/ }).click();
    await page.getByRole("option", { name: "Encrypt / Encrypt" }).click();
    await until(async () => (await console.tableOf("Latency percentiles")).heads.at(-1) === "p99");
    const own = await console.tableOf("Latency heat map");
    const ofEncrypt = own.rows
      .flatMap((row) => row.slice(1))
      .reduce((sum, text) => sum + Number(text.replaceAll(",", "").replace("–", "0")), 0);
    expect(ofEncrypt).toBe(5);
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

  it.each([
    ["Total requests", "0"],
    ["Reliability", "5"],
    ["Latency", "200"],
    ["Top 5 exceptions", "5"],
  ])("C42 offers the recommended alarm of %s with its threshold, %s", async (title, threshold) => {
    const { page } = console;
    await console.openStore();
    await page.getByRole("button", { name: `Info about ${title}` }).click();
    await page.getByRole("button", { name: "Create alarm" }).click();
    const dialog = page.getByRole("dialog", { name: "Create alarm" });
    await until(async () => (await dialog.getByRole("textbox", { name: "Threshold" }).inputValue()) === threshold);
    expect(await dialog.getByRole("textbox", { name: "Alarm name" }).inputValue()).toMatch(/^demo /);
    await dialog.getByRole("button", { name: "Cancel" }).click();
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
