/** Checks of Decrypt: each encrypts first, then decrypts what it got, whole or altered. */
import { decrypt, encrypt, type EncryptResponse, minimumAadBytes, minimumCryptoBytes } from "../../../xks/operations.ts";
import { toBase64 } from "../../../xks/server/answers.ts";
import { type Check, type Finding, fail, pass } from "../check.ts";
import { expectError, expectSuccess, success } from "../expectations.ts";
import type { RequestBody, Subject } from "../subject.ts";
import { longArn, opaqueId } from "./key-metadata.ts";

const source = "Decrypt";
const aad = Buffer.from("project=nile,department=marketing");
/** Short enough to pass for metadata. */
const shortAad = Buffer.from("nile");
const plaintext = Buffer.from("Hello World!");

/** The members of a Decrypt request, as bytes. */
type Parts = Partial<
  Record<"ciphertext" | "initializationVector" | "authenticationTag" | "ciphertextMetadata" | "additionalAuthenticatedData", Uint8Array>
>;

interface Altered {
  readonly id: string;
  readonly title: string;
  readonly remedy: string;
  readonly alter: (parts: Required<Pick<EncryptResponse, "ciphertext" | "initializationVector" | "authenticationTag">> & Parts) => Parts;
}

const flip = (bytes: Uint8Array): Uint8Array => Uint8Array.from(bytes, (byte, index) => (index === 0 ? byte ^ 1 : byte));
const encode = (parts: Parts): RequestBody =>
  Object.fromEntries(Object.entries(parts).map(([name, bytes]) => [name, bytes === undefined ? undefined : toBase64(bytes)]));

async function encrypted(
  subject: Subject,
  text: Uint8Array,
  used: Uint8Array | undefined,
): Promise<{ readonly value: EncryptResponse } | Finding> {
  const body = { plaintext: toBase64(text), ...(used && { additionalAuthenticatedData: toBase64(used) }) };
  return success(await subject.encrypt(body), encrypt.answer);
}

function partsOf(answer: EncryptResponse, used: Uint8Array | undefined) {
  const { ciphertext, initializationVector, authenticationTag, ciphertextMetadata } = answer;
  const optional = { ...(ciphertextMetadata && { ciphertextMetadata }), ...(used && { additionalAuthenticatedData: used }) };
  return { ciphertext, initializationVector, authenticationTag, ...optional };
}

function roundTrip(id: string, title: string, text: Uint8Array, used: Uint8Array | undefined): Check {
  return {
    id,
    title,
    source,
    level: "must",
    needs: "key",
    remedy: "decrypt what Encrypt gave, with the same AAD and ciphertextMetadata, to the same plaintext",
    async run(subject) {
      const made = await encrypted(subject, text, used);
      if (!("value" in made)) return made;
      const read = success(await subject.decrypt(encode(partsOf(made.value, used))), decrypt.answer);
      if (!("value" in read)) return read;
      return Buffer.from(read.value.plaintext).equals(text) ? pass(`${text.length} bytes back`) : fail("the plaintext is another one");
    },
  };
}

/** What decrypts whatever else the request says. */
function accepted(id: string, title: string, remedy: string, changes: (subject: Subject) => RequestBody): Check {
  return {
    id,
    title,
    source,
    level: "must",
    needs: "key",
    remedy,
    async run(subject) {
      const made = await encrypted(subject, plaintext, aad);
      if (!("value" in made)) return made;
      return expectSuccess(await subject.decrypt({ ...encode(partsOf(made.value, aad)), ...changes(subject) }), decrypt.answer);
    },
  };
}

/** What does not decrypt must be told as such. */
function corrupt({ id, title, remedy, alter }: Altered): Check {
  return {
    id,
    title,
    source: "Decrypt; Error codes",
    level: "must",
    needs: "key",
    remedy,
    async run(subject) {
      const made = await encrypted(subject, plaintext, aad);
      if (!("value" in made)) return made;
      return expectError(await subject.decrypt(encode(alter(partsOf(made.value, aad)))), "InvalidCiphertextException");
    },
  };
}

/** What is no valid request, whatever the key says. */
function invalid({ id, title, remedy, alter }: Altered): Check {
  return {
    id,
    title,
    source: "Decrypt; Error codes",
    level: "must",
    needs: "key",
    remedy,
    async run(subject) {
      const made = await encrypted(subject, plaintext, aad);
      if (!("value" in made)) return made;
      return expectError(
        await subject.decrypt(encode(alter(partsOf(made.value, aad)))),
        "ValidationException",
        "InvalidCiphertextException",
      );
    },
  };
}

const authenticated = "answer 400 InvalidCiphertextException where AES-GCM does not authenticate";

