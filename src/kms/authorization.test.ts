import { beforeEach, describe, expect, it } from "vitest";
import { Authorizer, type KeyUse } from "./authorization.ts";
import { defaultKeyPolicy } from "./key-policy/default-key-policy.ts";
import { grantIdOfToken, grantTokenOf } from "./grant-token.ts";
import { MutableDirectory } from "./directory.ts";
import type { Caller } from "../aws/caller.ts";
import type { Grant } from "../model/grant.ts";
import type { KmsKey } from "../model/kms-key.ts";
import type { Role } from "../model/access-key.ts";

const installation = { region: "us-east-1", accountId: "123456789012" };
const id = "1234abcd-12ab-34cd-56ef-1234567890ab";
const key: KmsKey = {
  id,
  arn: `arn:aws:kms:us-east-1:123456789012:key/${id}`,
  keyStoreId: "cks-1",
  externalKeyId: "one",
  description: "",
  ownState: "Enabled",
  createdAt: 0,
  policy: defaultKeyPolicy(installation),
  tags: [],
  innerKey: new Uint8Array(32),
};
const caller = (role: Role, name = "one"): Caller => ({
  arn: `arn:aws:iam::123456789012:user/${name}`,
  accountId: "123456789012",
  role,
  by: "signature",
  remoteAddress: "",
});
const denying = (Effect: string, Action: string) =>
  JSON.stringify({ Statement: [{ Effect, Principal: { AWS: caller("user").arn }, Action, Resource: "*" }] });
const grant = (changes: Partial<Grant> = {}): Grant => ({
  id: "a".repeat(64),
  keyId: id,
  granteePrincipal: caller("user").arn,
  operations: ["Encrypt", "DescribeKey"],
  issuingAccount: "arn:aws:iam::123456789012:root",
  createdAt: 0,
  ...changes,
});

let directory: MutableDirectory;
let authorizer: Authorizer;
beforeEach(() => {
  directory = new MutableDirectory(installation);
  authorizer = new Authorizer(directory);
});
const may = (who: Caller, action: string, changes: Partial<KeyUse> = {}): boolean => {
  try {
    authorizer.check(who, { action, key, ...changes });
    return true;
  } catch (error) {
    expect(error).toMatchObject({ name: "AccessDeniedException" });
    return false;
  }
};
const ownKey = { ...key, policy: denying("Allow", "kms:Decrypt") };

describe("the authorizer", () => {
  it.each<[Role, string, boolean]>([
    ["viewer", "kms:DescribeKey", false],
    ["viewer", "kms:Encrypt", false],
    ["user", "kms:Encrypt", true],
    ["user", "kms:ReEncryptFrom", true],
    ["user", "kms:DescribeKey", true],
    ["user", "kms:CreateGrant", false],
    ["admin", "kms:CreateGrant", true],
  ])("under the default policy lets a %s do %s: %s", (role, action, expected) => {
    expect(may(caller(role), action)).toBe(expected);
  });

  it("gives users what a policy names them for, and nothing that it does not mention", () => {
    expect(may(caller("user"), "kms:Decrypt", { key: ownKey })).toBe(true);
    expect(may(caller("user"), "kms:Encrypt", { key: ownKey })).toBe(false);
    expect(may(caller("user", "two"), "kms:Decrypt", { key: ownKey })).toBe(false);
    expect(may(caller("admin"), "kms:Encrypt", { key: ownKey })).toBe(true);
  });

  it("lets an explicit deny stand before any grant", () => {
    directory.apply([{ table: "grant", id: grant().id, value: grant() }]);
    expect(may(caller("user"), "kms:Encrypt", { key: ownKey })).toBe(true);
    expect(may(caller("user"), "kms:Encrypt", { key: { ...key, policy: denying("Deny", "kms:*") } })).toBe(false);
  });

  it("holds a grant's constraints against the encryption context", () => {
    const under = (constraints: Grant["constraints"], encryptionContext?: Record<string, string>, action = "kms:Encrypt") => {
      const constrained = grant(constraints ? { constraints } : {});
      directory.apply([{ table: "grant", id: constrained.id, value: constrained }]);
      return may(caller("user"), action, { key: ownKey, encryptionContext });
    };
    expect(under({ encryptionContextSubset: { a: "1" } }, { a: "1", b: "2" })).toBe(true);
    expect(under({ encryptionContextSubset: { a: "1" } }, { b: "2" })).toBe(false);
    expect(under({ encryptionContextSubset: { a: "1" } })).toBe(false);
    expect(under({ encryptionContextEquals: { a: "1" } }, { a: "1" })).toBe(true);
    expect(under({ encryptionContextEquals: { a: "1" } }, { a: "1", b: "2" })).toBe(false);
    expect(under({ encryptionContextEquals: { a: "1" } }, undefined, "kms:DescribeKey")).toBe(true);
  });

  it("forgets a grant that is gone", () => {
    directory.apply([{ table: "grant", id: grant().id, value: grant() }]);
    directory.apply([{ table: "grant", id: grant().id, value: undefined }]);
    expect(may(caller("user"), "kms:Encrypt", { key: ownKey })).toBe(false);
  });

  it("says why in AWS's words", () => {
    expect(() => authorizer.check(caller("user"), { action: "kms:Encrypt", key: ownKey })).toThrow(
      `User: arn:aws:iam::123456789012:user/one is not authorized to perform: kms:Encrypt on resource: ${key.arn} because no resource-based policy allows the kms:Encrypt action`,
    );
  });

  it("refuses what is no grant token, whoever brings it", () => {
    const token = grantTokenOf("b".repeat(64));
    expect(grantIdOfToken(token)).toBe("b".repeat(64));
    expect(may(caller("admin"), "kms:Encrypt", { grantTokens: [token] })).toBe(true);
    for (const bad of ["x", `${token}A`, token.slice(0, -1), ""]) {
      expect(() => authorizer.check(caller("admin"), { action: "kms:Encrypt", key, grantTokens: [bad] })).toThrow(
        expect.objectContaining({ name: "InvalidGrantTokenException" }) as Error,
      );
    }
  });
});
