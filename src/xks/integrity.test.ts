import { describe, expect, it } from "vitest";
import { authenticatedData, ciphertextDataIntegrityValue } from "./integrity.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const base64 = (text: string) => new Uint8Array(Buffer.from(text, "base64"));

/** The example of the specification's Appendix C. */
const example = {
  aad: bytes("project=nile,department=marketing"),
  metadata: bytes("key_version=1"),
  iv: base64("HMrlRw85cAJUd5Ax"),
  ciphertext: base64("ghxkK1txeDNn3q8Y"),
  tag: base64("vBxN2ncH1oEkR8WVXpmyYQ=="),
};

describe("ciphertextDataIntegrityValue", () => {
  it("gives the value of the specification's example", () => {
    const value = ciphertextDataIntegrityValue(example);
    expect(Buffer.from(value).toString("base64")).toBe("qHA/ImC9h5HsLRXqCyPmWgYx7tzyoTplzILbP0fPXsc=");
  });

  it("counts absent fields as empty", () => {
    const { aad: _aad, metadata: _metadata, ...rest } = example;
    const empty = new Uint8Array(0);
    expect(ciphertextDataIntegrityValue(rest)).toEqual(ciphertextDataIntegrityValue({ ...rest, aad: empty, metadata: empty }));
  });
});

describe("authenticatedData", () => {
  it("prefixes both parts with their lengths", () => {
    const data = authenticatedData(example.aad, example.metadata);
    expect(Buffer.from(data).toString("latin1")).toBe("\u0000\u0021project=nile,department=marketing\u000dkey_version=1");
  });

  it("counts absent parts as length 0", () => {
    expect([...authenticatedData()]).toEqual([0, 0, 0]);
  });

  it("tells metadata passed off as AAD from AAD", () => {
    expect(authenticatedData(undefined, example.metadata)).not.toEqual(authenticatedData(example.metadata));
  });

  it("carries the largest AAD of the specification", () => {
    const data = authenticatedData(new Uint8Array(8192));
    expect([data[0], data[1], data.length]).toEqual([0x20, 0, 8195]);
  });

  it("refuses what its length fields cannot say", () => {
    expect(() => authenticatedData(new Uint8Array(65_536))).toThrow(RangeError);
    expect(() => authenticatedData(undefined, new Uint8Array(256))).toThrow(RangeError);
  });
});
