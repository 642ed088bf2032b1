/**
 * The exception table of external key stores, one row per ExceptionName that the metrics record: what it counts as, what
 * each KMS operation returns for it, and the message the caller sees, letter for letter (clients tell the failures apart by
 * text alone). Source: "Monitor external key stores" of the AWS KMS Developer Guide, and its troubleshooting chapter.
 */
import type { ConnectionErrorCode, ErrorType, Explanation, UnreachableReason, XksExceptionName } from "./names.ts";

/** The kinds of KMS operations that meet a failure: CreateCustomKeyStore and UpdateCustomKeyStore, CreateKey, the cryptographic ones. */
export const operationKinds = ["create-key-store", "create-key", "crypto"] as const;
export type OperationKind = (typeof operationKinds)[number];

/** What differs by how far the call got. */
export interface UnreachableCase extends Explanation {
  readonly message: string;
  readonly connectionErrorCode: ConnectionErrorCode;
}

export interface ExceptionRow extends Explanation {
  readonly exceptionName: XksExceptionName;
  readonly errorType: ErrorType;
  /** The exception that KMS returns; "–" where AWS names none (see `unnamedReturn`). */
  readonly returns: Readonly<Record<OperationKind, string>>;
  readonly message: string;
  /** ConnectionErrorCode when connecting fails with it. */
  readonly connectionErrorCode: ConnectionErrorCode;
  /** XksProxyUnreachableException alone: `message`, code and explanation of the row are those of no communication. */
  readonly byReason?: Readonly<Record<UnreachableReason, UnreachableCase>>;
}

const storeInvalidState = "CustomKeyStoreInvalidStateException";
const kmsInvalidState = "KMSInvalidStateException";

const noCommunication: UnreachableCase = {
  message:
    "AWS KMS cannot communicate with the external key store proxy. This might be a transient network issue. If you see this error repeatedly, verify that your external key store proxy is active and is connected to the network, and that its endpoint URI is correct in your external key store.",
  connectionErrorCode: "XKS_PROXY_NOT_REACHABLE",
  owner: "network",
  cause: "No TCP connection to the XKS proxy could be made, or it was reset or closed before the answer was complete.",
  remedy:
    "Verify that the XKS proxy is active and connected to the network, and that the URI path and the endpoint URI or VPC endpoint service name are correct in the external key store.",
};

