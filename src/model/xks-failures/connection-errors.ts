/**
 * The ConnectionErrorCodes of a key store whose connection FAILED: what each means and what to do. Source: "How to fix a
 * failed external key store connection" of the AWS KMS Developer Guide, in own words.
 */
import type { ConnectionErrorCode, Explanation } from "./names.ts";

export const connectionErrors: Readonly<Record<ConnectionErrorCode, Explanation>> = {
  INTERNAL_ERROR: {
    owner: "KMS side",
    cause: "Connecting failed by a fault of the KMS side itself.",
    remedy: "Disconnect the key store and connect it again. If it comes back, look at the service's log for the request id.",
  },
  INVALID_CREDENTIALS: {
    owner: "KMS side",
    cause:
      "The XKS proxy did not accept the signature: access key id or secret of the proxy authentication credential differ on the two sides.",
    remedy: "Put the XKS proxy's current access key id and secret into the external key store (UpdateCustomKeyStore), then connect again.",
  },
  NETWORK_ERRORS: {
    owner: "network",
    cause: "Network errors kept the KMS side from connecting.",
    remedy: "Wait a moment, disconnect the key store and connect it again; check the way from here to the XKS proxy.",
  },
  XKS_PROXY_ACCESS_DENIED: {
    owner: "XKS proxy",
    cause: "The XKS proxy denied the KMS side access to its health status.",
    remedy: "Let the XKS proxy's authorization rules allow GetHealthStatus for this access key id, then connect again.",
  },
  XKS_PROXY_INVALID_CONFIGURATION: {
    owner: "KMS side",
    cause: "The XKS proxy serves no external key store under the configured URI path.",
    remedy: "Correct the URI path in the external key store or in the XKS proxy, then connect again.",
  },
  XKS_PROXY_INVALID_RESPONSE: {
    owner: "XKS proxy",
    cause: "The XKS proxy's answer to GetHealthStatus cannot be interpreted.",
    remedy:
      "Check what answers at the endpoint: a load balancer in between that does not end TLS, another service, or a fault of the XKS proxy. The interaction's detail says what is wrong.",
  },
  XKS_PROXY_INVALID_TLS_CONFIGURATION: {
    owner: "XKS proxy",
    cause:
      "No TLS connection to the XKS proxy: expired or not yet valid certificate, another name in it, a certificate authority that is not trusted, or a TLS version below 1.2.",
    remedy:
      "Renew or correct the certificate and its chain at the XKS proxy, or add its certificate authority to the trusted ones, then connect again.",
  },
  XKS_PROXY_NOT_REACHABLE: {
    owner: "network",
    cause: "The XKS proxy does not answer at its endpoint, or says that all of its external key managers are unavailable.",
    remedy:
      "Verify that the XKS proxy is running and reachable from here, that the endpoint URI and the URI path are right, and that at least one external key manager is available.",
  },
  XKS_PROXY_TIMED_OUT: {
    owner: "XKS proxy",
    cause: "The XKS proxy can be reached but did not answer within 250 milliseconds.",
    remedy: "Look at the load and the latency of the XKS proxy and its external key manager, then connect again.",
  },
  XKS_VPC_ENDPOINT_SERVICE_INVALID_CONFIGURATION: {
    owner: "network",
    cause: "The VPC endpoint service does not fulfil what an external key store needs.",
    remedy: "Correct the VPC endpoint service's configuration, then connect again.",
  },
  XKS_VPC_ENDPOINT_SERVICE_NOT_FOUND: {
    owner: "KMS side",
    cause: "No VPC endpoint service goes by this name.",
    remedy:
      "Correct the VPC endpoint service name of the external key store, or add it to this service's configuration, then connect again.",
  },
};

/** Code of a connect where the XKS proxy answered but every external key manager is UNAVAILABLE. */
export const unhealthyConnectionErrorCode: ConnectionErrorCode = "XKS_PROXY_NOT_REACHABLE";
