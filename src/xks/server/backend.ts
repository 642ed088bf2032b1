/** What stands behind the server side of the XKS Proxy API: key stores, found by path, and who answers for them. */
import type { GetHealthStatusResponse, GetKeyMetadataResponse } from "../operations.ts";

/** A result that may be there at once. */
export type Eventually<T> = T | Promise<T>;

/** requestMetadata of any operation; health checks carry the two required members alone. */
export interface RequestMetadata {
  readonly awsPrincipalArn?: string | undefined;
  readonly awsSourceVpc?: string | undefined;
  readonly awsSourceVpce?: string | undefined;
  readonly kmsKeyArn?: string | undefined;
  readonly kmsOperation: string;
  readonly kmsRequestId: string;
  readonly kmsViaService?: string | undefined;
}

export interface Encryption {
  /** As long as the plaintext. */
  readonly ciphertext: Uint8Array;
  /** 12 or 16 bytes. */
  readonly initializationVector: Uint8Array;
  /** 16 bytes. */
  readonly authenticationTag: Uint8Array;
  /** At most 20 bytes. */
  readonly ciphertextMetadata?: Uint8Array | undefined;
  /** Whoever encrypted has proven by decrypting, and by an integrity value, that this is good. */
  readonly verified?: boolean;
}

/** Answers for one key store once a request is known to be genuine and well-formed. Failures are thrown XksProxyErrors. */
export interface XksBackend {
  encrypt(externalKeyId: string, plaintext: Uint8Array, aad: Uint8Array | undefined, metadata: RequestMetadata): Eventually<Encryption>;
  decrypt(externalKeyId: string, encryption: Encryption, aad: Uint8Array | undefined, metadata: RequestMetadata): Eventually<Uint8Array>;
  getKeyMetadata(externalKeyId: string, metadata: RequestMetadata): Eventually<GetKeyMetadataResponse>;
  getHealthStatus(metadata: RequestMetadata): Eventually<GetHealthStatusResponse>;
}

/** One path prefix. */
export interface ServedKeyStore {
  /** The secret of an access key id that is live for this path now; undefined for any other. */
  secretOf(accessKeyId: string): string | undefined;
  /** Throws ThrottlingException when the key store's rate is used up. */
  admit(): void;
  readonly backend: XksBackend;
}
