/** Answers of the KMS API, as far as the console reads them. Times are epoch seconds. */

export type ConnectionState = "CONNECTED" | "CONNECTING" | "FAILED" | "DISCONNECTED" | "DISCONNECTING";

export interface XksProxyConfiguration {
  readonly Connectivity: "PUBLIC_ENDPOINT" | "VPC_ENDPOINT_SERVICE";
  readonly AccessKeyId: string;
  readonly UriEndpoint: string;
  readonly UriPath: string;
  readonly VpcEndpointServiceName?: string;
  readonly VpcEndpointServiceOwner?: string;
}

export interface CustomKeyStore {
  readonly CustomKeyStoreId: string;
  readonly CustomKeyStoreName: string;
  readonly CustomKeyStoreType?: string;
  readonly ConnectionState: ConnectionState;
  readonly ConnectionErrorCode?: string;
  readonly CreationDate?: number;
  readonly XksProxyConfiguration?: XksProxyConfiguration;
}

export interface DescribeCustomKeyStoresOutput {
  readonly CustomKeyStores?: readonly CustomKeyStore[];
  readonly NextMarker?: string;
  readonly Truncated?: boolean;
}

export interface KeyMetadata {
  readonly KeyId: string;
  readonly Arn: string;
  readonly AWSAccountId?: string;
  readonly CreationDate?: number;
  readonly DeletionDate?: number;
  readonly Description?: string;
  readonly Enabled?: boolean;
  readonly KeyState?: string;
  readonly KeySpec?: string;
  readonly KeyUsage?: string;
  readonly Origin?: string;
  readonly CustomKeyStoreId?: string;
  readonly XksKeyConfiguration?: { readonly Id?: string };
  readonly MultiRegion?: boolean;
}

export interface AliasEntry {
  readonly AliasName: string;
  readonly AliasArn?: string;
  readonly TargetKeyId?: string;
}
