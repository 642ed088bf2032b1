/** Answers of the console's own service, as far as the console reads them. Times are epoch seconds. */

export interface CertificateShape {
  readonly Name: string;
  readonly AlternativeNames?: readonly string[];
  readonly Issuer?: string;
  readonly SerialNumber?: string;
  readonly Fingerprint256?: string;
  readonly ValidFrom?: number;
  readonly ValidTo?: number;
  readonly DaysToExpire?: number;
}

/** GetKeyStoreStatus: what KMS's own API has no member for. */
export interface KeyStoreStatus {
  readonly QuotaPerSecond: number;
  readonly FirstConnectedAt?: number;
  readonly StateChangedAt?: number;
  readonly CredentialSetAt?: number;
  readonly LastCheckAt?: number;
  readonly LastCheckError?: string;
  readonly Certificate?: CertificateShape;
  readonly KeyManagers?: { readonly Active?: number; readonly Degraded?: number; readonly Unavailable?: number };
}

export interface AttemptShape {
  readonly Reused?: boolean;
  readonly TotalMs: number;
  readonly DnsMs?: number;
  readonly TcpMs?: number;
  readonly TlsMs?: number;
  readonly SentMs?: number;
  readonly FirstByteMs?: number;
  readonly LastByteMs?: number;
}

export interface InteractionShape {
  readonly Id: string | number;
  readonly At: number;
  readonly KeyStoreId: string;
  readonly KmsOperation: string;
  readonly XksOperation: string;
  readonly KmsKeyArn?: string;
  readonly ExternalKeyId?: string;
  readonly CallerArn?: string;
  readonly KmsRequestId: string;
  readonly LatencyMs: number;
  readonly Attempts?: readonly AttemptShape[];
  readonly Failure?: {
    readonly ExceptionName: string;
    readonly Detail?: string;
    readonly HttpStatus?: number;
    readonly ProxyMessage?: string;
  };
}
