/** An external key store: what the KMS side knows of one XKS proxy. */
import type { ConnectionErrorCode } from "./xks-failures.ts";

/** AWS's ConnectionState. */
export const connectionStates = ["CONNECTED", "CONNECTING", "FAILED", "DISCONNECTED", "DISCONNECTING"] as const;
export type ConnectionState = (typeof connectionStates)[number];

export type ProxyConnectivity = "PUBLIC_ENDPOINT" | "VPC_ENDPOINT_SERVICE";

/** AWS's default quota of cryptographic requests a second for one key store. */
export const defaultQuotaPerSecond = 1800;

export interface KeyStore {
  /** `cks-` and 17 hexadecimal digits. */
  readonly id: string;
  readonly name: string;
  readonly connectivity: ProxyConnectivity;
  readonly vpcEndpointServiceName?: string;
  readonly vpcEndpointServiceOwner?: string;
  /** `https://host[:port]`, without a path. */
  readonly uriEndpoint: string;
  /** `[/prefix]/kms/xks/v1`. */
  readonly uriPath: string;
  readonly credential: ProxyCredential;
  readonly connectionState: ConnectionState;
  /** Present exactly when the state is FAILED. */
  readonly connectionErrorCode?: ConnectionErrorCode;
  /** Epoch ms of the first successful connect: DISCONNECTED without it means never connected. */
  readonly firstConnectedAt?: number;
  /** Epoch ms of the last change of the connection state. */
  readonly stateChangedAt: number;
  readonly createdAt: number;
  readonly quotaPerSecond: number;
}

/** What the KMS side signs its requests to the proxy with. */
export interface ProxyCredential {
  /** 20–30 of A–Z, 2–7. */
  readonly accessKeyId: string;
  /** 43–64 of A–Z, a–z, 0–9, /, +, =. Sealed at rest, never logged. */
  readonly secretAccessKey: string;
  /** Epoch ms when it was set here; its age is XksProxyCredentialAge. */
  readonly setAt: number;
}
