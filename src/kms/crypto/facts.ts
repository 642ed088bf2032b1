/** How a cryptographic call ended, told once it has: a KmsRequest fact for every call that found its key. */
import { ApiError } from "../../aws/api-error.ts";
import type { KmsRequest } from "../../model/kms-request.ts";
import type { CryptoOperation } from "../../model/xks-operation.ts";
import { quotaFailure } from "../../model/xks-failures.ts";
import { kmsErrorStatus } from "../errors.ts";
import type { CryptoCall } from "./context.ts";
import type { FoundKey } from "./usable-key.ts";

/** Who is told; the recorder. It neither throws nor blocks. */
export interface FactSink {
  kmsRequest(request: KmsRequest): void;
}

/** Refused by the quota of a key store. */
export class QuotaExceeded extends ApiError {
  readonly keyStoreId: string;

  constructor(keyStoreId: string) {
    const { exception: code, message } = quotaFailure;
    super({ code, message, status: kmsErrorStatus.ThrottlingException });
    this.keyStoreId = keyStoreId;
  }
}

/**
 * Runs the rest of a call and tells how it ended. The caller has the answer in hand by then: a fact neither slows nor fails it.
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
