/** The console's own operations, called as a client's request reaches them. */
import { beforeEach, describe, expect, it } from "vitest";
import type { Caller } from "../aws/caller.ts";
import type { ConnectionEvent } from "../model/connection-event.ts";
import type { KeyStoreHealth } from "../model/key-store-health.ts";
import { sampleInteraction } from "../store/interaction-log-suite.ts";
import type { Change } from "../store/resource-store.ts";
import { sampleKeyStore } from "../store/resource-store-suite.ts";
import { createWebService } from "./service.ts";
import { type WebFixture, webFixture } from "./web.fixture.ts";

const admin: Caller = {
  arn: "arn:aws:iam::123456789012:user/ana",
  accountId: "123456789012",
  role: "admin",
  by: "signature",
  remoteAddress: "",
};
let fixture: WebFixture;
let call: (name: string, input?: object, caller?: Caller) => Promise<Record<string, unknown>>;
beforeEach(() => {
  fixture = webFixture();
  const service = createWebService(fixture);
  call = async (name, input = {}, caller = admin) => {
    const operation = service.operations.get(name);
    if (!operation) throw new Error(`no operation ${name}`);
    return (await operation.handle(input as never, { context: fixture, caller, requestId: "r" })) as Record<string, unknown>;
  };
});

describe("access keys", () => {
  const keyIdOf = (name: string): string => [...fixture.directory.accessKeys()].find((key) => key.name === name)?.id ?? "";

  it("are made with a secret that is told once, listed without it, and deleted", async () => {
    const made = await call("CreateAccessKey", { Name: "ana", Role: "user" });
    expect(made).toMatchObject({
      AccessKeyId: expect.stringMatching(/^AKIA[A-Z2-7]{16}$/),
      SecretAccessKey: expect.stringMatching(/^[A-Za-z0-9/+]{40}$/),
      Role: "user",
    });
    expect(fixture.directory.accessKey(String(made["AccessKeyId"]))).toMatchObject({ secret: made["SecretAccessKey"], name: "ana" });
    await call("CreateAccessKey", { Name: "abe", Role: "admin" });
    const listed = await call("ListAccessKeys");
    expect(listed["AccessKeys"]).toMatchObject([
      { Name: "abe", Role: "admin" },
      { Name: "ana", Role: "user", AccessKeyId: made["AccessKeyId"] },
    ]);
    expect(JSON.stringify(listed)).not.toContain(made["SecretAccessKey"]);
    await call("DeleteAccessKey", { Name: "ana" });
    await call("DeleteAccessKey", { AccessKeyId: keyIdOf("abe") });
    expect((await call("ListAccessKeys"))["AccessKeys"]).toEqual([]);
  });

  it("have a name of their own", async () => {
    await call("CreateAccessKey", { Name: "ana", Role: "user" });
    await expect(call("CreateAccessKey", { Name: "ana", Role: "viewer" })).rejects.toMatchObject({ name: "AlreadyExistsException" });
  });

  it("take their user's sessions with them", async () => {
    await call("CreateAccessKey", { Name: "ana", Role: "user" });
    const session = { csrfHash: "h", role: "user" as const, createdAt: 1, expiresAt: 9e15 };
    await fixture.commit([
      { kind: "session", id: "s1", value: { id: "s1", userName: "ana", ...session } },
      { kind: "session", id: "s2", value: { id: "s2", userName: "eve", ...session } },
    ]);
    await call("DeleteAccessKey", { Name: "ana" });
    expect([fixture.directory.session("s1"), fixture.directory.session("s2")?.userName]).toEqual([undefined, "eve"]);
  });

  it.each([{}, { Name: "x", AccessKeyId: "y" }])("must be named in one way: %j", async (input) => {
    await expect(call("DeleteAccessKey", input)).rejects.toMatchObject({ name: "ValidationException" });
  });

  it.each([{ Name: "nobody" }, { AccessKeyId: "AKIANOBODY" }])("must exist: %j", async (input) => {
    await expect(call("DeleteAccessKey", input)).rejects.toMatchObject({ name: "NotFoundException" });
  });

  it("show their secret again to the local administrator alone", async () => {
    const made = await call("CreateAccessKey", { Name: "ana", Role: "user" });
    for (const by of ["signature", "session", "off"] as const)
      await expect(call("GetAccessKeySecret", { Name: "ana" }, { ...admin, by })).rejects.toMatchObject({ name: "AccessDeniedException" });
    expect(await call("GetAccessKeySecret", { Name: "ana" }, { ...admin, by: "local" })).toMatchObject({
      SecretAccessKey: made["SecretAccessKey"],
    });
  });
});

