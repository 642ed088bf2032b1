/** A new data key and its ciphertext: what GenerateDataKey and GenerateDataKeyWithoutPlaintext have in common. */
import type { CryptoOperation } from "../../model/xks-operation.ts";
import { kmsError } from "../errors.ts";
import { dryRunSucceeds } from "../dry-run.ts";
import type { CryptoCall } from "./context.ts";
import { encryptTwice } from "./double-encryption.ts";
import { canonicalContext } from "./encryption-context.ts";
import type { EncryptionContext } from "./encryption-context.ts";
import { takeQuota, telling } from "./facts.ts";
import { findKey } from "../find-key.ts";
import { refuseUnusable, withStore } from "./usable-key.ts";

export interface DataKeyRequest {
  readonly KeyId: string;
  readonly EncryptionContext?: EncryptionContext | undefined;
  readonly NumberOfBytes?: number | undefined;
  readonly KeySpec?: "AES_256" | "AES_128" | undefined;
  readonly GrantTokens?: readonly string[] | undefined;
  readonly DryRun?: boolean | undefined;
}

export interface DataKey {
  readonly plaintext: Uint8Array;
  readonly ciphertext: Uint8Array;
  readonly keyArn: string;
}

const specBytes = { AES_256: 32, AES_128: 16 } as const;

export function generateDataKeyUnder(
  operation: Extract<CryptoOperation, `GenerateDataKey${string}`>,
  request: DataKeyRequest,
  call: CryptoCall,
): Promise<DataKey> {
  const { directory, authorizer, clock } = call.context;
  const { KeyId, EncryptionContext, GrantTokens, DryRun } = request;
  const found = withStore(directory, findKey(directory, KeyId));
  const bytes = lengthOf(request);
  return telling(operation, call, found, undefined, async () => {
    authorizer.check(call.caller, {
      action: `kms:${operation}`,
      key: found.key,
      encryptionContext: EncryptionContext,
      grantTokens: GrantTokens,
    });
    const aad = canonicalContext(EncryptionContext);
    refuseUnusable(found);
    if (DryRun) throw dryRunSucceeds();
    takeQuota(call, found.store);
    const plaintext = clock.randomBytes(bytes);
    return { plaintext, ciphertext: await encryptTwice(found, plaintext, aad, operation, call), keyArn: found.key.arn };
  });
}

function lengthOf({ NumberOfBytes, KeySpec }: DataKeyRequest): number {
  if ((NumberOfBytes === undefined) === (KeySpec === undefined)) {
    throw kmsError("ValidationException", "Please specify either number of bytes or key spec.");
  }
  return NumberOfBytes ?? (KeySpec ? specBytes[KeySpec] : 0);
}
