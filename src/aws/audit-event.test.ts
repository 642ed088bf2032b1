import { describe, expect, it } from "vitest";
import { blob, list, map, required, string, structure } from "../lib/schema.ts";
import { AuditLines, type CompletedCall, isAudited } from "./audit-event.ts";

const arn = "arn:aws:kms:us-east-1:123456789012:key/1";
const call: CompletedCall = {
  requestId: "request-1",
  service: { signingName: "kms" },
  operation: {
    name: "Encrypt",
    input: structure("EncryptRequest", {
      KeyId: required(string()),
      Plaintext: required(blob()),
      EncryptionContext: map(string(), string()),
      Nested: list(structure("Credential", { Raw: string({ sensitive: true }), Data: blob() })),
    }),
  },
  caller: {
    arn: "arn:aws:iam::123456789012:user/ana",
    accountId: "123456789012",
    role: "user",
    by: "signature",
    accessKeyId: "AKIAX",
    remoteAddress: "192.0.2.7",
  },
  request: { headers: { "user-agent": "aws-cli/2" } },
  input: {
    KeyId: "alias/demo",
    Plaintext: Buffer.from("top secret"),
    EncryptionContext: { project: "nile" },
    Nested: [{ Raw: "password", Data: Buffer.from("more") }],
  },
  output: { KeyId: arn, CiphertextBlob: Buffer.from("blob") },
};
const at = Date.UTC(2026, 10, 24, 12, 0, 0, 123);
const auditLine = (completed: CompletedCall): string => new AuditLines("us-east-1", () => "event-1").lineOf(completed, at);
const event = (members: Partial<CompletedCall> = {}): Record<string, unknown> =>
  JSON.parse(auditLine({ ...call, ...members })) as Record<string, unknown>;

describe("AuditLines", () => {
  it("keeps nothing of one client's calls for another's", () => {
    const lines = new AuditLines("us-east-1", () => "event-1");
    const bea = { ...call.caller, arn: "arn:aws:iam::123456789012:user/bea", accessKeyId: "AKIAY", remoteAddress: "192.0.2.8" };
    const calls: CompletedCall[] = [
      call,
      { ...call, caller: bea },
      { ...call, request: { headers: { "user-agent": "boto3" } } },
      { ...call, request: { headers: {} } },
      { ...call, output: { KeyId: `${arn}2` } },
      { ...call, input: { ...(call.input as object), EncryptionContext: { project: "rhine" } } },
      { ...call, operation: { ...call.operation, name: "DisableKey" } },
    ];
    for (const each of [...calls, ...calls]) expect(lines.lineOf(each, at)).toBe(auditLine(each));
  });

  it("has CloudTrail's form: who, what, which key, when, from where", () => {
    expect(event()).toMatchObject({
      eventVersion: "1.08",
      userIdentity: { type: "IAMUser", arn: call.caller.arn, accountId: "123456789012", accessKeyId: "AKIAX", userName: "ana" },
      eventTime: "2026-11-24T12:00:00Z",
      eventSource: "kms.amazonaws.com",
      eventName: "Encrypt",
      awsRegion: "us-east-1",
      sourceIPAddress: "192.0.2.7",
      userAgent: "aws-cli/2",
      responseElements: null,
      requestID: "request-1",
      eventID: "event-1",
      readOnly: true,
      resources: [{ accountId: "123456789012", type: "AWS::KMS::Key", ARN: arn }],
      eventType: "AwsApiCall",
      recipientAccountId: "123456789012",
      eventCategory: "Management",
    });
  });

  it("holds neither plaintext nor ciphertext nor secrets, wherever they stand", () => {
    expect(event()["requestParameters"]).toEqual({
      keyId: "alias/demo",
      encryptionContext: { project: "nile" },
      nested: [{ raw: "HIDDEN_DUE_TO_SECURITY_REASONS" }],
    });
    const line = auditLine(call);
    for (const secret of ["top secret", "password", "more", "blob"])
      for (const form of [secret, Buffer.from(secret).toString("base64")]) expect(line).not.toContain(`"${form}"`);
  });

  it("says how a call failed", () => {
    const { output: _, ...failed } = { ...call, error: { code: "DisabledException", message: `${arn} is disabled.` } };
    expect(JSON.parse(auditLine(failed))).toMatchObject({
      errorCode: "DisabledException",
      errorMessage: `${arn} is disabled.`,
    });
    expect(event()).not.toHaveProperty("errorCode");
  });

  it("has no parameters where the body broke the schema, and is one line", () => {
    const { input: _, ...without } = call;
    const line = auditLine({ ...without, request: { headers: { "user-agent": "a\nb" } } });
    expect(JSON.parse(line)).toMatchObject({ requestParameters: null });
    expect(line).not.toContain("\n");
  });

  it("knows the local administrator as the account's root", () => {
    expect(
      event({
        caller: { arn: "arn:aws:iam::123456789012:root", accountId: "123456789012", role: "admin", by: "local", remoteAddress: "" },
      })["userIdentity"],
    ).toMatchObject({
      type: "Root",
      principalId: "123456789012",
    });
  });
});

describe("isAudited", () => {
  it.each([
    ["kms", "DescribeKey", true],
    ["kms", "Encrypt", true],
    ["monitoring", "PutMetricData", false],
    ["monitoring", "GetMetricData", false],
    ["monitoring", "PutMetricAlarm", true],
    ["xkswatch", "ListInteractions", false],
    ["xkswatch", "GetAccessKeySecret", true],
    ["xkswatch", "CreateAccessKey", true],
  ])("%s %s: %s", (signingName, name, audited) => {
    expect(isAudited({ signingName }, name)).toBe(audited);
  });
});