describe("CreateLoginToken", () => {
  it("gives a login for who asks, with its address", async () => {
    const { Token, Address } = await call("CreateLoginToken");
    expect(Address).toBe(`http://127.0.0.1:8420/login#token=${String(Token)}`);
    expect(fixture.loginTokens.redeem(String(Token))).toEqual({ userName: "ana", role: "admin" });
    const local = await call("CreateLoginToken", {}, { ...admin, arn: "arn:aws:iam::123456789012:root", by: "local" });
    expect(fixture.loginTokens.redeem(String(local["Token"]))).toEqual({ userName: "root", role: "admin" });
  });
});

describe("PutKeyStoreQuota", () => {
  it("changes the quota and nothing else", async () => {
    await fixture.commit([{ kind: "key-store", id: sampleKeyStore.id, value: sampleKeyStore }]);
    await call("PutKeyStoreQuota", { KeyStoreId: sampleKeyStore.id, QuotaPerSecond: 50 });
    expect(fixture.directory.keyStore(sampleKeyStore.id)).toEqual({ ...sampleKeyStore, quotaPerSecond: 50 });
    await expect(call("PutKeyStoreQuota", { KeyStoreId: "cks-none", QuotaPerSecond: 50 })).rejects.toMatchObject({
      name: "NotFoundException",
    });
  });
});

describe("GetKeyStoreStatus", () => {
  const certificate = {
    name: "*.example.com",
    alternativeNames: ["*.example.com"],
    issuer: "CN=Authority",
    serialNumber: "01",
    fingerprint256: "AB:CD",
    validFrom: 1,
    validTo: Date.UTC(2026, 10, 30, 12),
  };
  const health: KeyStoreHealth = {
    keyStoreId: sampleKeyStore.id,
    at: Date.UTC(2026, 10, 24, 11),
    answer: {
      xksProxyFleetSize: 2,
      xksProxyVendor: "Vendor",
      xksProxyModel: "Model",
      ekmVendor: "Maker",
      ekmFleetDetails: [{ id: "hsm-1", model: "M", state: "Degraded" }],
    },
    lastCertificate: certificate,
  };

  it("says that a store was never connected, or disconnected on purpose", async () => {
    await fixture.commit([{ kind: "key-store", id: sampleKeyStore.id, value: sampleKeyStore }]);
    const status = () => call("GetKeyStoreStatus", { KeyStoreId: sampleKeyStore.id });
    expect(await status()).toMatchObject({ QuotaPerSecond: 1800, ConnectionState: "DISCONNECTED", DisconnectedBecause: "NEVER_CONNECTED" });
    expect(await status()).not.toHaveProperty("Health");
    await fixture.commit([{ kind: "key-store", id: sampleKeyStore.id, value: { ...sampleKeyStore, firstConnectedAt: 5000 } }]);
    expect(await status()).toMatchObject({ DisconnectedBecause: "ON_PURPOSE", FirstConnectedAt: 5 });
    await fixture.commit([{ kind: "key-store", id: sampleKeyStore.id, value: { ...sampleKeyStore, connectionState: "CONNECTED" } }]);
    expect(await status()).not.toHaveProperty("DisconnectedBecause");
  });

  it("tells health, fleet and certificate, and no secret", async () => {
    await fixture.commit([
      { kind: "key-store", id: sampleKeyStore.id, value: sampleKeyStore },
      { kind: "key-store-health", id: sampleKeyStore.id, value: health },
    ]);
    const status = await call("GetKeyStoreStatus", { KeyStoreId: sampleKeyStore.id });
    expect(status).toMatchObject({
      Certificate: { Name: "*.example.com", DaysToExpire: 6 },
      Health: { XksProxyFleetSize: 2, EkmFleetDetails: [{ Id: "hsm-1", Model: "M", HealthStatus: "Degraded" }] },
    });
    expect(JSON.stringify(status)).not.toContain(sampleKeyStore.credential.secretAccessKey);
  });

  it("goes on showing the last certificate while checks fail, with the failure", async () => {
    await fixture.commit([
      { kind: "key-store", id: sampleKeyStore.id, value: sampleKeyStore },
      {
        kind: "key-store-health",
        id: sampleKeyStore.id,
        value: {
          keyStoreId: sampleKeyStore.id,
          at: 1,
          lastCertificate: certificate,
          failure: { exceptionName: "XksProxyUnreachableException", detail: "refused" },
        },
      },
    ]);
    expect(await call("GetKeyStoreStatus", { KeyStoreId: sampleKeyStore.id })).toMatchObject({
      Certificate: { Name: "*.example.com" },
      Health: { Failure: { ExceptionName: "XksProxyUnreachableException", Detail: "refused" } },
    });
  });
});

