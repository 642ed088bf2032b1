import { expect, it } from "vitest";
import { awsTrustedAuthorities, awsTrustOf } from "./aws-trusted-authorities.ts";

const [[listed, name]] = [...awsTrustedAuthorities] as [[string, string]];
const own = { name: "house CA", fingerprint256: "00:11" };

it("finds a listed authority wherever it stands in the chain, also where a cross-signed root stands above it", () => {
  expect(awsTrustOf({ issuer: "i", authorities: [own, { name: "root", fingerprint256: listed }] })).toEqual({
    verdict: "LISTED",
    authority: name,
  });
  expect(awsTrustOf({ issuer: "i", authorities: [{ name: "root", fingerprint256: listed }, own] })).toMatchObject({ verdict: "LISTED" });
});

it("names the end of a chain that leads to none of them", () => {
  expect(awsTrustOf({ issuer: "i", authorities: [own] })).toEqual({ verdict: "NOT_LISTED", root: "house CA" });
  expect(awsTrustOf({ issuer: "the issuer", authorities: [] })).toEqual({ verdict: "NOT_LISTED", root: "the issuer" });
});

it("says nothing of a certificate whose chain was not kept", () => {
  expect(awsTrustOf({ issuer: "i" })).toEqual({ verdict: "UNKNOWN" });
});
