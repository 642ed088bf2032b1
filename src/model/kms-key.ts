/** A KMS key in an external key store. */
import type { ConnectionState } from "./key-store.ts";

/** What an administrator or time made of the key; the key store's state comes on top (`keyStateOf`). */
export type OwnKeyState = "Enabled" | "Disabled" | "PendingDeletion";

/** AWS's KeyState as far as keys in an external key store can have it. */
export type KeyState = OwnKeyState | "Unavailable";

export interface KmsKey {
  /** A UUID; the key id. */
  readonly id: string;
  readonly arn: string;
  readonly keyStoreId: string;
  /** XksKeyId: the external key's id in the external key manager. */
  readonly externalKeyId: string;
  readonly description: string;
  readonly ownState: OwnKeyState;
  /** Epoch ms; present exactly when PendingDeletion. */
  readonly deletionAt?: number;
  readonly createdAt: number;
  /** The key policy as the JSON text it was put as. */
  readonly policy: string;
  readonly tags: readonly { readonly key: string; readonly value: string }[];
  /** 32 bytes of key material of the inner layer of double encryption. Sealed at rest, never logged. */
  readonly innerKey: Uint8Array;
}

export interface Alias {
  /** With the prefix `alias/`. */
  readonly name: string;
  readonly arn: string;
  readonly keyId: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** The KeyState AWS shows: while the store is not connected its keys are Unavailable, but PendingDeletion stays. */
export function keyStateOf(key: Pick<KmsKey, "ownState">, storeState: ConnectionState): KeyState {
  if (key.ownState === "PendingDeletion") return "PendingDeletion";
  return storeState === "CONNECTED" ? key.ownState : "Unavailable";
}
