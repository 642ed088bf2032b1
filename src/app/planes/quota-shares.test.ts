import { describe, expect, it } from "vitest";
import { settleShares } from "./quota-shares.ts";

describe("shares of a quota", () => {
  it("follow the demand and add up to the whole", () => {
    const [busy, quiet] = settleShares([{ a: 900 }, { a: 100 }]);
    expect(busy?.["a"]).toBeCloseTo(0.05 + 0.9 * 0.9);
    expect((busy?.["a"] ?? 0) + (quiet?.["a"] ?? 0)).toBeCloseTo(1);
  });

  it("leave a plane without demand something to begin with", () => {
    const [, quiet] = settleShares([{ a: 1000 }, {}]);
    expect(quiet?.["a"]).toBeCloseTo(0.05);
  });

  it("are settled for each key store by itself", () => {
    const [first, second] = settleShares([{ a: 10 }, { b: 10 }]);
    expect(first?.["a"]).toBeCloseTo(0.95);
    expect(second?.["b"]).toBeCloseTo(0.95);
  });

  it("give one plane everything", () => {
    expect(settleShares([{ a: 3 }])[0]?.["a"]).toBeCloseTo(1);
  });
});
