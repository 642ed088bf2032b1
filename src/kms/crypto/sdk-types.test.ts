import type * as sdk from "@aws-sdk/client-kms";
import { expect, it } from "vitest";
import type { Infer, Schema } from "../../lib/schema.ts";
import { cryptoOperations } from "../crypto.ts";
import type { decrypt } from "./decrypt.ts";
import type { encrypt } from "./encrypt.ts";
import type { generateDataKeyWithoutPlaintext } from "./generate-data-key-without-plaintext.ts";
import type { generateDataKey } from "./generate-data-key.ts";
import type { generateRandom } from "./generate-random.ts";
import type { reEncrypt } from "./re-encrypt.ts";

interface Shapes {
  readonly input: Schema;
  readonly output: Schema;
}
/** `true` when all members that the SDK can send are known and all that is answered are members of its type; else no value will do. */
type SameAsSdk<O extends Shapes, In, Out> = keyof In extends keyof Infer<O["input"]>
  ? Infer<O["output"]> extends Out
    ? true
    : never
  : never;

/** The type checker's part: whatever differs does not compile. */
interface Checks {
  readonly Encrypt: SameAsSdk<typeof encrypt, sdk.EncryptRequest, sdk.EncryptResponse>;
  readonly Decrypt: SameAsSdk<typeof decrypt, sdk.DecryptRequest, sdk.DecryptResponse>;
  readonly ReEncrypt: SameAsSdk<typeof reEncrypt, sdk.ReEncryptRequest, sdk.ReEncryptResponse>;
  readonly GenerateDataKey: SameAsSdk<typeof generateDataKey, sdk.GenerateDataKeyRequest, sdk.GenerateDataKeyResponse>;
  readonly GenerateDataKeyWithoutPlaintext: SameAsSdk<
    typeof generateDataKeyWithoutPlaintext,
    sdk.GenerateDataKeyWithoutPlaintextRequest,
    sdk.GenerateDataKeyWithoutPlaintextResponse
  >;
  readonly GenerateRandom: SameAsSdk<typeof generateRandom, sdk.GenerateRandomRequest, sdk.GenerateRandomResponse>;
}

const checks: Checks = {
  Encrypt: true,
  Decrypt: true,
  ReEncrypt: true,
  GenerateDataKey: true,
  GenerateDataKeyWithoutPlaintext: true,
  GenerateRandom: true,
};

it("every cryptographic operation is compared with the SDK's own types", () => {
  expect(Object.keys(checks).sort()).toEqual([...cryptoOperations.keys()].sort());
});
