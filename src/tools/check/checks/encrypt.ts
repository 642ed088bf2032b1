/** Checks of Encrypt. */
import { ciphertextDataIntegrityValue } from "../../../xks/integrity.ts";
import {
  encrypt,
  type EncryptResponse,
  isInitializationVectorLength,
  minimumAadBytes,
  minimumCryptoBytes,
} from "../../../xks/operations.ts";
import { toBase64 } from "../../../xks/server/answers.ts";
import { type Check, type CheckLevel, type Finding, fail, pass } from "../check.ts";
import { expectError, expectSuccess, success } from "../expectations.ts";
import type { RequestBody, Subject } from "../subject.ts";
import { longArn, opaqueId } from "./key-metadata.ts";

const source = "Encrypt";
const aad = Buffer.from("project=nile,department=marketing");
const zeros = (bytes: number): string => toBase64(new Uint8Array(bytes));

function accepted(
  id: string,
  title: string,
  remedy: string,
  changes: (subject: Subject) => RequestBody,
  level: CheckLevel = "must",
): Check {
  const run: Check["run"] = async (subject) => expectSuccess(await subject.encrypt(changes(subject)), encrypt.answer);
  return { id, title, source, level, needs: "key", remedy, run };
}

function refused(id: string, title: string, changes: RequestBody): Check {
  const remedy = "answer 400 ValidationException where a member is missing or invalid";
  const run: Check["run"] = async (subject) => expectError(await subject.encrypt(changes), "ValidationException");
  return { id, title, source: "Encrypt; Error codes", level: "must", needs: "key", remedy, run };
}

async function encrypted(subject: Subject, changes: RequestBody, judge: (answer: EncryptResponse) => Finding): Promise<Finding> {
  const read = success(await subject.encrypt(changes), encrypt.answer);
  return "value" in read ? judge(read.value) : read;
}

function judgeIntegrityValue(answer: EncryptResponse, used: Uint8Array | undefined): Finding {
  const {
    ciphertextDataIntegrityValue: value,
    ciphertextMetadata: metadata,
    initializationVector: iv,
    ciphertext,
    authenticationTag: tag,
  } = answer;
  if (!value) return fail("the answer has no ciphertextDataIntegrityValue");
  const right = Buffer.from(value).equals(ciphertextDataIntegrityValue({ aad: used, metadata, iv, ciphertext, tag }));
  return right ? pass("the value is right") : fail("the value is not the SHA-256 of AAD, metadata, IV, ciphertext and tag");
}

