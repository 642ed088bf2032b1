/**
 * The external key manager behind a proxy: the interface that the software, PKCS#11 and remote ones fulfil
 * (key-manager-suite is its test). The proxy speaks XKS to the KMS side; a key manager holds keys and knows no HTTP.
 *
 * Contract
 * - Failures are told by throwing an XksProxyError: KeyNotFoundException for a key it does not have, InvalidStateException for
 *   a disabled one, InvalidKeyUsageException where the key's usage lacks the operation, InvalidCiphertextException for
 *   whatever does not decrypt, DependencyTimeoutException and InternalException where the manager itself fails. Anything else
 *   thrown is answered as InternalException and logged.
 * - `decrypt` of what `encrypt` gave returns the plaintext, for as long as the key lives, also after the key was given new
 *   versions. Any change to key, ciphertext, initialization vector, tag, metadata or AAD is an InvalidCiphertextException.
 * - AES-256-GCM with the AAD of `xks/integrity`: AAD and metadata cannot be passed off as one another.
 * - Neither plaintexts nor keys appear in errors and logs.
 */
import type { HealthStatus, KeyStatus } from "../xks/operations.ts";
import type { Encryption, Eventually, RequestMetadata } from "../xks/server/backend.ts";

export type { Encryption, Eventually, RequestMetadata } from "../xks/server/backend.ts";

export interface KeyMetadata {
  /** "AES_256", or what else the key is; the KMS side takes no other. */
  readonly keySpec: string;
  /** At most ten, e.g. "ENCRYPT", "DECRYPT". */
  readonly keyUsage: readonly string[];
  readonly keyStatus: KeyStatus;
}

/** One external key manager instance as GetHealthStatus tells of it. */
export interface KeyManagerInstance {
  readonly id: string;
  readonly model: string;
  readonly healthStatus: HealthStatus;
}

export interface KeyManager {
  /** Who makes it: ekmVendor. */
  readonly vendor: string;
  /** `metadata` says for whom: managers that stand elsewhere pass it on. */
  encrypt(externalKeyId: string, plaintext: Uint8Array, aad: Uint8Array | undefined, metadata: RequestMetadata): Eventually<Encryption>;
  decrypt(externalKeyId: string, encryption: Encryption, aad: Uint8Array | undefined, metadata: RequestMetadata): Eventually<Uint8Array>;
  getKeyMetadata(externalKeyId: string, metadata: RequestMetadata): Eventually<KeyMetadata>;
  /**
   * Really uses the manager: encrypts and decrypts under a test key of its own, none that a KMS key uses. Never rejects: a
   * manager that fails is UNAVAILABLE, one that works badly DEGRADED. One to ten instances.
   */
  checkHealth(): Promise<readonly KeyManagerInstance[]>;
  close(): Promise<void>;
}
