/** The five graphs in a real browser: what they ask for, draw and say, after real calls of a real proxy. */
import { DecryptCommand, EncryptCommand } from "@aws-sdk/client-kms";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ConsoleUnderTest, graphTitles } from "../support/console-under-test.ts";
import { connectedKeyStore, injectFaults, newKey } from "../support/key-stores.ts";
import { until } from "../support/product.ts";

const successes = 9;
const failures = 3;

let console: ConsoleUnderTest;
beforeAll(async () => {
  console = await ConsoleUnderTest.start({ options: ["--faults", "--health-interval", "2"] });
  const { kms } = console;
  for (let i = 0; i < successes; i++) {
    const encrypt = new EncryptCommand({ KeyId: "alias/demo", Plaintext: Buffer.from("seen"), EncryptionContext: { a: "1" } });
    const { CiphertextBlob } = await kms.send(encrypt);
    if (i >= failures) continue;
    await kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: { a: "2" } })).catch(() => undefined);
  }
  await console.openStore();
  await console.refreshUntil(async () => (await console.tableOf("Top 5 exceptions")).heads.includes("InvalidCiphertextException"));
}, 180_000);
afterAll(() => console?.stop());

/** How many requests a graph counts in its whole range. */
const total = async (): Promise<number> => (await console.numbersOf("Total requests")).reduce((sum, value) => sum + value, 0);

describe("the Monitoring section", () => {
  it("C1 C2 C5 shows five graphs of three hours at five minutes in one call, and one range for all five", async () => {
    const [opening, ...more] = await console.metricCalls(() => console.openStore());
    for (const title of graphTitles) await console.graph(title).waitFor();
    expect(await console.page.getByRole("button", { name: "3h", exact: true }).getAttribute("aria-pressed")).toBe("true");
    expect(more).toEqual([]);
    expect((opening?.EndTime ?? 0) - (opening?.StartTime ?? 0)).toBe(3 * 3600);
    expect(new Set(opening?.MetricDataQueries.map(({ Period }) => Period))).toEqual(new Set([300]));
    const [week] = await console.metricCalls(() => console.page.getByRole("button", { name: "1w", exact: true }).click());
    expect((week?.EndTime ?? 0) - (week?.StartTime ?? 0)).toBe(7 * 86_400);
    expect(new Set(week?.MetricDataQueries.map(({ Period }) => Period))).toEqual(new Set([300]));
  });

  it("C3 forgets a chosen range on reload", async () => {
    await console.page.getByRole("button", { name: "1d", exact: true }).click();
    await console.page.reload();
    await console.graph("Latency").locator("canvas").first().waitFor();
    expect(await console.page.getByRole("button", { name: "3h", exact: true }).getAttribute("aria-pressed")).toBe("true");
    expect(new URL(console.page.url()).search).toBe("");
  });

  it("C4 has exactly the predefined ranges and Add to dashboard, and no Custom", async () => {
    const ranges = console.page.getByRole("button", { name: "12h", exact: true }).locator("xpath=..").getByRole("button");
    expect(await ranges.allTextContents()).toEqual(["1h", "3h", "12h", "1d", "3d", "1w"]);
    expect(await console.page.getByRole("button", { name: "Add to dashboard" }).count()).toBe(1);
    expect(await console.page.getByRole("button", { name: /^Custom(:|$)/ }).count()).toBe(0);
  });

  it("C6 a connected key store that nobody calls shows its health checks", async () => {
    const quiet = await connectedKeyStore(console.product, console.kms, "quiet");
    await console.openStore(quiet);
    const before = await console.refreshUntil(total);
    await console.refreshUntil(async () => (await total()) > before);
    expect((await console.tableOf("Latency")).heads).toContain("KmsHealthCheck / GetHealthStatus");
    expect((await console.tableOf("Latency")).heads.filter((head) => head.includes("Encrypt"))).toEqual([]);
  });
});

