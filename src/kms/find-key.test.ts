import { describe, expect, it } from "vitest";
import { MutableDirectory } from "./directory.ts";
import { findKey, findKeyByIdOrArn } from "./find-key.ts";
import type { KmsKey } from "../model/kms-key.ts";

const id = "1234abcd-12ab-34cd-56ef-1234567890ab";
const arn = `arn:aws:kms:us-east-1:123456789012:key/${id}`;
const key: KmsKey = {
  id,
  arn,
  keyStoreId: "cks-1234567890abcdef0",
  externalKeyId: "one",
  description: "",
  ownState: "Enabled",
  createdAt: 0,
  policy: "{}",
  tags: [],
  innerKey: new Uint8Array(32),
};
const directory = new MutableDirectory({ region: "us-east-1", accountId: "123456789012" });
directory.apply([
  { table: "kms-key", id, value: key },
  {
    table: "alias",
    id: "alias/one",
    value: { name: "alias/one", arn: "arn:aws:kms:us-east-1:123456789012:alias/one", keyId: id, createdAt: 0, updatedAt: 0 },
  },
]);

describe("findKey", () => {
  it.each([id, arn, "alias/one", "arn:aws:kms:us-east-1:123456789012:alias/one"])("finds a key by %s", (given) => {
    expect(findKey(directory, given)).toBe(key);
  });

  it.each([
    ["fake-key-id", "Invalid keyId 'fake-key-id'"],
    [id.replaceAll("-", ""), `Invalid keyId '${id.replaceAll("-", "")}'`],
    [
      "1234abcd-12ab-34cd-56ef-000000000000",
      "Key 'arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-000000000000' does not exist",
    ],
    [`mrk-${"0a".repeat(16)}`, `Key 'arn:aws:kms:us-east-1:123456789012:key/mrk-${"0a".repeat(16)}' does not exist`],
    [arn.replace("us-east-1", "us-west-2"), "Invalid arn us-west-2"],
    [arn.replace("123456789012", "210987654321"), `Key '${arn.replace("123456789012", "210987654321")}' does not exist`],
    ["alias/none", "Alias arn:aws:kms:us-east-1:123456789012:alias/none is not found."],
    ["arn:aws:kms:us-east-1:123456789012:alias/none", "Alias arn:aws:kms:us-east-1:123456789012:alias/none is not found."],
    ["arn:aws:s3:::bucket", "Invalid keyId 'arn:aws:s3:::bucket'"],
  ])("says of %s: %s", (given, message) => {
    expect(() => findKey(directory, given)).toThrow(expect.objectContaining({ name: "NotFoundException", message }) as Error);
  });

  it("takes no alias where an operation wants a key id or ARN", () => {
    expect(findKeyByIdOrArn(directory, arn)).toBe(key);
    expect(() => findKeyByIdOrArn(directory, "alias/one")).toThrow("Invalid keyId 'alias/one'");
    expect(() => findKeyByIdOrArn(directory, "arn:aws:kms:us-east-1:123456789012:alias/one")).toThrow("Invalid keyId");
  });
});
