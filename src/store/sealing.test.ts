import { describe, expect, it } from "vitest";
import { ManualClock } from "../lib/clock.ts";
import { Keyring, masterKeyOf, SealBroken, sealedUnder } from "./sealing.ts";

const clock = new ManualClock();
const keyOf = (fill: number) => masterKeyOf(new Uint8Array(32).fill(fill));

describe("Keyring", () => {
  const ring = new Keyring([keyOf(1)], clock);

  it.each(["", "text with ü and 🔑", "\u0000"])("seals and opens the text %j", (text) => {
    expect(ring.open(ring.seal(text, "here"), "here")).toBe(text);
  });

  it.each([new Uint8Array(0), Uint8Array.of(0, 255, 1)])("seals and opens bytes", (bytes) => {
    expect(ring.open(ring.seal(bytes, "here"), "here")).toEqual(bytes);
  });

  it("never gives the same sealed text twice, and shows nothing of the value", () => {
    const sealed = ring.seal("secret", "here");
    expect(ring.seal("secret", "here")).not.toBe(sealed);
    expect(Buffer.from(sealed.split(":")[3] ?? "", "base64").includes("secret")).toBe(false);
  });

  it("does not open in another place", () => {
    expect(() => ring.open(ring.seal("secret", "here"), "there")).toThrow(SealBroken);
  });

  it("does not open what was altered, cut or never sealed", () => {
    const sealed = ring.seal("secret", "here");
    const at = sealed.length - 6;
    const altered = sealed.slice(0, at) + (sealed[at] === "A" ? "B" : "A") + sealed.slice(at + 1);
    for (const broken of [altered, sealed.slice(0, 40), "secret"]) expect(() => ring.open(broken, "here")).toThrow(SealBroken);
  });

  it("names the key, seals under the first and opens under all", () => {
    const old = ring.seal("secret", "here");
    const both = new Keyring([keyOf(2), keyOf(1)], clock);
    expect(sealedUnder(old)).toBe(keyOf(1).id);
    expect(sealedUnder(both.seal("x", "here"))).toBe(keyOf(2).id);
    expect(both.open(old, "here")).toBe("secret");
    expect(() => new Keyring([keyOf(2)], clock).open(old, "here")).toThrow(keyOf(1).id);
  });
});
