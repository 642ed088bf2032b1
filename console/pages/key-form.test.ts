import { expect, test } from "vitest";
import { keyProblems } from "./key-form.ts";

const good = { keyStoreId: "cks-1", externalKeyId: "key-1", alias: "app/main", confirmed: true };

test("good fields have no problem, the alias may be left out", () => {
  expect(keyProblems(good)).toEqual({});
  expect(keyProblems({ ...good, alias: "" })).toEqual({});
});

test.each([
  ["keyStoreId", { keyStoreId: undefined }],
  ["externalKeyId", { externalKeyId: "" }],
  ["externalKeyId", { externalKeyId: "a b" }],
  ["alias", { alias: "a b" }],
  ["alias", { alias: "aws/s3" }],
  ["confirmed", { confirmed: false }],
])("a bad %s is told", (field, change) => {
  expect(Object.keys(keyProblems({ ...good, ...change }))).toEqual([field]);
});
