/** GenerateDataKeyWithoutPlaintext: a new data key that nobody sees before its ciphertext is decrypted. */
import { operation } from "../../aws/operation.ts";
import { required, structure } from "../../lib/schema.ts";
import { arnType, encryptionContextType, grantTokenListType, keyIdType } from "../shapes.ts";
import type { CryptoContext } from "./context.ts";
import { generateDataKeyUnder } from "./data-key.ts";
import { ciphertextType, dataKeySpecType, dryRunType, numberOfBytesType } from "./request-members.ts";

export const generateDataKeyWithoutPlaintext = operation<CryptoContext>()({
  name: "GenerateDataKeyWithoutPlaintext",
  access: "user",
  input: structure("GenerateDataKeyWithoutPlaintextRequest", {
    KeyId: required(keyIdType),
    EncryptionContext: encryptionContextType,
    KeySpec: dataKeySpecType,
    NumberOfBytes: numberOfBytesType,
    GrantTokens: grantTokenListType,
    DryRun: dryRunType,
  }),
  output: structure("GenerateDataKeyWithoutPlaintextResponse", { CiphertextBlob: ciphertextType, KeyId: arnType }),
  async handle(request, call) {
    const { ciphertext, plaintext, keyArn } = await generateDataKeyUnder("GenerateDataKeyWithoutPlaintext", request, call);
    plaintext.fill(0);
    return { CiphertextBlob: ciphertext, KeyId: keyArn };
  },
});
