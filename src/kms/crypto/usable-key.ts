/** Whether a key may be used for a cryptographic operation in the state that it and its key store are in. */
import type { KeyStore } from "../../model/key-store.ts";
import { keyStateOf } from "../../model/kms-key.ts";
import type { KmsKey } from "../../model/kms-key.ts";
import { notConnectedFailure } from "../../model/xks-failures.ts";
import type { Directory } from "../directory.ts";
import { kmsError } from "../errors.ts";

/** A key and the key store that it is in. */
export interface FoundKey {
  readonly key: KmsKey;
  readonly store: KeyStore;
}

/** A key of the directory with its key store, which is there as long as the key is. */
export function withStore(directory: Directory, key: KmsKey): FoundKey {
  const store = directory.keyStore(key.keyStoreId);
  if (!store) throw new Error(`the key store of ${key.arn} is not in the directory`);
  return { key, store };
}

/** @throws ApiError KMSInvalidStateException or DisabledException */
export function refuseUnusable({ key, store }: FoundKey): void {
  const state = keyStateOf(key, store.connectionState);
  if (state === "Enabled") return;
  if (state === "Disabled") throw kmsError("DisabledException", `${key.arn} is disabled.`);
  throw kmsError("KMSInvalidStateException", state === "PendingDeletion" ? `${key.arn} is pending deletion.` : notConnectedFailure.message);
}

/** The encryption algorithms of the service model; keys here have the first only. */
export const encryptionAlgorithms = ["SYMMETRIC_DEFAULT", "RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256", "SM2PKE"] as const;
export type EncryptionAlgorithm = (typeof encryptionAlgorithms)[number];
export const symmetricAlgorithm = "SYMMETRIC_DEFAULT" as const satisfies EncryptionAlgorithm;

/** @throws ApiError InvalidKeyUsageException for an algorithm of asymmetric keys */
export function refuseAlgorithm(algorithm: EncryptionAlgorithm | undefined): void {
  if (algorithm === undefined || algorithm === symmetricAlgorithm) return;
  throw kmsError("InvalidKeyUsageException", `Algorithm ${algorithm} and key spec SYMMETRIC_DEFAULT are incompatible.`);
}
