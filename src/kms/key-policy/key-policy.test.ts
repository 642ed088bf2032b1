import { describe, expect, it } from "vitest";
import { evaluate, type Verdict } from "./evaluate.ts";
import { matches } from "./pattern.ts";
import { readKeyPolicy } from "./document.ts";
import type { PolicyRequest } from "./policy-request.ts";

const user = "arn:aws:iam::123456789012:user/one";
const keyArn = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const asked: PolicyRequest = { action: "kms:Encrypt", keyArn, callerArn: user, callerAccountId: "123456789012", identityAllows: true };
const allow = { Effect: "Allow", Principal: { AWS: user }, Action: "kms:Encrypt", Resource: "*" };
const policy = (...Statement: object[]) => readKeyPolicy(JSON.stringify({ Version: "2012-10-17", Statement }));
const verdict = (statement: object | object[], request: Partial<PolicyRequest> = {}) =>
  evaluate(policy(...[statement].flat()), { ...asked, ...request });

describe("a key policy", () => {
  it.each<[string, object | object[], Partial<PolicyRequest>, Verdict]>([
    ["allows whom it names", allow, {}, "allowed"],
    ["says nothing of others", allow, { callerArn: `${user}2` }, "not mentioned"],
    ["says nothing of other actions", allow, { action: "kms:Decrypt" }, "not mentioned"],
    ["knows actions in any case and by pattern", { ...allow, Action: ["kms:x", "KMS:encr*"] }, {}, "allowed"],
    ["speaks of its key alone", { ...allow, Resource: `${keyArn}0` }, {}, "not mentioned"],
    ["denies before it allows", [allow, { ...allow, Effect: "Deny" }], {}, "denied"],
    ["leaves it to the account", { ...allow, Principal: { AWS: "123456789012" } }, {}, "allowed"],
    [
      "gives the account's identities no more than their role",
      { ...allow, Principal: { AWS: "123456789012" } },
      { identityAllows: false },
      "not mentioned",
    ],
    [
      "denies a whole account",
      [allow, { ...allow, Effect: "Deny", Principal: { AWS: "arn:aws:iam::123456789012:root" } }],
      { identityAllows: false },
      "denied",
    ],
    ["knows anyone", { ...allow, Principal: "*" }, { callerArn: "arn:aws:iam::210987654321:user/x", identityAllows: false }, "allowed"],
    ["lets no AWS service in", { ...allow, Principal: { Service: "s3.amazonaws.com" } }, {}, "not mentioned"],
    ["without an action has no effect", { ...allow, Action: undefined }, {}, "not mentioned"],
    ["without a resource has no effect", { ...allow, Resource: undefined }, {}, "not mentioned"],
  ])("%s", (_, statement, request, expected) => {
    expect(verdict(statement, request)).toBe(expected);
  });

  const context = (pairs: Record<string, string>) => ({ encryptionContext: pairs });
  const grant = {
    operations: ["Encrypt", "Decrypt"],
    granteePrincipal: user,
    retiringPrincipal: user,
    constraints: { encryptionContextSubset: { a: "1" } },
  };
  it.each<[object, Partial<PolicyRequest>, boolean]>([
    [{ StringEquals: { "kms:EncryptionContext:dept": "hr" } }, context({ dept: "hr" }), true],
    [{ StringEquals: { "kms:EncryptionContext:dept": ["it", "hr"] } }, context({ dept: "hr" }), true],
    [{ StringEquals: { "kms:EncryptionContext:dept": "hr" } }, context({ Dept: "hr" }), false],
    [{ StringEquals: { "KMS:encryptioncontext:dept": "hr" } }, context({ dept: "HR" }), false],
    [{ StringEqualsIgnoreCase: { "kms:EncryptionContext:dept": "hr" } }, context({ dept: "HR" }), true],
    [{ StringEquals: { "kms:EncryptionContext:dept": "hr" } }, {}, false],
    [{ StringEqualsIfExists: { "kms:EncryptionContext:dept": "hr" } }, {}, true],
    [{ StringNotEquals: { "kms:EncryptionContext:dept": "hr" } }, {}, true],
    [{ StringNotEquals: { "kms:EncryptionContext:dept": ["it", "hr"] } }, context({ dept: "hr" }), false],
    [{ StringLike: { "kms:EncryptionContext:dept": "h?*" } }, context({ dept: "human" }), true],
    [{ StringNotLike: { "kms:EncryptionContext:dept": "h*" } }, context({ dept: "human" }), false],
    [{ "ForAllValues:StringEquals": { "kms:EncryptionContextKeys": ["a", "b"] } }, context({ a: "", b: "" }), true],
    [{ "ForAllValues:StringEquals": { "kms:EncryptionContextKeys": ["a", "b"] } }, context({ a: "", c: "" }), false],
    [{ "ForAllValues:StringEquals": { "kms:EncryptionContextKeys": ["a"] } }, {}, true],
    [{ "ForAnyValue:StringEquals": { "kms:EncryptionContextKeys": "a" } }, context({ a: "", c: "" }), true],
    [{ "ForAnyValue:StringEquals": { "kms:EncryptionContextKeys": "a" } }, {}, false],
    [{ "ForAnyValue:StringNotEquals": { "kms:EncryptionContextKeys": "a" } }, context({ a: "", c: "" }), true],
    [{ StringNotEquals: { "kms:EncryptionContextKeys": "a" } }, context({ a: "", c: "" }), false],
    [{ Null: { "kms:EncryptionContextKeys": "true" } }, {}, true],
    [{ Null: { "kms:EncryptionContext:a": false } }, context({ a: "" }), true],
    [{ StringEquals: { "kms:CallerAccount": "123456789012" } }, {}, true],
    [{ StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } }, {}, false],
    [{ StringNotEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } }, {}, true],
    [{ Bool: { "kms:GrantIsForAWSResource": true } }, { grant }, false],
    [{ "ForAllValues:StringEquals": { "kms:GrantOperations": ["Encrypt", "Decrypt"] } }, { grant }, true],
    [{ "ForAllValues:StringEquals": { "kms:GrantOperations": ["Encrypt"] } }, { grant }, false],
    [{ StringEquals: { "kms:GranteePrincipal": user, "kms:RetiringPrincipal": user } }, { grant }, true],
    [{ StringEquals: { "kms:GrantConstraintType": "EncryptionContextSubset" } }, { grant }, true],
    [{ StringEquals: { "kms:CallerAccount": "123456789012" }, StringLike: { "kms:ViaService": "*" } }, {}, false],
  ])("under the condition %j asked with %j: %s", (Condition, request, expected) => {
    expect(verdict({ ...allow, Condition }, request)).toBe(expected ? "allowed" : "not mentioned");
  });

  it.each([
    ["no JSON", "{"],
    ["a list", "[]"],
    ["no statement", "{}"],
    ["another version", JSON.stringify({ Version: "1", Statement: allow })],
    ["an unknown member", JSON.stringify({ Statement: allow, Extra: 1 })],
    ["NotAction", JSON.stringify({ Statement: { ...allow, NotAction: "kms:*" } })],
    ["no principal", JSON.stringify({ Statement: { ...allow, Principal: undefined } })],
    ["an empty principal", JSON.stringify({ Statement: { ...allow, Principal: { AWS: [] } } })],
    ["a federated principal", JSON.stringify({ Statement: { ...allow, Principal: { Federated: "x" } } })],
    ["a principal that is none", JSON.stringify({ Statement: { ...allow, Principal: { AWS: "me" } } })],
    ["another effect", JSON.stringify({ Statement: { ...allow, Effect: "Maybe" } })],
    ["an action of another service", JSON.stringify({ Statement: { ...allow, Action: "s3:GetObject" } })],
    ["a policy variable", JSON.stringify({ Statement: { ...allow, Resource: "${aws:username}" } })],
    ["an unknown operator", JSON.stringify({ Statement: { ...allow, Condition: { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } } } })],
    ["an unknown condition key", JSON.stringify({ Statement: { ...allow, Condition: { StringEquals: { "aws:SourceIp": "x" } } } })],
    ["a number as a value", JSON.stringify({ Statement: { ...allow, Condition: { StringEquals: { "kms:CallerAccount": 1 } } } })],
  ])("is refused with %s", (_, text) => {
    expect(() => readKeyPolicy(text)).toThrow(expect.objectContaining({ name: "MalformedPolicyDocumentException" }) as Error);
  });
});

describe("a pattern", () => {
  it.each([
    ["*", "", true],
    ["a*b?d", "axxbcd", true],
    ["a*b", "abc", false],
    ["**a", "bba", true],
    ["?", "", false],
  ])("%s and %s: %s", (pattern, text, expected) => {
    expect(matches(pattern, text)).toBe(expected);
  });

  it("is told in no time however many stars it has", () => {
    expect(matches("*a".repeat(200), "a".repeat(199))).toBe(false);
  });
});