describe("the pop-up", () => {
  it("C7 C8 C9 C12 C15 has a swatch, name and value for each line, highest first, and ends on leaving", async () => {
    await console.openStore();
    const { time, items } = await console.hoverNewest("Latency");
    const values = items.map(({ value }) => (value === "–" ? Number.NEGATIVE_INFINITY : Number.parseFloat(value.replaceAll(",", ""))));
    expect(values).toEqual(values.toSorted((a, b) => b - a));
    const { heads } = await console.tableOf("Latency");
    expect(items.map(({ label }) => label).toSorted()).toEqual(heads.slice(1).toSorted());
    expect(items.every(({ value }) => value === "–" || value.endsWith(" ms"))).toBe(true);
    expect(new Set(items.map(({ colour }) => colour)).size).toBe(items.length);
    expect(time).toContain("UTC");
    await console.page.mouse.move(5, 5);
    await console.graph("Latency").getByRole("tooltip").waitFor({ state: "hidden" });
  });

  it("C10 has one item over Total requests: the key store's id and the count", async () => {
    const { items } = await console.hoverNewest("Total requests");
    expect(items).toMatchObject([{ label: console.demo, value: expect.stringMatching(/^[\d,]+$/) as string }]);
  });

  it("C11 has one item over Reliability: the key store's id and the percentage", async () => {
    const { items } = await console.hoverNewest("Reliability");
    expect(items).toMatchObject([{ label: console.demo, value: expect.stringMatching(/^[\d.]+%$/) as string }]);
  });

  it("C14 has the certificate's name and its days", async () => {
    const { items } = await console.hoverNewest("Certificate days to expire");
    expect(items).toMatchObject([{ label: "localhost", value: expect.stringMatching(/^[\d,.]+ days$/) as string }]);
  });

  it("C14 asks for the lowest days of each period, by the certificate's name", async () => {
    const [call] = await console.metricCalls(() => console.openStore());
    const query = call?.MetricDataQueries.find(({ Expression }) => Expression?.includes("XksProxyCertificateDaysToExpire"));
    expect(query?.Expression).toMatch(/, 'Minimum'\)$/);
    expect((await console.tableOf("Certificate days to expire")).heads).toEqual(["Time (UTC)", "localhost"]);
  });

  it("C14 shows an expired certificate below 0, and the axis goes there", async () => {
    const tellTruth = await console.tellOtherValues((value, label) => (label === "localhost" ? -3 : value));
    await console.openStore();
    const { items } = await console.hoverNewest("Certificate days to expire");
    expect(items).toMatchObject([{ value: "-3 days" }]);
    const graph = console.graph("Certificate days to expire");
    const [plot, point] = await Promise.all([graph.locator(".u-over").boundingBox(), graph.locator(".u-cursor-pt").boundingBox()]);
    expect((point?.y ?? 1e9) + (point?.height ?? 0) / 2).toBeLessThanOrEqual((plot?.y ?? 0) + (plot?.height ?? 0) + 1);
    await tellTruth();
  });

  it("moves along the points by keyboard and says them", async () => {
    await console.openStore();
    await console.page.getByRole("application", { name: "Total requests graph" }).focus();
    await console.page.keyboard.press("End");
    await console.graph("Total requests").getByRole("tooltip").waitFor();
    await until(async () => (await console.graph("Total requests").locator("[aria-live]").innerText()).includes(console.demo));
  });
});

describe("Total requests", () => {
  it("C37 counts successes and failures", async () => {
    const before = await console.refreshUntil(total);
    for (let i = 0; i < 20; i++) {
      const wrong = i % 2 === 0;
      if (wrong) injectFaults(console.product, { kind: "error", errorName: "InvalidStateException", operation: "Encrypt", count: 1 });
      const call = console.kms.send(new EncryptCommand({ KeyId: "alias/demo", Plaintext: Buffer.from("seen") }));
      await (wrong ? call.catch(() => undefined) : call);
    }
    await console.refreshUntil(async () => (await total()) >= before + 20);
  });

  it("C37 has the quota of five minutes as a line where data come near, and as a label where they do not", async () => {
    const legend = console.graph("Total requests").getByRole("list", { name: "Legend" });
    expect(await legend.innerText()).toMatch(/Request quota \(1,800\/s\): 540,000/);
    await console.openStore();
    // A point far up: the line, a thousand times higher, does not flatten the data.
    expect(Math.min(...(await newestHeights("Total requests")))).toBeLessThan(0.5);
    expect(await redRows("Total requests")).toBe(0);
    const tellTruth = await console.tellOtherValues((value, label) => (label === console.demo ? value + 400_000 : value));
    await console.openStore();
    await until(async () => (await redRows("Total requests")) > 0);
    await tellTruth();
  });

  it("C37 has the quota of one second at the period of one second", async () => {
    await console.openStore();
    await console.choose("Total requests", "Enlarge");
    const enlarged = console.enlarged("Total requests");
    await enlarged.getByRole("button", { name: /Period/ }).click();
    await console.page.getByRole("option", { name: /^1 second/ }).click();
    // The label says the value itself then.
    await until(
      async () => /Request quota \(1,800\/s\)(?!:)/.test(await enlarged.getByRole("list", { name: "Legend" }).innerText()),
      40_000,
    );
    await console.page.keyboard.press("Escape");
  });
});

