import { describe, expect, it } from "vitest";
import { XksProxyError } from "../xks/errors.ts";
import type { XksBackend } from "../xks/server/backend.ts";
import { type AccessQuestion, type AccessRule, decide, guarded, likePattern } from "./access.ts";

const alice = "arn:aws:iam::123456789012:user/Alice";
const question: AccessQuestion = {
  xksOperation: "Encrypt",
  externalKeyId: "payments-1",
  metadata: {
    awsPrincipalArn: alice,
    kmsKeyArn: "arn:aws:kms:us-east-1:123456789012:key/1",
    kmsOperation: "GenerateDataKey",
    kmsRequestId: "r",
  },
};
const allow = (id: string, rule: Partial<AccessRule> = {}): AccessRule => ({ id, effect: "allow", ...rule });
const deny = (id: string, rule: Partial<AccessRule> = {}): AccessRule => ({ id, effect: "deny", ...rule });

describe("decide", () => {
  it.each<[what: string, rules: AccessRule[], allowed: boolean, ruleId: string | undefined]>([
    ["nothing matches", [allow("a", { externalKeyIds: ["other"] })], false, undefined],
    ["an allow matches", [allow("a", { externalKeyIds: ["payments-*"], principals: ["arn:aws:iam::123456789012:user/*"] })], true, "a"],
    ["one member does not match", [allow("a", { externalKeyIds: ["payments-*"], principals: ["*:user/Bob"] })], false, undefined],
    ["a deny matches too", [allow("a"), deny("d", { kmsOperations: ["Generate*"] })], false, "d"],
    ["a deny stands first and does not match", [deny("d", { xksOperations: ["Decrypt"] }), allow("a")], true, "a"],
    ["a service is wanted and there is none", [allow("a", { viaServices: ["*"] })], false, undefined],
    ["a VPC is wanted and there is none", [allow("a", { sourceVpcs: ["vpc-1"] })], false, undefined],
  ])("%s", (_what, rules, allowed, ruleId) => {
    expect(decide(rules, question)).toEqual({ allowed, ...(ruleId !== undefined && { ruleId }) });
  });
});

describe("likePattern", () => {
  it.each([
    ["*", "", true],
    ["*", "anything", true],
    ["a*c", "abbbc", true],
    ["a*c", "abbb", false],
    ["a?c", "abc", true],
    ["a?c", "ac", false],
    ["*a*b*", "xxaxxbxx", true],
    ["a.c", "abc", false],
    ["", "", true],
    ["", "a", false],
    ["a**", "a", true],
  ])("%j and %j: %s", (pattern, value, fits) => expect(likePattern(pattern, value)).toBe(fits));

  it("is not made slow by a pattern of many stars", () => {
    expect(likePattern(`${"*a".repeat(50)}b`, "a".repeat(2000))).toBe(false);
  });
});

describe("guarded", () => {
  const backend: XksBackend = {
    encrypt: () => ({ ciphertext: Buffer.from("x"), initializationVector: Buffer.alloc(12), authenticationTag: Buffer.alloc(16) }),
    decrypt: () => Buffer.from("x"),
    getKeyMetadata: () => ({ keySpec: "AES_256", keyUsage: [], keyStatus: "ENABLED" }),
    getHealthStatus: () => ({ xksProxyFleetSize: 1, xksProxyVendor: "v", xksProxyModel: "m", ekmVendor: "e", ekmFleetDetails: [] }),
  };
  const lines: string[] = [];
  const log = {
    debug: () => undefined,
    info: () => undefined,
    error: () => undefined,
    warn: (_fields: object, message: string) => void lines.push(message),
  };
  const empty = { ciphertext: Buffer.from("x"), initializationVector: Buffer.alloc(12), authenticationTag: Buffer.alloc(16) };

  it("denies every operation on keys but never the health check", () => {
    const { metadata } = question;
    const one = guarded(backend, { mode: "enforce", rules: [deny("closed")] }, log);
    expect(() => one.encrypt("k", Buffer.from("x"), undefined, metadata)).toThrow(
      new XksProxyError("AccessDeniedException", "Access denied: rule closed denies it."),
    );
    expect(() => one.decrypt("k", empty, undefined, metadata)).toThrow(XksProxyError);
    expect(() => one.getKeyMetadata("k", metadata)).toThrow(XksProxyError);
    expect(one.getHealthStatus(metadata)).toMatchObject({ xksProxyFleetSize: 1 });
  });

  it("only tells what it would deny in audit mode", () => {
    const one = guarded(backend, { mode: "audit", rules: [allow("a", { externalKeyIds: ["other"] })] }, log);
    expect(one.encrypt("k", Buffer.from("x"), undefined, question.metadata)).toMatchObject({ ciphertext: Buffer.from("x") });
    expect(lines).toEqual(["access would be denied: no rule allows it"]);
  });
});
