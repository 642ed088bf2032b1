/** Checks of GetKeyMetadata. */
import { getKeyMetadata } from "../../../xks/operations.ts";
import { type Check, fail, pass } from "../check.ts";
import { expectError, expectSuccess, success } from "../expectations.ts";

const source = "GetKeyMetadata";
/** No UUID. */
export const opaqueId = "any string: 1/2";
export const longArn = `arn:aws:iam::123456789012:role/${"p".repeat(2048 - 31)}`;

export const keyMetadataChecks: readonly Check[] = [
  {
    id: "M1",
    title: "answers with keySpec, keyUsage and keyStatus",
    source,
    level: "must",
    needs: "key",
    remedy: "answer 200 with keySpec, at most ten keyUsage values, and keyStatus ENABLED or DISABLED",
    run: async (subject) => expectSuccess(await subject.keyMetadata(), getKeyMetadata.answer),
  },
  {
    id: "M2",
    title: "the key is one that CreateKey takes: AES_256, ENCRYPT and DECRYPT, ENABLED",
    source: "GetKeyMetadata, KMS Considerations",
    level: "aws",
    needs: "key",
    remedy: "give the external key 256 bits and both usages, and enable it",
    async run(subject) {
      const read = success(await subject.keyMetadata(), getKeyMetadata.answer);
      if (!("value" in read)) return read;
      const { keySpec, keyUsage, keyStatus } = read.value;
      const told = `${keySpec}, ${keyUsage.join(" ")}, ${keyStatus}`;
      const good = keySpec === "AES_256" && keyUsage.includes("ENCRYPT") && keyUsage.includes("DECRYPT") && keyStatus === "ENABLED";
      return good ? pass(told) : fail(told);
    },
  },
  {
    id: "M3",
    title: "says KeyNotFoundException of a key that does not exist",
    source: "Error codes",
    level: "must",
    needs: "authentication",
    remedy: "answer 404 KeyNotFoundException for an external key id that the key manager does not know",
    run: async (subject) => expectError(await subject.keyMetadata({}, {}, "xkswatch-check-no-such-key"), "KeyNotFoundException"),
  },
  {
    id: "M4",
    title: "refuses a request without requestMetadata",
    source: "GetKeyMetadata (requestMetadata is REQUIRED)",
    level: "should",
    needs: "key",
    remedy: "answer 400 ValidationException where a required member is missing",
    run: async (subject) => expectError(await subject.keyMetadata({ requestMetadata: undefined }), "ValidationException"),
  },
  {
    id: "M5",
    title: "accepts a kmsOperation that it does not know",
    source,
    level: "must",
    needs: "key",
    remedy: "do not validate kmsOperation: AWS KMS may add operations",
    run: async (subject) =>
      expectSuccess(await subject.keyMetadata({ requestMetadata: subject.metadata("FutureOperation") }), getKeyMetadata.answer),
  },
  {
    id: "M6",
    title: "accepts an ARN of 2,048 characters",
    source: "API operations",
    level: "must",
    needs: "key",
    remedy: "let ARNs in requestMetadata have up to 2,048 characters",
    run: async (subject) =>
      expectSuccess(
        await subject.keyMetadata({ requestMetadata: subject.metadata("CreateKey", { awsPrincipalArn: longArn }) }),
        getKeyMetadata.answer,
      ),
  },
  {
    id: "M7",
    title: "treats kmsRequestId as opaque",
    source,
    level: "must",
    needs: "key",
    remedy: "take any string as kmsRequestId",
    run: async (subject) =>
      expectSuccess(
        await subject.keyMetadata({ requestMetadata: subject.metadata("CreateKey", { kmsRequestId: opaqueId }) }),
        getKeyMetadata.answer,
      ),
  },
];