export const decryptChecks: readonly Check[] = [
  roundTrip("D1", "gives the plaintext back, without AAD", plaintext, undefined),
  roundTrip("D2", "gives the plaintext back, with AAD", plaintext, aad),
  roundTrip(
    "D3",
    `gives ${minimumCryptoBytes} bytes back, with ${minimumAadBytes} bytes of AAD`,
    new Uint8Array(minimumCryptoBytes),
    new Uint8Array(minimumAadBytes),
  ),
  corrupt({
    id: "D4",
    title: "notices another AAD",
    remedy: authenticated,
    alter: (parts) => ({ ...parts, additionalAuthenticatedData: flip(aad) }),
  }),
  corrupt({
    id: "D5",
    title: "notices a missing AAD",
    remedy: authenticated,
    alter: ({ additionalAuthenticatedData: _left, ...parts }) => parts,
  }),
  corrupt({
    id: "D6",
    title: "notices an altered ciphertext",
    remedy: authenticated,
    alter: (parts) => ({ ...parts, ciphertext: flip(parts.ciphertext) }),
  }),
  corrupt({
    id: "D7",
    title: "notices an altered tag",
    remedy: authenticated,
    alter: (parts) => ({ ...parts, authenticationTag: flip(parts.authenticationTag) }),
  }),
  corrupt({
    id: "D8",
    title: "notices an altered initialization vector",
    remedy: authenticated,
    alter: (parts) => ({ ...parts, initializationVector: flip(parts.initializationVector) }),
  }),
  corrupt({
    id: "D9",
    title: "notices altered or added ciphertextMetadata",
    remedy: "put ciphertextMetadata with its length into the AAD of AES-GCM",
    alter: (parts) => ({ ...parts, ciphertextMetadata: parts.ciphertextMetadata ? flip(parts.ciphertextMetadata) : Buffer.from("added") }),
  }),
  {
    id: "D10",
    title: "does not take AAD for ciphertextMetadata or the reverse",
    source: "Encrypt (ciphertextMetadata, NOTE)",
    level: "must",
    needs: "key",
    remedy: "put the lengths of AAD and ciphertextMetadata into the AAD of AES-GCM, as Encrypt's note says",
    async run(subject) {
      const made = await encrypted(subject, plaintext, shortAad);
      if (!("value" in made)) return made;
      const { ciphertextMetadata, additionalAuthenticatedData: _left, ...parts } = partsOf(made.value, shortAad) as Parts;
      const moved: Parts = ciphertextMetadata
        ? { ...parts, additionalAuthenticatedData: Buffer.concat([shortAad, ciphertextMetadata]) }
        : { ...parts, ciphertextMetadata: shortAad };
      return expectError(await subject.decrypt(encode(moved)), "InvalidCiphertextException");
    },
  },
  invalid({
    id: "D11",
    title: "refuses a tag of 12 bytes",
    remedy: "take tags of 16 bytes only: shorter ones are easier to forge",
    alter: (parts) => ({ ...parts, authenticationTag: parts.authenticationTag.subarray(0, 12) }),
  }),
  invalid({
    id: "D12",
    title: "refuses an initialization vector of 13 bytes",
    remedy: "take initialization vectors of 12 or 16 bytes only",
    alter: (parts) => ({ ...parts, initializationVector: Buffer.alloc(13, 1) }),
  }),
  invalid({
    id: "D13",
    title: "refuses 21 bytes of ciphertextMetadata",
    remedy: "take at most 20 bytes of ciphertextMetadata",
    alter: (parts) => ({ ...parts, ciphertextMetadata: Buffer.alloc(21, 1) }),
  }),
  invalid({
    id: "D14",
    title: "refuses a request without ciphertext",
    remedy: "answer 400 where a required member is missing",
    alter: ({ ciphertext: _left, ...parts }) => parts,
  }),
  accepted(
    "D15",
    "accepts a kmsOperation that it does not know",
    "do not validate kmsOperation: AWS KMS may add operations",
    (subject) => ({
      requestMetadata: subject.metadata("BulkDecrypt"),
    }),
  ),
  accepted("D16", "accepts ARNs of 2,048 characters", "let ARNs in requestMetadata have up to 2,048 characters", (subject) => ({
    requestMetadata: subject.metadata("Decrypt", { awsPrincipalArn: longArn }),
  })),
  accepted("D17", "treats kmsRequestId as opaque", "take any string as kmsRequestId", (subject) => ({
    requestMetadata: subject.metadata("Decrypt", { kmsRequestId: opaqueId }),
  })),
  {
    id: "D18",
    title: "refuses an algorithm other than AES_GCM",
    source,
    level: "should",
    needs: "key",
    remedy: "answer 400 ValidationException, or 501 UnsupportedOperationException, to another encryptionAlgorithm",
    async run(subject) {
      const made = await encrypted(subject, plaintext, aad);
      if (!("value" in made)) return made;
      const request = { ...encode(partsOf(made.value, aad)), encryptionAlgorithm: "AES_CBC" };
      return expectError(await subject.decrypt(request), "ValidationException", "UnsupportedOperationException");
    },
  },
  invalid({
    id: "D19",
    title: "refuses a request without initialization vector",
    remedy: "answer 400 where a required member is missing",
    alter: ({ initializationVector: _left, ...parts }) => parts,
  }),
  invalid({
    id: "D20",
    title: "refuses a request without authentication tag",
    remedy: "answer 400 where a required member is missing",
    alter: ({ authenticationTag: _left, ...parts }) => parts,
  }),
  {
    id: "D21",
    title: "says KeyNotFoundException of a key that does not exist",
    source: "Error codes",
    level: "must",
    needs: "authentication",
    remedy: "answer 404 KeyNotFoundException for an external key id that the key manager does not know",
    async run(subject) {
      const parts = { ciphertext: plaintext, initializationVector: Buffer.alloc(12, 1), authenticationTag: Buffer.alloc(16, 1) };
      const body = { requestMetadata: subject.metadata("Decrypt"), encryptionAlgorithm: "AES_GCM", ...encode(parts) };
      return expectError(await subject.onKey("/decrypt", body, {}, "xkswatch-check-no-such-key"), "KeyNotFoundException");
    },
  },
];
