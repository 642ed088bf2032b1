import { describe, expect, it } from "vitest";
import type { Interaction } from "../model/interaction.ts";
import type { KmsRequest } from "../model/kms-request.ts";
import { KeptInteractions } from "./kept-interactions.ts";

const at = Date.UTC(2026, 10, 24, 12);
const interaction = (members: Partial<Interaction> = {}): Interaction => ({
  at,
  keyStoreId: "cks-1",
  kmsOperation: "Encrypt",
  xksOperation: "Encrypt",
  kmsRequestId: "r",
  latencyMs: 10,
  attempts: [],
  ...members,
});
const failure = { exceptionName: "InternalException", detail: "" } as const;
const offerTimes = (kept: KeptInteractions, times: number, members: Partial<Interaction> = {}): number => {
  for (let i = 0; i < times; i++) kept.offer(interaction(members));
  return kept.take().interactions.length;
};

describe("kept interactions", () => {
  it("are all failures and everything slow", () => {
    const kept = new KeptInteractions();
    expect(offerTimes(kept, 50, { failure })).toBe(50);
    expect(offerTimes(kept, 50, { latencyMs: 200 })).toBe(50);
  });

  it("are five successes per key store, operations and second", () => {
    const kept = new KeptInteractions();
    expect(offerTimes(kept, 50)).toBe(5);
    expect(offerTimes(kept, 50)).toBe(0);
    expect(offerTimes(kept, 50, { keyStoreId: "cks-2" })).toBe(5);
    expect(offerTimes(kept, 50, { kmsOperation: "GenerateDataKey" })).toBe(5);
    expect(offerTimes(kept, 50, { kmsOperation: "ReEncrypt", xksOperation: "Decrypt" })).toBe(5);
    expect(offerTimes(kept, 50, { at: at + 1000 })).toBe(5);
  });

  it("wait in a bounded queue; what does not fit is counted", () => {
    const kept = new KeptInteractions({ capacity: 10 });
    for (let i = 0; i < 25; i++) kept.offer(interaction({ failure }));
    const { interactions, dropped } = kept.take(4);
    expect([interactions.length, dropped]).toEqual([4, 15]);
    expect(kept.take()).toMatchObject({ dropped: 0 });
    expect(kept.take().interactions).toEqual([]);
  });

  it("are samples of what the quota refused, without attempts", () => {
    const kept = new KeptInteractions();
    const request: KmsRequest = {
      at,
      operation: "ReEncrypt",
      outcome: "throttled",
      keyArn: "arn:key",
      keyStoreId: "cks-1",
      requestId: "r",
      callerArn: "arn:caller",
    };
    for (let i = 0; i < 50; i++) kept.offerRefusal(request);
    kept.offerRefusal({ ...request, outcome: "failed" });
    const { interactions } = kept.take();
    expect(interactions).toHaveLength(5);
    expect(interactions[0]).toMatchObject({ xksOperation: "Decrypt", attempts: [], failure: { exceptionName: "ThrottlingException" } });
    expect(offerTimes(kept, 50, { kmsOperation: "ReEncrypt", xksOperation: "Decrypt" })).toBe(5);
  });
});
