/** ReEncrypt: from one key or encryption context to another without the plaintext leaving; one call of each key's proxy. */
import { operation } from "../../aws/operation.ts";
import { required, structure } from "../../lib/schema.ts";
import { arnType, encryptionContextType, grantTokenListType, keyIdType } from "../shapes.ts";
import { dryRunSucceeds } from "../dry-run.ts";
import type { CryptoContext } from "./context.ts";
import { decryptTwice, encryptTwice } from "./double-encryption.ts";
import { canonicalContext } from "./encryption-context.ts";
import { takeQuota, telling } from "./facts.ts";
import { findKey } from "../find-key.ts";
import { ciphertextType, dryRunModifiersType, dryRunType, encryptionAlgorithmType } from "./request-members.ts";
import { sourceOf } from "./source-key.ts";
import { refuseAlgorithm, refuseUnusable, symmetricAlgorithm, withStore } from "./usable-key.ts";

export const reEncrypt = operation<CryptoContext>()({
  name: "ReEncrypt",
  access: "user",
  input: structure("ReEncryptRequest", {
    CiphertextBlob: ciphertextType,
    SourceEncryptionContext: encryptionContextType,
    SourceKeyId: keyIdType,
    DestinationKeyId: required(keyIdType),
    DestinationEncryptionContext: encryptionContextType,
    SourceEncryptionAlgorithm: encryptionAlgorithmType,
    DestinationEncryptionAlgorithm: encryptionAlgorithmType,
    GrantTokens: grantTokenListType,
    DryRun: dryRunType,
    DryRunModifiers: dryRunModifiersType,
  }),
  output: structure("ReEncryptResponse", {
    CiphertextBlob: ciphertextType,
    SourceKeyId: arnType,
    KeyId: arnType,
    SourceEncryptionAlgorithm: encryptionAlgorithmType,
    DestinationEncryptionAlgorithm: encryptionAlgorithmType,
  }),
  handle(input, call) {
    const { directory, authorizer } = call.context;
    const { DryRun, GrantTokens, SourceEncryptionContext, DestinationEncryptionContext } = input;
    const { found: source, envelope } = sourceOf(directory, {
      blob: input.CiphertextBlob,
      keyId: input.SourceKeyId,
      dryRun: DryRun,
      modifiers: input.DryRunModifiers,
    });
    const destination = withStore(directory, findKey(directory, input.DestinationKeyId));
    return telling("ReEncrypt", call, destination, source, async () => {
      const from = { action: "kms:ReEncryptFrom", key: source.key, encryptionContext: SourceEncryptionContext, grantTokens: GrantTokens };
      const to = {
        action: "kms:ReEncryptTo",
        key: destination.key,
        encryptionContext: DestinationEncryptionContext,
        grantTokens: GrantTokens,
      };
      authorizer.check(call.caller, from);
      authorizer.check(call.caller, to);
      const sourceAad = canonicalContext(SourceEncryptionContext);
      const destinationAad = canonicalContext(DestinationEncryptionContext);
      refuseUnusable(source);
      refuseUnusable(destination);
      refuseAlgorithm(input.SourceEncryptionAlgorithm);
      refuseAlgorithm(input.DestinationEncryptionAlgorithm);
      if (DryRun || !envelope) throw dryRunSucceeds();
      takeQuota(call, source.store, destination.store);
      const plaintext = await decryptTwice(source, envelope, sourceAad, "ReEncrypt", call);
      try {
        return {
          CiphertextBlob: await encryptTwice(destination, plaintext, destinationAad, "ReEncrypt", call),
          SourceKeyId: source.key.arn,
          KeyId: destination.key.arn,
          SourceEncryptionAlgorithm: symmetricAlgorithm,
          DestinationEncryptionAlgorithm: symmetricAlgorithm,
        };
      } finally {
        plaintext.fill(0);
      }
    });
  },
});
