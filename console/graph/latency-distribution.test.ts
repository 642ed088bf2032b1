import { expect, test } from "vitest";
import { heatMapGraph, latencyRows, percentilesGraph } from "./latency-distribution.ts";
import { queriesOf } from "./metric-queries.ts";

const subject = { keyStoreId: "cks-1", region: "us-east-1", pair: undefined };

test("the rows of the heat map follow each other without a gap, open at both ends", () => {
  const bounds = latencyRows.map(({ statistic }) => /^TC\((\d*):(\d*)\)$/.exec(statistic)?.slice(1));
  expect(bounds[0]?.[0]).toBe("");
  expect(bounds.at(-1)).toEqual(["250", ""]);
  for (const [place, bound] of bounds.slice(1).entries()) expect(bound?.[0]).toBe(bounds[place]?.[1]);
});

test("a pair of operations narrows every search of both graphs", () => {
  const pair = { kmsOperation: "ReEncrypt", xksOperation: "Decrypt" };
  const searches = [percentilesGraph, heatMapGraph]
    .flatMap((graph) => queriesOf(graph({ ...subject, pair })))
    .flatMap(({ Expression = "" }) => (Expression.includes("SEARCH") ? [Expression] : []));
  expect(searches.length).toBe(latencyRows.length + 5);
  for (const text of searches) expect(text).toContain('KmsOperation="ReEncrypt" XksOperation="Decrypt"');
});

test("of all operations the percentile says that it is the slowest one's", () => {
  const labels = queriesOf(percentilesGraph(subject)).flatMap(({ Label, ReturnData }) => (ReturnData ? [Label] : []));
  expect(labels).toEqual(["Average", "p50, slowest operation", "p90, slowest operation", "p99, slowest operation"]);
});
