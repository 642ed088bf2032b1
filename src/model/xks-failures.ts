/**
 * The failures of an external key store, said once: the exception table, the time-out table and the connection error codes
 * (reference: the KMS Developer Guide's pages on external key stores, the XKS Proxy API specification 1.0.3).
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
