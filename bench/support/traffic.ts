/**
 * Traffic of the shape that key stores see, from a seed: calls a second that follow the day, log-normal latencies around ten
 * milliseconds with a tail, a few failures, a health check a minute, several keys.
 */
import type { HealthCheck } from "../../src/model/health-check.ts";
import type { Interaction } from "../../src/model/interaction.ts";
import type { KmsRequest } from "../../src/model/kms-request.ts";
import type { CryptoOperation, XksOperation } from "../../src/model/xks-operation.ts";

const operations = [
  ["Decrypt", "Decrypt", 0.6],
  ["GenerateDataKey", "Encrypt", 0.25],
  ["Encrypt", "Encrypt", 0.1],
  ["GenerateDataKeyWithoutPlaintext", "Encrypt", 0.04],
  ["ReEncrypt", "Decrypt", 0.005],
  ["ReEncrypt", "Encrypt", 0.005],
] as const satisfies readonly (readonly [CryptoOperation, XksOperation, share: number])[];
const keysPerStore = 4;

export type Random = () => number;

/** The same numbers from 0 to 1 for the same seed (mulberry32). */
export function random(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One call: its interaction and what the KMS API says of it. */
export function sampleCall(
  at: number,
  keyStoreId: string,
  next: Random,
): { readonly interaction: Interaction; readonly request: KmsRequest } {
  let share = next();
  const [kmsOperation, xksOperation] = operations.find(([, , part]) => (share -= part) <= 0) ?? operations[0];
  const failed = next() < 0.002;
  const normal = Math.sqrt(-2 * Math.log(next() || 1e-9)) * Math.cos(2 * Math.PI * next());
  const latencyMs = Math.min(250, 9 * Math.exp(0.35 * normal) + (next() < 0.01 ? 60 * next() : 0));
  const keyArn = `arn:aws:kms:us-east-1:123456789012:key/${keyStoreId}-${Math.floor(next() * keysPerStore)}`;
  const common = { at, keyStoreId };
  return {
    interaction: {
      ...common,
      kmsOperation,
      xksOperation,
      kmsKeyArn: keyArn,
      callerArn: "arn:aws:iam::123456789012:user/application",
      kmsRequestId: "00000000-0000-0000-0000-000000000000",
      latencyMs,
      attempts: [],
      ...(failed && { failure: { exceptionName: next() < 0.7 ? "XksProxyUnreachableException" : "KeyNotFoundException", detail: "" } }),
    },
    request: {
      ...common,
      operation: kmsOperation,
      outcome: failed ? "failed" : "succeeded",
      keyArn,
      requestId: "00000000-0000-0000-0000-000000000000",
      callerArn: "arn:aws:iam::123456789012:user/application",
    },
  };
}

/** What a health check finds. */
export function sampleHealthCheck(at: number, keyStoreId: string): HealthCheck {
  const day = 86_400_000;
  return {
    at,
    keyStoreId,
    credentialSetAt: at - 40 * day,
    certificate: {
      name: "proxy.example.com",
      alternativeNames: [],
      issuer: "CA",
      serialNumber: "1",
      fingerprint256: "",
      validFrom: 0,
      validTo: at + 60 * day,
    },
    keyManagers: { Active: 2, Degraded: 0, Unavailable: 0 },
  };
}

/** Calls a second at a time of the day: a tenth of the peak at night. */
export function callsAt(second: number, peakPerSecond: number): number {
  return peakPerSecond * (0.55 - 0.45 * Math.cos((2 * Math.PI * (second % 86_400)) / 86_400));
}
