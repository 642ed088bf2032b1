/** GenerateRandom: random bytes; no key and no proxy have a part in it. */
import { operation } from "../../aws/operation.ts";
import { structure } from "../../lib/schema.ts";
import { kmsError } from "../errors.ts";
import { customKeyStoreIdType } from "../shapes.ts";
import type { CryptoContext } from "./context.ts";
import { numberOfBytesType, plaintextType, recipientType, refuseRecipient } from "./request-members.ts";

export const generateRandom = operation<CryptoContext>()({
  name: "GenerateRandom",
  access: "user",
  input: structure("GenerateRandomRequest", {
    NumberOfBytes: numberOfBytesType,
    CustomKeyStoreId: customKeyStoreIdType,
    Recipient: recipientType,
  }),
  output: structure("GenerateRandomResponse", { Plaintext: plaintextType }),
  handle({ NumberOfBytes, CustomKeyStoreId, Recipient }, { context }) {
    if (NumberOfBytes === undefined) throw kmsError("ValidationException", "NumberOfBytes is required.");
    refuseRecipient(Recipient);
    if (CustomKeyStoreId !== undefined) {
      if (!context.directory.keyStore(CustomKeyStoreId)) throw kmsError("CustomKeyStoreNotFoundException", "");
      throw kmsError("UnsupportedOperationException", "The operation is not supported for an external key store.");
    }
    return { Plaintext: context.clock.randomBytes(NumberOfBytes) };
  },
});
