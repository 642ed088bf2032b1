/**
 * The names that failures of an external key store go by: what the metrics record (ExceptionName, ErrorType), the
 * connection error codes of a key store, and the parties a failure can be laid at the door of.
 */
export type ErrorType = "Retryable" | "Non-retryable";

export const xksExceptionNames = [
  "AccessDeniedException",
  "AuthenticationFailedException",
  "DependencyTimeoutException",
  "InternalException",
  "InvalidCiphertextException",
  "InvalidKeyUsageException",
  "InvalidStateException",
  "InvalidUriPathException",
  "KeyNotFoundException",
  "ThrottlingException",
  "UnsupportedOperationException",
  "ValidationException",
  "XksProxyUnreachableException",
] as const;
export type XksExceptionName = (typeof xksExceptionNames)[number];

export const connectionErrorCodes = [
  "INTERNAL_ERROR",
  "INVALID_CREDENTIALS",
  "NETWORK_ERRORS",
  "XKS_PROXY_ACCESS_DENIED",
  "XKS_PROXY_INVALID_CONFIGURATION",
  "XKS_PROXY_INVALID_RESPONSE",
  "XKS_PROXY_INVALID_TLS_CONFIGURATION",
  "XKS_PROXY_NOT_REACHABLE",
  "XKS_PROXY_TIMED_OUT",
  "XKS_VPC_ENDPOINT_SERVICE_INVALID_CONFIGURATION",
  "XKS_VPC_ENDPOINT_SERVICE_NOT_FOUND",
] as const;
export type ConnectionErrorCode = (typeof connectionErrorCodes)[number];

/** How far an XksProxyUnreachableException got: each has its own message and connection error code. */
export const unreachableReasons = ["no-communication", "no-tls", "time-out"] as const;
export type UnreachableReason = (typeof unreachableReasons)[number];

/** Who can put a failure right. "KMS side" is the key store's configuration here and whoever calls the KMS API. */
export const owners = ["KMS side", "network", "XKS proxy", "external key manager", "external key"] as const;
export type Owner = (typeof owners)[number];

/** What `explain` and the console say of a failure beside its message. */
export interface Explanation {
  readonly owner: Owner;
  readonly cause: string;
  readonly remedy: string;
}
