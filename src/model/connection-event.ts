/** One change of a key store's connection state: what the time axes of its graphs mark. */
import type { ConnectionState } from "./key-store.ts";
import type { ConnectionErrorCode } from "./xks-failures.ts";

export interface ConnectionEvent {
  readonly keyStoreId: string;
  /** Epoch ms. */
  readonly at: number;
  readonly state: ConnectionState;
  /** Present exactly when the state is FAILED. */
  readonly errorCode?: ConnectionErrorCode;
  /** ARN of who asked for it; absent where it came by itself. */
  readonly callerArn?: string;
}
