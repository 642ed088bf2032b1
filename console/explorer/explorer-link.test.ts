import { expect, test } from "vitest";
import { fiveGraph, graphIds } from "../graph/five-graphs.ts";
import { explorerAddress, graphOf, parseGraph } from "./explorer-link.ts";

test("each of the five graphs survives the explorer's address", () => {
  for (const id of graphIds) {
    const widget = fiveGraph(id, { keyStoreId: "cks-1234567890abcdef0", region: "us-east-1", quotaPerSecond: 1800 });
    const address = explorerAddress(widget, { range: { kind: "relative", seconds: 3600 } });
    expect(graphOf(address.slice(address.indexOf("?")))).toEqual(widget);
    expect(address.length).toBeLessThan(8000);
  }
});

test("a graph that cannot be read is told with its place", () => {
  expect(parseGraph("{")).toContain("not JSON");
  expect(parseGraph("[]")).toContain("object");
  expect(parseGraph('{"metrics":[["a",{"x":1},"b"]]}')).toContain("/metrics");
  expect(parseGraph('{"metrics":"a"}')).toContain("/metrics");
  expect(graphOf("?range=PT3H")).toBeUndefined();
});