export const encryptChecks: readonly Check[] = [
  {
    id: "E1",
    title: "answers with a ciphertext of the plaintext's length, an IV of 12 or 16 bytes and a tag of 16",
    source,
    level: "must",
    needs: "key",
    remedy: "separate tag and ciphertext; both have fixed lengths in AES-GCM",
    run: (subject) =>
      encrypted(subject, {}, ({ ciphertext, initializationVector: iv }) => {
        if (ciphertext.length !== 12) return fail(`12 bytes of plaintext gave ${ciphertext.length} bytes of ciphertext`);
        return isInitializationVectorLength(iv.length) ? pass(`IV of ${iv.length} bytes`) : fail(`the IV has ${iv.length} bytes`);
      }),
  },
  {
    id: "E2",
    title: "gives a right integrity value when asked, with AAD",
    source: "Encrypt; Appendix C",
    level: "must",
    needs: "key",
    remedy: "hash the decoded AAD, ciphertextMetadata, IV, ciphertext and tag, in this order and without lengths",
    run: (subject) =>
      encrypted(subject, { additionalAuthenticatedData: toBase64(aad), ciphertextDataIntegrityValueAlgorithm: "SHA_256" }, (answer) =>
        judgeIntegrityValue(answer, aad),
      ),
  },
  {
    id: "E3",
    title: "gives a right integrity value when asked, without AAD",
    source: "Encrypt; Appendix C",
    level: "must",
    needs: "key",
    remedy: "count an absent AAD as empty",
    run: (subject) =>
      encrypted(subject, { ciphertextDataIntegrityValueAlgorithm: "SHA_256" }, (answer) => judgeIntegrityValue(answer, undefined)),
  },
  {
    id: "E4",
    title: "uses another initialization vector each time",
    source,
    level: "must",
    needs: "key",
    remedy: "make a fresh IV for each encryption: a repeated one breaks AES-GCM",
    async run(subject) {
      const seen = new Set<string>();
      for (let count = 0; count < 5; count++) {
        const read = success(await subject.encrypt(), encrypt.answer);
        if (!("value" in read)) return read;
        seen.add(toBase64(read.value.initializationVector));
      }
      return seen.size === 5 ? pass("five encryptions, five IVs") : fail(`five encryptions, ${seen.size} IVs`);
    },
  },
  accepted("E5", `accepts ${minimumCryptoBytes} bytes of plaintext`, "allow plaintexts of at least 4,300 bytes", () => ({
    plaintext: zeros(minimumCryptoBytes),
  })),
  accepted("E6", `accepts ${minimumAadBytes} bytes of AAD`, "allow additionalAuthenticatedData of at least 8,192 bytes", () => ({
    additionalAuthenticatedData: zeros(minimumAadBytes),
  })),
  accepted("E7", "accepts a single byte of plaintext", "allow plaintexts from one byte on", () => ({ plaintext: zeros(1) })),
  accepted("E8", "accepts a kmsOperation that it does not know", "do not validate kmsOperation: AWS KMS may add operations", (subject) => ({
    requestMetadata: subject.metadata("BulkEncrypt"),
  })),
  accepted("E9", "accepts ARNs of 2,048 characters", "let ARNs in requestMetadata have up to 2,048 characters", (subject) => ({
    requestMetadata: subject.metadata("Encrypt", { awsPrincipalArn: longArn }),
  })),
  accepted("E10", "accepts the optional metadata", "take awsSourceVpc, awsSourceVpce and kmsViaService", (subject) => ({
    requestMetadata: subject.metadata("GenerateDataKey", { awsSourceVpc: "vpc-1", awsSourceVpce: "vpce-1", kmsViaService: "ebs" }),
  })),
  accepted(
    "E11",
    "passes over members that it does not know",
    "ignore unknown members: the specification may grow",
    () => ({ futureMember: { a: 1 } }),
    "should",
  ),
  refused("E12", "refuses a request without plaintext", { plaintext: undefined }),
  refused("E13", "refuses a plaintext that is no Base64", { plaintext: "!!no base64!!" }),
  refused("E14", "refuses a request without requestMetadata", { requestMetadata: undefined }),
  {
    id: "E15",
    title: "refuses an algorithm other than AES_GCM",
    source,
    level: "must",
    needs: "key",
    remedy: "answer 400 ValidationException, or 501 UnsupportedOperationException, to another encryptionAlgorithm",
    run: async (subject) =>
      expectError(await subject.encrypt({ encryptionAlgorithm: "AES_CBC" }), "ValidationException", "UnsupportedOperationException"),
  },
  {
    id: "E16",
    title: "says KeyNotFoundException of a key that does not exist",
    source: "Error codes",
    level: "must",
    needs: "authentication",
    remedy: "answer 404 KeyNotFoundException for an external key id that the key manager does not know",
    run: async (subject) => expectError(await subject.encrypt({}, {}, "xkswatch-check-no-such-key"), "KeyNotFoundException"),
  },
  accepted("E17", "treats kmsRequestId as opaque", "take any string as kmsRequestId", (subject) => ({
    requestMetadata: subject.metadata("Encrypt", { kmsRequestId: opaqueId }),
  })),
  {
    id: "E18",
    title: "refuses to make an integrity value by another algorithm than SHA_256",
    source: "Encrypt (ciphertextDataIntegrityValueAlgorithm MUST be SHA_256)",
    level: "should",
    needs: "key",
    remedy: "answer 400 ValidationException, or 501 UnsupportedOperationException: a value that nobody can compare protects nothing",
    run: async (subject) =>
      expectError(
        await subject.encrypt({ ciphertextDataIntegrityValueAlgorithm: "SHA_1" }),
        "ValidationException",
        "UnsupportedOperationException",
      ),
  },
];
