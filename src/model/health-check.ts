/** What one periodic health check learned beside its Interaction. */
import type { Certificate } from "./certificate.ts";

export const keyManagerStates = ["Active", "Degraded", "Unavailable"] as const;
export type KeyManagerState = (typeof keyManagerStates)[number];

export interface HealthCheck {
  /** Epoch ms. */
  readonly at: number;
  readonly keyStoreId: string;
  /** Of this check's own full handshake, or the last one ever seen where it did not get that far. */
  readonly certificate?: Certificate;
  /** Epoch ms when the proxy credential was set here. */
  readonly credentialSetAt: number;
  /** How many key manager instances the proxy reported in each state; absent when it gave no answer. */
  readonly keyManagers?: Readonly<Record<KeyManagerState, number>>;
}
