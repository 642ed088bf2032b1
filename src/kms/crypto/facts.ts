/** How a cryptographic call ended, told once it has: a KmsRequest fact for every call that found its key (step 4 of the walk). */
import { ApiError } from "../../aws/api-error.ts";
import type { KeyStore } from "../../model/key-store.ts";
import type { KmsRequest } from "../../model/kms-request.ts";
import type { CryptoOperation } from "../../model/xks-operation.ts";
import { quotaFailure } from "../../model/xks-failures.ts";
import { kmsErrorStatus } from "../errors.ts";
import type { CryptoCall } from "./context.ts";
import type { FoundKey } from "./usable-key.ts";

/** Refused by the quota of a key store. */
class QuotaExceeded extends ApiError {
  readonly keyStoreId: string;

  constructor(keyStoreId: string) {
    const { exception: code, message } = quotaFailure;
    super({ code, message, status: kmsErrorStatus.ThrottlingException });
    this.keyStoreId = keyStoreId;
  }
}

/**
 * Takes one request from the quota of each of the stores, or none (the same store may stand twice: ReEncrypt).
 * @throws ApiError ThrottlingException; the fact names the store whose quota is used up
 */
export function takeQuota({ context }: CryptoCall, ...stores: readonly KeyStore[]): void {
  const exceeded = context.quota.take(...stores);
  if (exceeded !== undefined) throw new QuotaExceeded(exceeded);
}

/**
 * Runs the rest of a call and tells how it ended, once the outcome stands: telling cannot fail it, and takes microseconds.
 * @param found the key that is used; for ReEncrypt the destination's
 * @param source ReEncrypt's source
 */
export async function telling<T>(
  operation: CryptoOperation,
  call: CryptoCall,
  found: FoundKey,
  source: FoundKey | undefined,
  rest: () => Promise<T>,
): Promise<T> {
  const tell = (outcome: KmsRequest["outcome"], keyStoreId: string): void =>
    call.context.facts.kmsRequest({
      at: call.context.clock.now(),
      operation,
      outcome,
      keyArn: found.key.arn,
      ...(source ? { sourceKeyArn: source.key.arn } : undefined),
      keyStoreId,
      requestId: call.requestId,
      callerArn: call.caller.arn,
    });
  let result: T;
  try {
    result = await rest();
  } catch (error) {
    if (error instanceof QuotaExceeded) tell("throttled", error.keyStoreId);
    else tell("failed", found.store.id);
    throw error;
  }
  tell("succeeded", found.store.id);
  return result;
}
