/** GenerateDataKey: a new data key, in plaintext and encrypted under a KMS key. */
import { operation } from "../../aws/operation.ts";
import { required, structure } from "../../lib/schema.ts";
import { arnType, encryptionContextType, grantTokenListType, keyIdType } from "../shapes.ts";
import type { CryptoContext } from "./context.ts";
import { generateDataKeyUnder } from "./data-key.ts";
import {
  ciphertextType,
  dataKeySpecType,
  dryRunType,
  numberOfBytesType,
  plaintextType,
  recipientType,
  refuseRecipient,
} from "./request-members.ts";

export const generateDataKey = operation<CryptoContext>()({
  name: "GenerateDataKey",
  access: "user",
  input: structure("GenerateDataKeyRequest", {
    KeyId: required(keyIdType),
    EncryptionContext: encryptionContextType,
    NumberOfBytes: numberOfBytesType,
    KeySpec: dataKeySpecType,
    GrantTokens: grantTokenListType,
    Recipient: recipientType,
    DryRun: dryRunType,
  }),
  output: structure("GenerateDataKeyResponse", {
    CiphertextBlob: ciphertextType,
    Plaintext: plaintextType,
    KeyId: arnType,
  }),
  async handle({ Recipient, ...request }, call) {
    refuseRecipient(Recipient);
    const { ciphertext, plaintext, keyArn } = await generateDataKeyUnder("GenerateDataKey", request, call);
    return { CiphertextBlob: ciphertext, Plaintext: plaintext, KeyId: keyArn };
  },
});
