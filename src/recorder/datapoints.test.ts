import { describe, expect, it } from "vitest";
import type { HealthCheck } from "../model/health-check.ts";
import type { Interaction } from "../model/interaction.ts";
import { factFields, type FactKind, kmsMetrics, recordings } from "../model/kms-metrics.ts";
import type { KmsRequest } from "../model/kms-request.ts";
import type { Datapoint } from "../model/metric.ts";
import { errorTypeOf, xksExceptionNames } from "../model/xks-failures.ts";
import { datapointsOfHealthCheck, datapointsOfInteraction, datapointsOfKmsRequest } from "./datapoints.ts";

const at = Date.UTC(2026, 10, 24, 12);
const day = 86_400_000;
const success: Interaction = {
  at,
  keyStoreId: "cks-1",
  kmsOperation: "GenerateDataKey",
  xksOperation: "Encrypt",
  kmsRequestId: "r",
  latencyMs: 12.345678,
  attempts: [],
};
const request: KmsRequest = {
  at,
  operation: "Encrypt",
  outcome: "succeeded",
  keyArn: "arn:key",
  keyStoreId: "cks-1",
  requestId: "r",
  callerArn: "arn:caller",
};
const check: HealthCheck = {
  at,
  keyStoreId: "cks-1",
  credentialSetAt: at - 3.5 * day,
  certificate: {
    name: "*.example.com",
    alternativeNames: [],
    issuer: "CA",
    serialNumber: "1",
    fingerprint256: "",
    validFrom: at - day,
    validTo: at + 9.9 * day,
  },
  keyManagers: { Active: 2, Degraded: 1, Unavailable: 0 },
};

/** "Metric{Name=value,…} value" for each. */
const texts = (datapoints: readonly Datapoint[]): string[] =>
  datapoints.map(({ series, value }) => `${series.metricName}{${series.dimensions.map((d) => `${d.name}=${d.value}`).join(",")}} ${value}`);

describe("datapoints of an interaction", () => {
  it("are a zero without exception and the latency in whole microseconds for a success", () => {
    expect(texts(datapointsOfInteraction(success))).toEqual([
      "XksProxyErrors{CustomKeyStoreId=cks-1,ErrorType=N/A,ExceptionName=None,KeySpec=SYMMETRIC_DEFAULT,KmsOperation=GenerateDataKey,XksOperation=Encrypt} 0",
      "XksProxyLatency{CustomKeyStoreId=cks-1,KeySpec=SYMMETRIC_DEFAULT,KmsOperation=GenerateDataKey,XksOperation=Encrypt} 12.346",
    ]);
  });

  it.each(xksExceptionNames)("are a one under its error type for %s", (exceptionName) => {
    const [errors] = datapointsOfInteraction({ ...success, failure: { exceptionName, detail: "" } });
    expect(errors?.value).toBe(1);
    expect(errors?.series.dimensions).toContainEqual({ name: "ErrorType", value: errorTypeOf(exceptionName) });
    expect(errors?.series.dimensions).toContainEqual({ name: "ExceptionName", value: exceptionName });
  });
});

describe("datapoints of a request", () => {
  it("count successes by key and operation", () => {
    expect(texts(datapointsOfKmsRequest(request))).toEqual(["SuccessfulRequest{KeyArn=arn:key,Operation=Encrypt} 1"]);
  });

  it("name both keys of ReEncrypt", () => {
    const reEncrypt: KmsRequest = { ...request, operation: "ReEncrypt", sourceKeyArn: "arn:source" };
    expect(texts(datapointsOfKmsRequest(reEncrypt))).toEqual([
      "SuccessfulRequest{DestinationKeyArn=arn:key,Operation=ReEncrypt,SourceKeyArn=arn:source} 1",
    ]);
  });

  it("count what the quota refused, and nothing for a failure", () => {
    expect(texts(datapointsOfKmsRequest({ ...request, outcome: "throttled" }))).toEqual([
      "ExternalKeyStoreThrottle{CustomKeyStoreId=cks-1,KeySpec=SYMMETRIC_DEFAULT,KmsOperation=Encrypt} 1",
    ]);
    expect(datapointsOfKmsRequest({ ...request, outcome: "failed" })).toEqual([]);
  });
});

describe("datapoints of a health check", () => {
  it("are days, credential age and the key managers in each state", () => {
    expect(texts(datapointsOfHealthCheck(check))).toEqual([
      "XksProxyCertificateDaysToExpire{CertificateName=*.example.com,CustomKeyStoreId=cks-1} 9",
      "XksProxyCredentialAge{CustomKeyStoreId=cks-1} 3",
      "XksExternalKeyManagerStates{CustomKeyStoreId=cks-1,XksExternalKeyManagerState=Active} 2",
      "XksExternalKeyManagerStates{CustomKeyStoreId=cks-1,XksExternalKeyManagerState=Degraded} 1",
      "XksExternalKeyManagerStates{CustomKeyStoreId=cks-1,XksExternalKeyManagerState=Unavailable} 0",
    ]);
  });

  it("leave out what the check did not learn, and go below zero for a certificate that expired", () => {
    const { keyManagers, certificate, ...silent } = check;
    expect(texts(datapointsOfHealthCheck(silent))).toEqual(["XksProxyCredentialAge{CustomKeyStoreId=cks-1} 3"]);
    const expired = { ...silent, certificate: { ...(certificate as NonNullable<typeof certificate>), validTo: at - 2 * day } };
    expect(texts(datapointsOfHealthCheck(expired))[0]).toMatch(/ -2$/);
    expect(keyManagers).toBeDefined();
  });
});

describe("the catalogue", () => {
  const all = Object.values(recordings).flat();

  it.each(kmsMetrics.map((metric) => metric.name))("records %s with the dimensions that it lists", (name) => {
    const listed = kmsMetrics.find((metric) => metric.name === name)?.dimensions ?? [];
    const recorded = all.filter((recording) => recording.metric === name).map((recording) => Object.keys(recording.dimensions));
    expect(recorded.length).toBeGreaterThan(0);
    for (const names of recorded) expect(listed).toContainEqual(names);
    for (const names of listed) expect(recorded).toContainEqual(names);
  });

  it("reads no more than the fields of a fact for its dimensions", () => {
    for (const [kind, list] of Object.entries(recordings)) {
      const names = Object.keys(factFields[kind as FactKind]);
      const read = new Set<string>();
      const spy = new Proxy({}, { get: (_, name) => (read.add(String(name)), name === "exceptionName" ? "None" : "x") });
      for (const recording of list) {
        for (const valueOf of Object.values(recording.dimensions)) (valueOf as (fields: unknown) => string)(spy);
      }
      expect(names).toEqual(expect.arrayContaining([...read]));
    }
  });
});
