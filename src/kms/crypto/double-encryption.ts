/**
 * Double encryption: inner layer here, outer layer at the proxy, the encryption context bound to both. Whatever the proxy
 * does wrong becomes, by the one exception table, what the caller is told.
 */
import type { CryptoOperation } from "../../model/xks-operation.ts";
import { failureOf, innerLayerFailure } from "../../model/xks-failures.ts";
import { XksError } from "../../xks/calls.ts";
import type { CallMetadata } from "../../xks/calls.ts";
import { kmsError } from "../errors.ts";
import type { KmsErrorName } from "../errors.ts";
import { packCiphertext } from "./ciphertext.ts";
import type { Envelope } from "./ciphertext.ts";
import type { CryptoCall } from "./context.ts";
import type { FoundKey } from "./usable-key.ts";
import { openInner, sealInner } from "./inner-layer.ts";

/** @param aad the canonical encryption context */
export async function encryptTwice(
  { key, store }: FoundKey,
  plaintext: Uint8Array,
  aad: Uint8Array | undefined,
  operation: CryptoOperation,
  call: CryptoCall,
): Promise<Uint8Array> {
  const { xksClient, targets, salts } = call.context;
  const inner = sealInner(key, plaintext, aad, salts);
  const question = aad
    ? { externalKeyId: key.externalKeyId, plaintext: inner, additionalAuthenticatedData: aad }
    : { externalKeyId: key.externalKeyId, plaintext: inner };
  const outer = await xksClient.encrypt(targets.of(store), question, metadataOf(key.arn, operation, call)).catch(rethrow);
  return packCiphertext(key, outer);
}

/** @throws ApiError for what the proxy refuses, and when the inner layer does not open */
export async function decryptTwice(
  { key, store }: FoundKey,
  envelope: Envelope,
  aad: Uint8Array | undefined,
  operation: CryptoOperation,
  call: CryptoCall,
): Promise<Uint8Array> {
  const { xksClient, targets } = call.context;
  const { keyId: _, ...outer } = envelope;
  const question = aad
    ? { externalKeyId: key.externalKeyId, ...outer, additionalAuthenticatedData: aad }
    : { externalKeyId: key.externalKeyId, ...outer };
  const inner = await xksClient.decrypt(targets.of(store), question, metadataOf(key.arn, operation, call)).catch(rethrow);
  const plaintext = openInner(key, inner, aad);
  if (!plaintext) throw kmsError("KMSInvalidStateException", innerLayerFailure.message);
  return plaintext;
}

function metadataOf(kmsKeyArn: string, kmsOperation: CryptoOperation, { caller, requestId }: CryptoCall): CallMetadata {
  return { kmsOperation, kmsRequestId: requestId, kmsKeyArn, awsPrincipalArn: caller.arn };
}

function rethrow(error: unknown): never {
  if (!(error instanceof XksError)) throw error;
  const { exception, message } = failureOf(error.failure.exceptionName, "crypto", error.reason);
  throw kmsError(exception as KmsErrorName, message);
}
