/** Answers of the console's own service, as far as the console reads them. Times are epoch seconds. */

export interface CertificateShape {
  readonly Name: string;
  readonly AlternativeNames: readonly string[];
  readonly Issuer: string;
  readonly SerialNumber: string;
  readonly Fingerprint256: string;
  readonly ValidFrom: number;
  readonly ValidTo: number;
  readonly DaysToExpire: number;
  /** From its issuer upwards; absent where the chain was not kept. */
  readonly Authorities?: readonly { readonly Name: string; readonly Fingerprint256: string }[];
  /** Whether the chain leads to an authority that AWS KMS trusts. */
  readonly AwsTrust: "LISTED" | "NOT_LISTED" | "UNKNOWN";
  /** LISTED: its name in AWS's list. */
  readonly AwsAuthority?: string;
}

export interface FailureShape {
  readonly ExceptionName: string;
  readonly ErrorType?: string;
  readonly Detail: string;
  readonly HttpStatus?: number;
  readonly ProxyMessage?: string;
}

/** One of ListConnectionEvents. */
export interface ConnectionEventShape {
  readonly At: number;
  readonly ConnectionState: string;
  readonly ConnectionErrorCode?: string;
  readonly CallerArn?: string;
}

/** GetKeyStoreStatus: what KMS's own API has no member for. */
export interface KeyStoreStatus {
  readonly KeyStoreId: string;
  readonly QuotaPerSecond: number;
  readonly ConnectionState: string;
  readonly ConnectionErrorCode?: string;
  readonly DisconnectedBecause?: "NEVER_CONNECTED" | "ON_PURPOSE";
  readonly StateChangedAt: number;
  readonly FirstConnectedAt?: number;
  readonly CredentialSetAt: number;
  /** The last one seen, however long ago. */
  readonly Certificate?: CertificateShape;
  /** Of the last health check; absent before the first. */
  readonly Health?: {
    readonly CheckedAt: number;
    readonly Failure?: FailureShape;
    readonly XksProxyFleetSize?: number;
    readonly XksProxyVendor?: string;
    readonly XksProxyModel?: string;
    readonly EkmVendor?: string;
    readonly EkmFleetDetails?: readonly { readonly Id: string; readonly Model: string; readonly HealthStatus: string }[];
  };
}

export interface AttemptShape {
  /** Whether a kept-alive connection was used; DnsMs, TcpMs and TlsMs are then absent. */
  readonly Reused: boolean;
  readonly TotalMs: number;
  /** Milliseconds since the attempt's start at which each was reached. */
  readonly DnsMs?: number;
  readonly TcpMs?: number;
  readonly TlsMs?: number;
  readonly SentMs?: number;
  readonly FirstByteMs?: number;
  readonly LastByteMs?: number;
}

export interface InteractionShape {
  readonly Id: number;
  readonly At: number;
  readonly KeyStoreId: string;
  readonly KmsOperation: string;
  readonly XksOperation: string;
  readonly KmsKeyArn?: string;
  readonly ExternalKeyId?: string;
  readonly CallerArn?: string;
  readonly KmsRequestId: string;
  readonly LatencyMs: number;
  readonly Attempts: readonly AttemptShape[];
  readonly Failure?: FailureShape;
}

export interface ListInteractionsOutput {
  readonly Interactions: readonly InteractionShape[];
  readonly NextToken?: string;
  readonly Sampling: {
    readonly SuccessesPerSecond: number;
    readonly KeptFromLatencyMs: number;
    readonly MaximumDays: number;
    readonly MaximumBytes: number;
  };
}

export interface AccessKeyShape {
  readonly AccessKeyId: string;
  readonly Name: string;
  readonly Role: string;
  readonly CreatedAt: number;
}

export interface InstallationShape {
  readonly Version: string;
  readonly Region: string;
  readonly AccountId: string;
  readonly Address: string;
  readonly DataBytes: number;
}