describe("Reliability", () => {
  it("C38 stays at 100 % with non-retryable errors only", async () => {
    const store = await connectedKeyStore(console.product, console.kms, "refusing");
    const { KeyId } = await newKey(console.product, console.kms, store, "refusing-1");
    injectFaults(console.product, { kind: "error", errorName: "AuthenticationFailedException", prefix: "/refusing", operation: "Encrypt" });
    for (let i = 0; i < 3; i++) await console.kms.send(new EncryptCommand({ KeyId, Plaintext: Buffer.from("x") })).catch(() => undefined);
    injectFaults(console.product);
    await console.openStore(store);
    await console.refreshUntil(async () => (await console.tableOf("Top 5 exceptions")).heads.includes("AuthenticationFailedException"));
    expect(new Set(await console.numbersOf("Reliability"))).toEqual(new Set([100]));
  });

  it("C38 falls to 90 % with one retryable error in ten requests", async () => {
    const store = await connectedKeyStore(console.product, console.kms, "stumbling");
    const { KeyId } = await newKey(console.product, console.kms, store, "stumbling-1");
    const throttled = { kind: "error", errorName: "ThrottlingException", prefix: "/stumbling", operation: "Encrypt" } as const;
    const enlarged = console.enlarged("Reliability");
    await console.openStore(store, "?view=reliability&range=PT10M&period=1");
    await enlarged.waitFor();
    // Ten at once belong to one second, unless it ends among them or a health check joins: then anew.
    await console.refreshUntil(async () => {
      injectFaults(console.product, { ...throttled, count: 1 });
      const calls = Array.from({ length: 10 }, () => console.kms.send(new EncryptCommand({ KeyId, Plaintext: Buffer.from("x") })));
      await Promise.allSettled(calls);
      const { rows } = await console.tableOf("Reliability", enlarged);
      return rows.some(([, percent]) => percent === "90%");
    });
    injectFaults(console.product);
    await console.page.keyboard.press("Escape");
  });

  it("C38 has an axis that starts near the lowest value, not at 0", async () => {
    const tellTruth = await console.tellOtherValues((value, label) => (label === console.demo && value <= 100 ? 90 : value));
    await console.openStore();
    // 90 % stands in the lower part of what is shown; on an axis from 0 it would stand at the top.
    expect(Math.max(...(await newestHeights("Reliability")))).toBeGreaterThan(0.5);
    await tellTruth();
  });
});

describe("Top 5 exceptions", () => {
  it("C13 C40 shows the five most frequent of six, most frequent first at the point", async () => {
    const store = await connectedKeyStore(console.product, console.kms, "failing");
    const { KeyId } = await newKey(console.product, console.kms, store, "failing-1");
    const frequent = [
      "KeyNotFoundException",
      "InvalidStateException",
      "AccessDeniedException",
      "InternalException",
      "ThrottlingException",
    ] as const;
    const names = [...frequent, "DependencyTimeoutException"] as const;
    for (const [place, errorName] of names.entries()) {
      injectFaults(console.product, { kind: "error", errorName, prefix: "/failing", operation: "Encrypt" });
      for (let i = 0; i < 7 - place; i++)
        await console.kms.send(new EncryptCommand({ KeyId, Plaintext: Buffer.from("x") })).catch(() => undefined);
    }
    injectFaults(console.product);
    await console.openStore(store);
    await console.refreshUntil(async () => {
      const { heads, rows } = await console.tableOf("Top 5 exceptions");
      const sums = heads.slice(1).map((_, place) => rows.reduce((sum, row) => sum + (Number.parseFloat(row[place + 1] ?? "") || 0), 0));
      return sums.length === 5 && sums.every((sum, place) => sum === 7 - place);
    });
    expect((await console.tableOf("Top 5 exceptions")).heads.slice(1)).toEqual(frequent);
    const { items } = await console.hoverNewest("Top 5 exceptions");
    const counts = items.map(({ value }) => (value === "–" ? -1 : Number(value)));
    expect(items.map(({ label }) => label).toSorted()).toEqual(frequent.toSorted());
    expect(counts).toEqual(counts.toSorted((a, b) => b - a));
  });
});

describe("the page", () => {
  it("offends no content security policy", () => {
    console.expectNoComplaints();
  });
});

/** How far below the top edge the newest three points stand, in shares of the plot's height. */
async function newestHeights(title: string): Promise<readonly number[]> {
  const graph = console.graph(title);
  await graph.getByRole("application").focus();
  const heights: number[] = [];
  for (const key of ["End", "ArrowLeft", "ArrowLeft"]) {
    await console.page.keyboard.press(key);
    const [point, plot] = await Promise.all([graph.locator(".u-cursor-pt").boundingBox(), graph.locator(".u-over").first().boundingBox()]);
    if (point && plot && point.x >= plot.x - point.width) heights.push((point.y + point.height / 2 - plot.y) / plot.height);
  }
  return heights;
}

/** How many rows of a graph's picture are mostly red on their left half: lines, not labels, which stand on the right. */
async function redRows(title: string): Promise<number> {
  const script = `(() => {
    const card = [...document.querySelectorAll(".graph-card")].find((each) => each.querySelector("h3").textContent === "${title}");
    const canvas = card.querySelector("canvas");
    const { width, height } = canvas;
    const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
    const isRed = (at) => data[at + 3] > 100 && data[at] > 170 && data[at + 1] < 110 && data[at + 2] < 110;
    let rows = 0;
    for (let y = 0; y < height; y++) {
      let red = 0;
      for (let x = 0; x < width / 2; x++) if (isRed(4 * (y * width + x))) red++;
      if (red > width / 8) rows++;
    }
    return rows;
  })()`;
  return console.page.evaluate<number>(script);
}