describe("ListConnectionEvents", () => {
  it("tells one store's changes of state within the span, oldest first", async () => {
    const keyStoreId = "cks-1";
    const put = (at: number, event: Partial<ConnectionEvent>, id = keyStoreId): Change => ({
      kind: "connection-event",
      id: `${id} ${String(at).padStart(15, "0")} x`,
      value: { keyStoreId: id, at, state: "CONNECTED", ...event },
    });
    await fixture.commit([
      put(1000, {}),
      put(3000, { state: "FAILED", errorCode: "XKS_PROXY_TIMED_OUT" }),
      put(2000, { state: "CONNECTING", callerArn: admin.arn }),
      put(4000, {}),
      put(2500, {}, "cks-11"),
    ]);
    expect(await call("ListConnectionEvents", { KeyStoreId: keyStoreId, StartTime: 2, EndTime: 3 })).toEqual({
      ConnectionEvents: [
        { At: 2, ConnectionState: "CONNECTING", CallerArn: admin.arn },
        { At: 3, ConnectionState: "FAILED", ConnectionErrorCode: "XKS_PROXY_TIMED_OUT" },
      ],
    });
    expect((await call("ListConnectionEvents", { KeyStoreId: keyStoreId }))["ConnectionEvents"]).toHaveLength(4);
    expect(await call("ListConnectionEvents", { KeyStoreId: "cks-none" })).toEqual({ ConnectionEvents: [] });
  });
});

describe("ListInteractions", () => {
  it("filters, orders, pages, and says what was sampled", async () => {
    const failure = {
      exceptionName: "ThrottlingException",
      detail: "the proxy answered so",
      httpStatus: 429,
      proxyMessage: "slow down",
    } as const;
    const at = Date.UTC(2026, 10, 24, 12, 0, 0, 250);
    await fixture.interactions.append([
      sampleInteraction({ at, kmsRequestId: "a", latencyMs: 5 }),
      sampleInteraction({ at: at + 1000, kmsRequestId: "b", latencyMs: 240, failure }),
      sampleInteraction({ at: at + 2000, kmsRequestId: "c", latencyMs: 7 }),
    ]);
    const first = await call("ListInteractions", { MaxResults: 2, Order: "Slowest" });
    expect(first).toMatchObject({
      Interactions: [
        {
          KmsRequestId: "b",
          At: at / 1000 + 1,
          Failure: { ExceptionName: "ThrottlingException", ErrorType: "Retryable", HttpStatus: 429, ProxyMessage: "slow down" },
        },
        { KmsRequestId: "c", LatencyMs: 7, Attempts: [{ Reused: true, FirstByteMs: 11, TotalMs: 12.5 }] },
      ],
      Sampling: { SuccessesPerSecond: 5, KeptFromLatencyMs: 200, MaximumDays: 7, MaximumBytes: 1e9 },
    });
    const second = await call("ListInteractions", { MaxResults: 2, Order: "Slowest", NextToken: first["NextToken"] });
    expect(second).toMatchObject({ Interactions: [{ KmsRequestId: "a" }] });
    expect(second).not.toHaveProperty("NextToken");
    const filtered = await call("ListInteractions", {
      From: at / 1000,
      To: at / 1000 + 2,
      ExceptionName: "None",
      KmsOperation: "Encrypt",
      KeyStoreId: "cks-1",
    });
    expect(filtered).toMatchObject({ Interactions: [{ KmsRequestId: "a" }] });
  });

  it("refuses a token that it did not give", async () => {
    await expect(call("ListInteractions", { NextToken: "x" })).rejects.toMatchObject({ name: "InvalidNextTokenException" });
  });
});

