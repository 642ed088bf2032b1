/** Decrypt: the plaintext of a ciphertext blob, which itself says under which key. */
import { operation } from "../../aws/operation.ts";
import { structure } from "../../lib/schema.ts";
import { arnType, encryptionContextType, grantTokenListType, keyIdType } from "../shapes.ts";
import { dryRunSucceeds } from "../dry-run.ts";
import type { CryptoContext } from "./context.ts";
import { decryptTwice } from "./double-encryption.ts";
import { canonicalContext } from "./encryption-context.ts";
import { takeQuota, telling } from "./facts.ts";
import {
  ciphertextType,
  dryRunModifiersType,
  dryRunType,
  encryptionAlgorithmType,
  plaintextType,
  recipientType,
  refuseRecipient,
} from "./request-members.ts";
import { sourceOf } from "./source-key.ts";
import { refuseAlgorithm, refuseUnusable, symmetricAlgorithm } from "./usable-key.ts";

export const decrypt = operation<CryptoContext>()({
  name: "Decrypt",
  access: "user",
  input: structure("DecryptRequest", {
    CiphertextBlob: ciphertextType,
    EncryptionContext: encryptionContextType,
    GrantTokens: grantTokenListType,
    KeyId: keyIdType,
    EncryptionAlgorithm: encryptionAlgorithmType,
    Recipient: recipientType,
    DryRun: dryRunType,
    DryRunModifiers: dryRunModifiersType,
  }),
  output: structure("DecryptResponse", {
    KeyId: arnType,
    Plaintext: plaintextType,
    EncryptionAlgorithm: encryptionAlgorithmType,
  }),
  handle({ CiphertextBlob, EncryptionContext, GrantTokens, KeyId, EncryptionAlgorithm, Recipient, DryRun, DryRunModifiers }, call) {
    const { directory, authorizer } = call.context;
    const { found, envelope } = sourceOf(directory, { blob: CiphertextBlob, keyId: KeyId, dryRun: DryRun, modifiers: DryRunModifiers });
    return telling("Decrypt", call, found, undefined, async () => {
      authorizer.check(call.caller, {
        action: "kms:Decrypt",
        key: found.key,
        encryptionContext: EncryptionContext,
        grantTokens: GrantTokens,
      });
      const aad = canonicalContext(EncryptionContext);
      refuseUnusable(found);
      refuseAlgorithm(EncryptionAlgorithm);
      refuseRecipient(Recipient);
      if (DryRun || !envelope) throw dryRunSucceeds();
      takeQuota(call, found.store);
      return {
        KeyId: found.key.arn,
        Plaintext: await decryptTwice(found, envelope, aad, "Decrypt", call),
        EncryptionAlgorithm: symmetricAlgorithm,
      };
    });
  },
});
