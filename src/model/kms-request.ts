/** A KmsRequest: how one cryptographic call of the KMS API itself ended, whether or not it reached the proxy. */
import type { CryptoOperation } from "./xks-operation.ts";

export interface KmsRequest {
  /** Wall time of completion, epoch ms. */
  readonly at: number;
  readonly operation: CryptoOperation;
  /** `throttled`: refused by the key store's own quota, never forwarded. */
  readonly outcome: "succeeded" | "failed" | "throttled";
  /** ARN of the key that was used (for ReEncrypt: the destination). */
  readonly keyArn: string;
  /** ReEncrypt only: ARN of the source key. */
  readonly sourceKeyArn?: string;
  readonly keyStoreId: string;
  readonly requestId: string;
  readonly callerArn: string;
}
