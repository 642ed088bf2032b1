import { describe, expect, it } from "vitest";
import { decrypt, encrypt, getHealthStatus, getKeyMetadata } from "./operations.ts";
import type { XksOperationDefinition } from "./operations.ts";
import { fromBase64, readBody, WireError } from "./wire.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const json = (value: unknown) => bytes(JSON.stringify(value));
const base64 = (size: number) => Buffer.alloc(size, 7).toString("base64");

const metadata = {
  awsPrincipalArn: "arn:aws:iam::123456789012:user/Alice",
  kmsKeyArn: "arn:k",
  kmsOperation: "BulkEncrypt",
  kmsRequestId: "any text",
};
const encryptRequest = { requestMetadata: metadata, plaintext: base64(12), encryptionAlgorithm: "AES_GCM" };
const decryptRequest = {
  requestMetadata: metadata,
  ciphertext: base64(12),
  initializationVector: base64(12),
  authenticationTag: base64(16),
  encryptionAlgorithm: "AES_GCM",
};
const healthAnswer = {
  xksProxyFleetSize: 1,
  xksProxyVendor: "v",
  xksProxyModel: "m",
  ekmVendor: "e",
  ekmFleetDetails: [{ id: "a", model: "b", healthStatus: "ACTIVE" }],
};
const healthOf = (changes: object) => json({ ...healthAnswer, ...changes });

type Case = readonly [complaint: string, schema: XksOperationDefinition["request"], body: Uint8Array];
const complaints: readonly Case[] = [
  ["the body is empty", encrypt.request, bytes("")],
  ["the body is not JSON", encrypt.request, bytes('{"plaintext": "c2VjcmV0"')],
  ["the body is not UTF-8", encrypt.request, new Uint8Array([0x22, 0xff, 0x22])],
  ["the body is not an object", encrypt.request, bytes("[]")],
  ["the body is not an object", encrypt.request, bytes("null")],
  ["requestMetadata is missing", encrypt.request, bytes("{}")],
  ["requestMetadata.awsPrincipalArn is missing", encrypt.request, json({ ...encryptRequest, requestMetadata: {} })],
  ["requestMetadata.kmsKeyArn is missing", encrypt.request, json({ ...encryptRequest, requestMetadata: { ...metadata, kmsKeyArn: null } })],
  [
    "requestMetadata.kmsRequestId is not a string",
    encrypt.request,
    json({ ...encryptRequest, requestMetadata: { ...metadata, kmsRequestId: 7 } }),
  ],
  [
    "requestMetadata.awsPrincipalArn has 2049 characters, not at most 2048",
    encrypt.request,
    json({ ...encryptRequest, requestMetadata: { ...metadata, awsPrincipalArn: "a".repeat(2049) } }),
  ],
  ["plaintext is missing", encrypt.request, json({ ...encryptRequest, plaintext: undefined })],
  ["plaintext is not Base64", encrypt.request, json({ ...encryptRequest, plaintext: "_-_-" })],
  ["plaintext is not Base64", encrypt.request, json({ ...encryptRequest, plaintext: "abc" })],
  ["encryptionAlgorithm is not AES_GCM", encrypt.request, json({ ...encryptRequest, encryptionAlgorithm: "AES_CBC" })],
  ["authenticationTag has 12 bytes, not 16", decrypt.request, json({ ...decryptRequest, authenticationTag: base64(12) })],
  ["initializationVector has 11 bytes, not 12 to 16", decrypt.request, json({ ...decryptRequest, initializationVector: base64(11) })],
  ["ciphertextMetadata has 21 bytes, not at most 20", decrypt.request, json({ ...decryptRequest, ciphertextMetadata: base64(21) })],
  [
    "keyUsage has 11 entries, not at most 10",
    getKeyMetadata.answer,
    json({ keySpec: "AES_256", keyUsage: Array(11).fill("X"), keyStatus: "ENABLED" }),
  ],
  ["keyStatus is not ENABLED or DISABLED", getKeyMetadata.answer, json({ keySpec: "AES_256", keyUsage: [], keyStatus: "enabled" })],
  ["xksProxyFleetSize is 0, not at least 1", getHealthStatus.answer, healthOf({ xksProxyFleetSize: 0 })],
  ["xksProxyFleetSize is not an integer", getHealthStatus.answer, healthOf({ xksProxyFleetSize: 1.5 })],
  ["xksProxyFleetSize is not a number", getHealthStatus.answer, healthOf({ xksProxyFleetSize: "1" })],
  ["ekmFleetDetails has 0 entries, not 1 to 10", getHealthStatus.answer, healthOf({ ekmFleetDetails: [] })],
  ["ekmFleetDetails[0].model is missing", getHealthStatus.answer, healthOf({ ekmFleetDetails: [{ id: "a", healthStatus: "ACTIVE" }] })],
  ["ekmFleetDetails is not an array", getHealthStatus.answer, healthOf({ ekmFleetDetails: {} })],
];

describe("readBody", () => {
  it.each(complaints)("says: %s", (complaint, schema, body) => {
    expect(() => readBody(schema, body)).toThrow(new WireError(complaint));
  });

  it("reads a request with its bytes decoded, passing over what it does not know", () => {
    const read = readBody(encrypt.request, json({ ...encryptRequest, novelty: true }));
    expect(read).toEqual({ requestMetadata: metadata, plaintext: Buffer.alloc(12, 7), encryptionAlgorithm: "AES_GCM" });
  });

  it("takes ARNs of 2,048 characters, 4,300 bytes of plaintext and 8,192 of AAD", () => {
    const large = {
      ...encryptRequest,
      requestMetadata: { ...metadata, awsPrincipalArn: "a".repeat(2048), kmsKeyArn: "k".repeat(2048) },
      plaintext: base64(4300),
      additionalAuthenticatedData: base64(8192),
    };
    const read = readBody(encrypt.request, json(large));
    expect([read.plaintext.length, read.additionalAuthenticatedData?.length]).toEqual([4300, 8192]);
  });
});

describe("fromBase64", () => {
  it.each(["", "AA==", "AAA=", "AAAA", "+/+/"])("takes %j", (text) =>
    expect(Buffer.from(fromBase64(text) ?? []).toString("base64")).toBe(text),
  );
  it.each(["A", "AA", "AA=", "A===", "AA==AA==", "AA A", "AAA\n", "AAé=", "AA--"])("refuses %j", (text) =>
    expect(fromBase64(text)).toBeUndefined(),
  );
});
