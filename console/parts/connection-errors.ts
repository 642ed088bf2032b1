/** ConnectionErrorCodes of external key stores: what each means and what to do. */
import type { ConnectionErrorCode } from "../../src/model/xks-failures.ts";

interface ConnectionErrorText {
  readonly meaning: string;
  readonly remedy: string;
}

const texts: Readonly<Record<ConnectionErrorCode, ConnectionErrorText>> = {
  INTERNAL_ERROR: {
    meaning: "The connect attempt failed here, before the proxy could answer.",
    remedy: "Disconnect the key store and connect it again.",
  },
  INVALID_CREDENTIALS: {
    meaning: "The proxy refused the proxy authentication credential.",
    remedy: "Disconnect, enter the access key ID and secret that the proxy knows under Edit, and connect again.",
  },
  NETWORK_ERRORS: {
    meaning: "The network between here and the proxy failed.",
    remedy: "Check routes and firewalls to the proxy, disconnect, and connect again.",
  },
  XKS_PROXY_ACCESS_DENIED: {
    meaning: "The proxy knows the credential but denies access.",
    remedy: "Have the proxy's administrator allow this principal, disconnect, and connect again.",
  },
  XKS_PROXY_INVALID_CONFIGURATION: {
    meaning: "The proxy does not know the proxy URI path.",
    remedy: "Compare the path with the proxy's configuration, correct it under Edit, disconnect, and connect again.",
  },
  XKS_PROXY_INVALID_RESPONSE: {
    meaning: "The proxy's answer cannot be interpreted.",
    remedy: "Check that the endpoint leads to an XKS proxy, not to a load balancer that answers itself; ask the proxy's administrator.",
  },
  XKS_PROXY_INVALID_TLS_CONFIGURATION: {
    meaning: "No TLS connection could be made, or the certificate is not trusted, expired, or names another host.",
    remedy: "Check the proxy's certificate and the trusted authorities, disconnect, and connect again.",
  },
  XKS_PROXY_NOT_REACHABLE: {
    meaning: "The proxy cannot be reached, or all its key managers are unavailable.",
    remedy: "Check that proxy and key managers run and that the endpoint is right, disconnect, and connect again.",
  },
  XKS_PROXY_TIMED_OUT: {
    meaning: "The proxy did not answer within 250 milliseconds.",
    remedy: "Look at the proxy's load and the round-trip time, disconnect, and connect again.",
  },
  XKS_VPC_ENDPOINT_SERVICE_INVALID_CONFIGURATION: {
    meaning: "The VPC endpoint service does not meet the requirements.",
    remedy: "Check subnets, load balancer, allowed principals and the private DNS name.",
  },
  XKS_VPC_ENDPOINT_SERVICE_NOT_FOUND: {
    meaning: "There is no VPC endpoint service of this name.",
    remedy: "Compare the service's name and Region, correct it under Edit, disconnect, and connect again.",
  },
};

export const connectionErrors: Readonly<Record<string, ConnectionErrorText | undefined>> = texts;
