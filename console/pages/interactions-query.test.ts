import { expect, test } from "vitest";
import { listInput, readInteractionsQuery, writeInteractionsQuery } from "./interactions-query.ts";

test("a filter survives the address bar", () => {
  const query = {
    keyStore: "cks-1",
    range: { kind: "absolute", from: 1_795_500_000, to: 1_795_500_300 },
    exception: "ThrottlingException",
    operation: "Encrypt",
    caller: "arn:aws:iam::123456789012:user/app",
    order: "slowest",
  } as const;
  const address = writeInteractionsQuery(query);
  expect(readInteractionsQuery(address.slice(address.indexOf("?")))).toEqual({ query, broken: [] });
});

test("names that no table knows are left out and told", () => {
  const { query, broken } = readInteractionsQuery("?exception=Nonsense&operation=Sign&range=PT1H");
  expect(query).toEqual({ range: { kind: "relative", seconds: 3600 }, order: "newest" });
  expect(broken).toEqual(["exception", "operation"]);
});

test("a relative range ends now", () => {
  expect(listInput({ range: { kind: "relative", seconds: 60 }, order: "newest" }, 1000, 50, undefined)).toEqual({
    From: 940,
    To: 1001,
    Order: "Newest",
    MaxResults: 50,
  });
});