export const exceptionTable: readonly ExceptionRow[] = [
  {
    exceptionName: "AccessDeniedException",
    errorType: "Non-retryable",
    returns: { "create-key-store": "–", "create-key": storeInvalidState, crypto: kmsInvalidState },
    message:
      "The external key store proxy denied access to the operation. Verify that the user and the external key are both authorized for this operation, and try the request again.",
    connectionErrorCode: "XKS_PROXY_ACCESS_DENIED",
    owner: "XKS proxy",
    cause:
      "The XKS proxy knows the caller of its API but its authorization rules do not allow this operation for the KMS principal or the external key.",
    remedy: "Allow the operation in the XKS proxy's own authorization rules for the AWS principal and the external key, then try again.",
  },
  {
    exceptionName: "AuthenticationFailedException",
    errorType: "Non-retryable",
    returns: {
      "create-key-store": "XksProxyIncorrectAuthenticationCredentialException",
      "create-key": storeInvalidState,
      crypto: kmsInvalidState,
    },
    message:
      "The external key store proxy rejected the request because it could not authenticate AWS KMS. Verify the XKS proxy authentication credentials for your external key store and update if necessary.",
    connectionErrorCode: "INVALID_CREDENTIALS",
    owner: "KMS side",
    cause:
      "The proxy authentication credential kept in the external key store is not the one the XKS proxy holds, a reverse proxy changed signed headers, or the clocks are more than five minutes apart.",
    remedy:
      "Compare access key id and secret on both sides and update the external key store's credential; check that nothing between changes the host header and that the XKS proxy's clock is right.",
  },
  {
    exceptionName: "DependencyTimeoutException",
    errorType: "Retryable",
    returns: { "create-key-store": "XksProxyUriUnreachableException", "create-key": storeInvalidState, crypto: kmsInvalidState },
    message:
      "The external key store proxy did not respond to the request in the time allotted. Retry the request. If you see this error repeatedly, report it to your external key store proxy administrator.",
    connectionErrorCode: "XKS_PROXY_TIMED_OUT",
    owner: "external key manager",
    cause: "The XKS proxy answered, but its external key manager did not answer it in time.",
    remedy:
      "Look at the load and the latency of the external key manager and its network. If it cannot keep up, lower the request rate or the key store's request quota.",
  },
  {
    exceptionName: "InternalException",
    errorType: "Retryable",
    returns: { "create-key-store": "XksProxyInvalidResponseException", "create-key": storeInvalidState, crypto: kmsInvalidState },
    message:
      "The external key store proxy rejected the request because it cannot communicate with the external key manager. Verify that the external key store proxy configuration is correct and that the external key manager is available.",
    connectionErrorCode: "XKS_PROXY_INVALID_RESPONSE",
    owner: "external key manager",
    cause: "The XKS proxy could not work with its external key manager, or met a fault of its own.",
    remedy:
      "Verify that the XKS proxy's configuration is correct and that the external key manager is available; the XKS proxy's log has the cause.",
  },
  {
    exceptionName: "InvalidCiphertextException",
    errorType: "Non-retryable",
    returns: { "create-key-store": "–", "create-key": "–", crypto: kmsInvalidState },
    message:
      "The external key store proxy rejected the request because the specified ciphertext or encryption context is corrupted, missing, or otherwise invalid.",
    connectionErrorCode: "XKS_PROXY_INVALID_RESPONSE",
    owner: "KMS side",
    cause:
      "The ciphertext was altered, the encryption context is not the one it was encrypted with, or the external key's material has changed since.",
    remedy:
      "Call Decrypt with the unchanged ciphertext and exactly the encryption context given to Encrypt. If both are right, check that the external key's material is the one of that time.",
  },
  {
    exceptionName: "InvalidKeyUsageException",
    errorType: "Non-retryable",
    returns: { "create-key-store": "–", "create-key": "XksKeyInvalidConfigurationException", crypto: kmsInvalidState },
    message:
      "The external key associated with this KMS key in an external key store does not support the requested operation. Enable the operation on the key in your external key manager, and try the request again.",
    connectionErrorCode: "XKS_PROXY_INVALID_RESPONSE",
    owner: "external key",
    cause: "The external key's usage does not include the requested operation.",
    remedy: "Give the external key the usages ENCRYPT and DECRYPT in the external key manager, then try again.",
  },
  {
    exceptionName: "InvalidStateException",
    errorType: "Non-retryable",
    returns: { "create-key-store": "–", "create-key": "XksKeyInvalidConfigurationException", crypto: kmsInvalidState },
    message:
      "The external key associated with this KMS key in an external key store is not enabled in the external key manager. Enable the external key in the external key manager and retry the request.",
    connectionErrorCode: "XKS_PROXY_INVALID_RESPONSE",
    owner: "external key",
    cause: "The external key is disabled, or in another state in which it cannot be used.",
    remedy: "Enable the external key in the external key manager and retry the request.",
  },
  {
    exceptionName: "InvalidUriPathException",
    errorType: "Non-retryable",
    returns: { "create-key-store": "XksProxyInvalidConfigurationException", "create-key": storeInvalidState, crypto: kmsInvalidState },
    message:
      "The external key store proxy rejected the request because of an invalid URI path. Verify the URI path for your external key store and update if necessary.",
    connectionErrorCode: "XKS_PROXY_INVALID_CONFIGURATION",
    owner: "KMS side",
    cause: "The XKS proxy serves no external key store under this URI path.",
    remedy: "Compare the URI path of the external key store with the XKS proxy's configuration and update it; it ends in /kms/xks/v1.",
  },
  {
    exceptionName: "KeyNotFoundException",
    errorType: "Non-retryable",
    returns: { "create-key-store": "–", "create-key": "XksKeyNotFoundException", crypto: kmsInvalidState },
    message:
      "The external key associated with this KMS key in an external key store was not found in its external key manager. If the external key ID associated with this KMS key is incorrect, create a new KMS key with the correct external key ID.",
    connectionErrorCode: "XKS_PROXY_INVALID_RESPONSE",
    owner: "external key",
    cause: "The external key manager has no key with this external key id: it was deleted or renamed, or the id is wrong.",
    remedy:
      "Restore the external key under its id. If the id in the KMS key is wrong, create a new KMS key with the right external key id.",
  },
  {
    exceptionName: "ThrottlingException",
    errorType: "Retryable",
    returns: { "create-key-store": "XksProxyUriUnreachableException", "create-key": storeInvalidState, crypto: kmsInvalidState },
    message:
      "The external key store proxy rejected the request due to a very high request rate. Reduce the frequency of your calls using KMS keys in this external key store.",
    connectionErrorCode: "XKS_PROXY_NOT_REACHABLE",
    owner: "XKS proxy",
    cause: "The XKS proxy or the external key manager cannot keep pace with the current request rate.",
    remedy:
      "Lower the request rate, let the XKS proxy and the key manager handle 1,800 requests a second, or decrease the key store's request quota so that excess requests are refused before they reach the proxy.",
  },
  {
    exceptionName: "UnsupportedOperationException",
    errorType: "Non-retryable",
    returns: { "create-key-store": "–", "create-key": "XksKeyInvalidResponseException", crypto: kmsInvalidState },
    message:
      "The external key store proxy rejected the request because it does not support the requested operation. If you see this error repeatedly, report it to your external key store proxy administrator.",
    connectionErrorCode: "XKS_PROXY_INVALID_RESPONSE",
    owner: "XKS proxy",
    cause: "The XKS proxy does not implement the requested operation or a part of it, for instance the ciphertext data integrity value.",
    remedy: "Report it to the XKS proxy's administrator: the proxy must implement all operations of the XKS Proxy API.",
  },
  {
    exceptionName: "ValidationException",
    errorType: "Non-retryable",
    returns: { "create-key-store": "XksProxyInvalidResponseException", "create-key": storeInvalidState, crypto: kmsInvalidState },
    message:
      "AWS KMS cannot interpret the response from the external key store proxy. If you see this error repeatedly, report it to your external key store proxy administrator.",
    connectionErrorCode: "XKS_PROXY_INVALID_RESPONSE",
    owner: "XKS proxy",
    cause:
      "The XKS proxy called the request invalid, or its answer was malformed: no JSON, missing or wrong-sized fields, or an integrity value that does not match.",
    remedy: "Report it to the XKS proxy's administrator; the interaction's detail says which part of the answer is wrong.",
  },
  {
    exceptionName: "XksProxyUnreachableException",
    errorType: "Retryable",
    returns: { "create-key-store": "XksProxyUriUnreachableException", "create-key": storeInvalidState, crypto: kmsInvalidState },
    ...noCommunication,
    byReason: {
      "no-communication": noCommunication,
      "no-tls": {
        message:
          "AWS KMS cannot establish a TLS connection to the external key store proxy. Verify the TLS configuration, including its certificate.",
        connectionErrorCode: "XKS_PROXY_INVALID_TLS_CONFIGURATION",
        owner: "XKS proxy",
        cause:
          "The TLS handshake with the XKS proxy failed: its certificate has expired, names another host or comes from a certificate authority that is not trusted, or it does not offer TLS 1.2 or later.",
        remedy: "Renew or correct the XKS proxy's certificate and its chain, and let it offer TLS 1.2 or 1.3.",
      },
      "time-out": {
        message:
          "AWS KMS rejected the request because the external key store proxy did not respond in time. Retry the request. If you see this error repeatedly, report it to your external key store proxy administrator.",
        connectionErrorCode: "XKS_PROXY_TIMED_OUT",
        owner: "XKS proxy",
        cause: "The XKS proxy did not answer within 250 milliseconds.",
        remedy:
          "Look at the latency of the XKS proxy and the external key manager. If they cannot handle the request rate, consider a lower request quota for the key store.",
      },
    },
  },
];

/**
 * What is returned where AWS names no exception ("–" in the table): the nearest of the row. A refused caller points at the
 * configuration, everything else is an answer that makes no sense for the question.
 */
export function unnamedReturn(exceptionName: XksExceptionName): string {
  return exceptionName === "AccessDeniedException" ? "XksProxyInvalidConfigurationException" : "XksProxyInvalidResponseException";
}