describe("Explain", () => {
  it("hands the text and the kept interactions to the explainer, and tells what it found", async () => {
    const failure = { exceptionName: "ThrottlingException", detail: "the proxy answered so" } as const;
    await fixture.interactions.append([sampleInteraction({ kmsRequestId: "a", failure }), sampleInteraction({ kmsRequestId: "b" })]);
    fixture = {
      ...fixture,
      explain: async (question, evidence) => [
        {
          recognized: "message",
          title: question,
          owner: "XKS proxy",
          cause: "c",
          remedy: "r",
          exceptionName: "ThrottlingException",
          evidence: ["e"],
          interactions: [...(await evidence.latest("ThrottlingException", 5)), ...(await evidence.ofRequest("b"))],
        },
      ],
    };
    expect(await call("Explain", { Question: "why" })).toMatchObject({
      Findings: [
        {
          Recognized: "message",
          Title: "why",
          Owner: "XKS proxy",
          Cause: "c",
          Remedy: "r",
          ExceptionName: "ThrottlingException",
          Evidence: ["e"],
          Interactions: [{ KmsRequestId: "a" }, { KmsRequestId: "b" }],
        },
      ],
    });
  });
});

describe("GetInstallation", () => {
  it("says where and what this is", async () => {
    expect(await call("GetInstallation")).toEqual({
      Version: "0.1.0",
      Region: "us-east-1",
      AccountId: "123456789012",
      Address: "http://127.0.0.1:8420",
      DataBytes: 4096,
    });
  });
});

describe("TestAlarmActions", () => {
  it("says per action what came of it", async () => {
    const alarm = {
      type: "composite" as const,
      name: "errors",
      rule: "FALSE",
      actionsEnabled: true,
      actions: { OK: [], ALARM: [], INSUFFICIENT_DATA: [] },
      configurationUpdatedAt: 0,
    };
    await fixture.resources.write([{ kind: "alarm", id: "errors", value: alarm }]);
    const tested: unknown[] = [];
    const action = "arn:aws:sns:us-east-1:123456789012:ops";
    const outcomes = [
      { action, state: "ALARM" as const, channel: "webhook example.com", outcome: "failed" as const, message: "status 403" },
      { action: `${action}2`, state: "OK" as const, outcome: "nowhere" as const, message: "no topic" },
    ];
    fixture = { ...fixture, testActions: async (one) => (tested.push(one), outcomes) };
    expect(await call("TestAlarmActions", { AlarmName: "errors" })).toEqual({
      Actions: [
        { Action: action, StateValue: "ALARM", Channel: "webhook example.com", Outcome: "failed", Message: "status 403" },
        { Action: `${action}2`, StateValue: "OK", Outcome: "nowhere", Message: "no topic" },
      ],
    });
    expect(tested).toEqual([alarm]);
    await expect(call("TestAlarmActions", { AlarmName: "none" })).rejects.toMatchObject({ name: "NotFoundException" });
  });
});
