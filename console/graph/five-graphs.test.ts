import { expect, test } from "vitest";
import { xksExceptionNames } from "../../src/model/xks-failures.ts";
import { fiveGraph, graphIds } from "./five-graphs.ts";
import { queriesOf } from "./metric-queries.ts";
import { thresholdsOf } from "./thresholds.ts";

const store = { keyStoreId: "cks-1", region: "eu-west-1", quotaPerSecond: 1800 };

test("there are five, each over the key store alone", () => {
  expect(graphIds).toHaveLength(5);
  for (const id of graphIds) {
    const searches = JSON.stringify(fiveGraph(id, store).metrics).match(/SEARCH/g)?.length ?? 0;
    expect(JSON.stringify(fiveGraph(id, store).metrics).match(/CustomKeyStoreId=\\"cks-1\\"/g)).toHaveLength(searches);
  }
});

test("the title names the store where several stand side by side", () => {
  expect(fiveGraph("latency", store).title).toBe("Latency");
  expect(fiveGraph("latency", store, "demo").title).toBe("demo: Latency");
});

test("total requests counts samples and shows the quota over five minutes", () => {
  const widget = fiveGraph("total-requests", store);
  expect(queriesOf(widget)[0]?.Expression).toContain("'SampleCount'");
  expect(thresholdsOf(widget, 300)[0]?.value).toBe(540_000);
});

test("latency shows the time-out of 250 ms", () => {
  expect(thresholdsOf(fiveGraph("latency", store), 60)[0]?.value).toBe(250);
});

test("reliability and top 5 return one expression, over every exception but none", () => {
  const returned = (id: "reliability" | "top-5-exceptions") => queriesOf(fiveGraph(id, store)).filter(({ ReturnData }) => ReturnData);
  expect(returned("reliability")).toHaveLength(1);
  expect(returned("top-5-exceptions")).toHaveLength(1);
  const text = JSON.stringify(fiveGraph("top-5-exceptions", store));
  for (const name of xksExceptionNames) expect(text).toContain(`ExceptionName=\\"${name}\\"`);
  expect(text).not.toContain('ExceptionName=\\"None\\"');
});

test("expressions stay within CloudWatch's 2,048 characters", () => {
  for (const id of graphIds)
    for (const { Expression = "" } of queriesOf(fiveGraph(id, store))) expect(Expression.length).toBeLessThanOrEqual(2048);
});
