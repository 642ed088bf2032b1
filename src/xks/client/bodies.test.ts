import { describe, expect, it } from "vitest";
import type { CallMetadata } from "../calls.ts";
import { decryptBody, encryptBody, jsonString, metadataBody } from "./bodies.ts";

const awkward = ['"', "\\", '","plaintext":"AA=="', "\n\u0000\u001f", "\u007f\u0080\u2028", "Schlüssel 🔑", "\ud800", "</script>", ""];

describe("bodies of requests", () => {
  it.each(awkward)("carry %j in every text of the request metadata, in ASCII", (text) => {
    // Names and texts come from callers: whatever a type says, none may change what is asked for.
    const metadata = Object.fromEntries(
      ["kmsOperation", "kmsRequestId", "awsPrincipalArn", "kmsKeyArn", "awsSourceVpc", "awsSourceVpce", "kmsViaService"].map((name) => [
        name,
        text,
      ]),
    ) as unknown as CallMetadata;
    const bytes = Buffer.of(1, 2, 3);
    const sealed = { externalKeyId: "k", ciphertext: bytes, initializationVector: bytes, authenticationTag: bytes };
    const bodies = [metadataBody(metadata), encryptBody({ externalKeyId: "k", plaintext: bytes }, metadata), decryptBody(sealed, metadata)];
    for (const body of bodies) {
      expect(body).toMatch(/^[\u0020-\u007e]*$/);
      expect((JSON.parse(body) as { requestMetadata: unknown }).requestMetadata).toEqual(metadata);
    }
    expect(JSON.parse(bodies[1] as string)).toMatchObject({ plaintext: "AQID" });
  });

  it("leave a plain text as it is", () => {
    const arn = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    expect(jsonString(arn)).toBe(`"${arn}"`);
  });

  it("of a health check have the request metadata alone", () => {
    const body = metadataBody({ kmsOperation: "KmsHealthCheck", kmsRequestId: "r" });
    expect(JSON.parse(body)).toEqual({ requestMetadata: { kmsOperation: "KmsHealthCheck", kmsRequestId: "r" } });
  });
});
