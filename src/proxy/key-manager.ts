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

/** A result that may be there at once: software answers without a turn of the event loop. */
export type Eventually<T> = T | Promise<T>;

export interface Encryption {
  /** As long as the plaintext. */
  readonly ciphertext: Uint8Array;
  /** 12 or 16 bytes, never used twice under one key. */
  readonly initializationVector: Uint8Array;
  /** 16 bytes. */
  readonly authenticationTag: Uint8Array;
  /** At most 20 bytes of the manager's own, e.g. the key's version. */
  readonly ciphertextMetadata?: Uint8Array | undefined;
}

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

/** Why a key is used: for managers that pass it on. */
export interface Purpose {
  readonly awsPrincipalArn?: string | undefined;
  readonly kmsKeyArn?: string | undefined;
  readonly kmsOperation: string;
  readonly kmsRequestId: string;
}

export interface KeyManager {
  /** Who makes it: ekmVendor. */
  readonly vendor: string;
  encrypt(externalKeyId: string, plaintext: Uint8Array, aad: Uint8Array | undefined, purpose: Purpose): Eventually<Encryption>;
  decrypt(externalKeyId: string, encryption: Encryption, aad: Uint8Array | undefined, purpose: Purpose): Eventually<Uint8Array>;
  getKeyMetadata(externalKeyId: string, purpose: Purpose): Eventually<KeyMetadata>;
  /**
   * Really uses the manager: encrypts and decrypts under a test key of its own, none that a KMS key uses. Never rejects: a
   * manager that fails is UNAVAILABLE, one that works badly DEGRADED. One to ten instances.
   */
  checkHealth(): Promise<readonly KeyManagerInstance[]>;
  close(): Promise<void>;
}
