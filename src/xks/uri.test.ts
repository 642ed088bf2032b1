import { describe, expect, it } from "vitest";
import * as uri from "./uri.ts";

const cases: readonly (readonly [rule: string, check: (text: string) => boolean, good: readonly string[], bad: readonly string[]])[] = [
  [
    "endpoint",
    uri.isUriEndpoint,
    ["https://xks.example.com", "https://localhost:8443", "https://127.0.0.1:8443", "https://[::1]:8443", "https://a.b-c.example.com:443"],
    [
      "http://xks.example.com",
      "https://xks.example.com/",
      "https://xks.example.com/kms",
      "https://u@xks.example.com",
      "https://xks..example.com",
      "https://-xks.example.com",
      "https://xks.example.com:99999",
      "https://xks.example.com?x",
      `https://${"a".repeat(60)}.${"b".repeat(60)}.com`,
      "https://",
    ],
  ],
  [
    "path",
    uri.isUriPath,
    ["/kms/xks/v1", "/demo/kms/xks/v1", "/a/b_c/D-9/kms/xks/v1", `/${"a".repeat(116)}/kms/xks/v1`],
    [
      "kms/xks/v1",
      "/kms/xks/v2",
      "/kms/xks/v1/",
      "/a.b/kms/xks/v1",
      "//kms/xks/v1",
      "/a b/kms/xks/v1",
      `/${"a".repeat(117)}/kms/xks/v1`,
      "",
    ],
  ],
  ["external key id", uri.isExternalKeyId, ["a", "Key-1_x.y", "k".repeat(128)], ["", "a/b", "a b", "k".repeat(129), "ä", "a\n"]],
  [
    "access key id",
    uri.isAccessKeyId,
    ["A".repeat(20), "AKIAI2SFODNN7EXAMPLE", "B7".repeat(15)],
    ["A".repeat(19), "A".repeat(31), "AKIAI2SFODNN1EXAMPLE", "a".repeat(20)],
  ],
  [
    "secret access key",
    uri.isSecretAccessKey,
    ["s".repeat(43), "aZ09/+=".repeat(9) + "x"],
    ["s".repeat(42), "s".repeat(65), "s".repeat(42) + "-", "s".repeat(43) + "\n"],
  ],
];

describe.each(cases)("%s", (_rule, check, good, bad) => {
  it.each(good)("takes %j", (text) => expect(check(text)).toBe(true));
  it.each(bad)("refuses %j", (text) => expect(check(text)).toBe(false));
});

describe("paths", () => {
  it("are built from path, key and suffix", () => {
    expect(uri.keyOperationPath("/demo/kms/xks/v1", "key-1", "/encrypt")).toBe("/demo/kms/xks/v1/keys/key-1/encrypt");
    expect(uri.healthPath("/kms/xks/v1")).toBe("/kms/xks/v1/health");
  });

  it("give back their prefix", () => {
    expect(uri.pathPrefixOf("/demo/kms/xks/v1")).toBe("/demo");
    expect(uri.pathPrefixOf("/kms/xks/v1")).toBe("");
  });
});
