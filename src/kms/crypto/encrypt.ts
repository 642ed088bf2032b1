/** Encrypt: up to 4,096 bytes under a KMS key (step 2 and 4 of the walk). */
import { operation } from "../../aws/operation.ts";
import { blob, required, structure } from "../../lib/schema.ts";
import { arnType, encryptionContextType, grantTokenListType, keyIdType } from "../shapes.ts";
import { dryRunSucceeds } from "../dry-run.ts";
import type { CryptoContext } from "./context.ts";
import { encryptTwice } from "./double-encryption.ts";
import { canonicalContext } from "./encryption-context.ts";
import { takeQuota, telling } from "./facts.ts";
import { findKey } from "../find-key.ts";
import { dryRunType, encryptionAlgorithmType, plaintextType } from "./request-members.ts";
import { refuseAlgorithm, refuseUnusable, symmetricAlgorithm, withStore } from "./usable-key.ts";

export const encrypt = operation<CryptoContext>()({
  name: "Encrypt",
  access: "user",
  input: structure("EncryptRequest", {
    KeyId: required(keyIdType),
    Plaintext: required(plaintextType),
    EncryptionContext: encryptionContextType,
    GrantTokens: grantTokenListType,
    EncryptionAlgorithm: encryptionAlgorithmType,
    DryRun: dryRunType,
  }),
  output: structure("EncryptResponse", {
    CiphertextBlob: blob(),
    KeyId: arnType,
    EncryptionAlgorithm: encryptionAlgorithmType,
  }),
  handle({ KeyId, Plaintext, EncryptionContext, GrantTokens, EncryptionAlgorithm, DryRun }, call) {
    const { directory, authorizer } = call.context;
    const found = withStore(directory, findKey(directory, KeyId));
    return telling("Encrypt", call, found, undefined, async () => {
      authorizer.check(call.caller, {
        action: "kms:Encrypt",
        key: found.key,
        encryptionContext: EncryptionContext,
        grantTokens: GrantTokens,
      });
      const aad = canonicalContext(EncryptionContext);
      refuseUnusable(found);
      refuseAlgorithm(EncryptionAlgorithm);
      if (DryRun) throw dryRunSucceeds();
      takeQuota(call, found.store);
      return {
        CiphertextBlob: await encryptTwice(found, Plaintext, aad, "Encrypt", call),
        KeyId: found.key.arn,
        EncryptionAlgorithm: symmetricAlgorithm,
      };
    });
  },
});
