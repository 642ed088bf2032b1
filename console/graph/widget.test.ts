import { expect, test } from "vitest";
import { expandRows } from "./widget.ts";

test("a dot repeats the entry above, three dots all entries up to the rest", () => {
  const rows = expandRows([
    ["AWS/KMS", "XksProxyLatency", "CustomKeyStoreId", "cks-1", "KmsOperation", "Encrypt", { stat: "p99" }],
    [".", ".", ".", ".", ".", "Decrypt"],
    ["...", "ReEncrypt"],
  ]);
  expect(rows.map(({ metric }) => metric?.dimensions.map(({ value }) => value))).toEqual([
    ["cks-1", "Encrypt"],
    ["cks-1", "Decrypt"],
    ["cks-1", "ReEncrypt"],
  ]);
  expect(rows[2]?.metric).toMatchObject({ namespace: "AWS/KMS", metricName: "XksProxyLatency" });
  expect(rows[0]?.renderer).toEqual({ stat: "p99" });
});

test("an expression between two metrics does not stop the repetition", () => {
  const rows = expandRows([["N", "M", "D", "1"], [{ expression: "m1*2" }], ["...", "2"]]);
  expect(rows[1]?.metric).toBeUndefined();
  expect(rows[2]?.metric?.dimensions).toEqual([{ name: "D", value: "2" }]);
});
