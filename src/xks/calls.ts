/**
 * What the KMS side asks of an XKS proxy and what it gets: the words of xks/client, shared with those who call it over the
 * plane link, hence plain data.
 */
import type { Certificate } from "../model/certificate.ts";
import type { KeyManagerState } from "../model/health-check.ts";
import type { InteractionFailure } from "../model/interaction.ts";
import type { UnreachableReason } from "../model/xks-failures.ts";
import type { KmsOperation } from "../model/xks-operation.ts";

/** One key store's proxy. */
export interface XksTarget {
  readonly keyStoreId: string;
  /** `https://host[:port]`. */
  readonly uriEndpoint: string;
  readonly uriPath: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Where to connect instead of the endpoint's own host and port (VPC endpoint services); TLS still names the endpoint's host. */
  readonly connectTo?: { readonly host: string; readonly port: number };
}

/** requestMetadata of the specification, and what the Interaction says of the call. */
export interface CallMetadata {
  readonly kmsOperation: KmsOperation;
  readonly kmsRequestId: string;
  readonly kmsKeyArn?: string;
  readonly awsPrincipalArn?: string;
  readonly awsSourceVpc?: string;
  readonly awsSourceVpce?: string;
  readonly kmsViaService?: string;
}

export interface EncryptCall {
  readonly externalKeyId: string;
  readonly plaintext: Uint8Array;
  readonly additionalAuthenticatedData?: Uint8Array;
}

export interface EncryptAnswer {
  readonly ciphertext: Uint8Array;
  /** 12 or 16 bytes. */
  readonly initializationVector: Uint8Array;
  /** 16 bytes. */
  readonly authenticationTag: Uint8Array;
  /** At most 20 bytes. */
  readonly ciphertextMetadata?: Uint8Array;
}

export interface DecryptCall extends EncryptAnswer {
  readonly externalKeyId: string;
  readonly additionalAuthenticatedData?: Uint8Array;
}

export interface KeyMetadataAnswer {
  readonly keySpec: string;
  readonly keyUsage: readonly string[];
  readonly keyStatus: string;
}

export interface HealthAnswer {
  readonly xksProxyFleetSize: number;
  readonly xksProxyVendor: string;
  readonly xksProxyModel: string;
  readonly ekmVendor: string;
  readonly ekmFleetDetails: readonly { readonly id: string; readonly model: string; readonly state: KeyManagerState }[];
  /** Of the check's own full handshake. */
  readonly certificate: Certificate;
}

/** A failed call of a proxy. Its Interaction was handed out already. */
export class XksError extends Error {
  readonly failure: InteractionFailure;
  /** Present exactly for XksProxyUnreachableException. */
  readonly reason: UnreachableReason | undefined;
  /** The certificate seen before the failure, also one that was refused. */
  readonly certificate: Certificate | undefined;

  constructor(failure: InteractionFailure, reason?: UnreachableReason, certificate?: Certificate) {
    super(`${failure.exceptionName}: ${failure.detail}`);
    this.name = "XksError";
    this.failure = failure;
    this.reason = reason;
    this.certificate = certificate;
  }
}

/** The calls of a proxy, made by xks/client. Each hands out exactly one Interaction and rejects with XksError only. */
export interface XksClient {
  encrypt(target: XksTarget, call: EncryptCall, metadata: CallMetadata): Promise<EncryptAnswer>;
  decrypt(target: XksTarget, call: DecryptCall, metadata: CallMetadata): Promise<Uint8Array>;
  getKeyMetadata(target: XksTarget, externalKeyId: string, metadata: CallMetadata): Promise<KeyMetadataAnswer>;
  /** On a connection of its own with a full handshake. */
  getHealthStatus(target: XksTarget, metadata: CallMetadata): Promise<HealthAnswer>;
  /** Lets go of all connections. */
  close(): Promise<void>;
}
