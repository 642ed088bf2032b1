import { beforeEach, describe, expect, it } from "vitest";
import { ManualClock } from "../../lib/clock.ts";
import { cryptoOperations } from "../../model/xks-operation.ts";
import { Traffic } from "./traffic.ts";

let clock: ManualClock;
let called: { operation: string; input: unknown }[];
let answer: () => Promise<unknown>;
let traffic: Traffic;
beforeEach(() => {
  clock = new ManualClock();
  called = [];
  answer = async () => ({ CiphertextBlob: "AQ==" });
  const call = async <Output>(operation: string, input: unknown): Promise<Output | undefined> => {
    called.push({ operation, input });
    return (await answer()) as Output | undefined;
  };
  traffic = new Traffic(call, "alias/demo", clock);
});

describe("the demonstration's traffic", () => {
  it("calls every cryptographic operation, at an even pace", async () => {
    traffic.pace(20);
    await clock.advance(1000);
    expect(called).toHaveLength(20);
    expect(new Set(called.map(({ operation }) => operation))).toEqual(new Set(cryptoOperations));
    traffic.pace(0);
    await clock.advance(1000);
    expect(called).toHaveLength(20);
  });

  it("encrypts until it has a ciphertext to decrypt", async () => {
    answer = async () => undefined;
    traffic.pace(10);
    await clock.advance(1000);
    expect(new Set(called.map(({ operation }) => operation))).toEqual(new Set(["Encrypt"]));
  });

  it("lets nothing pile up behind calls that are not answered", async () => {
    answer = () => new Promise(() => {});
    traffic.pace(100);
    await clock.advance(2000);
    expect(called).toHaveLength(32);
  });
});
