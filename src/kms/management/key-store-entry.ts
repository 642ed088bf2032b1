/** CustomKeyStoresListEntry: a key store as DescribeCustomKeyStores shows it. The secret never comes back. */
import { accountIdType, connectivityType, customKeyStoreIdType, customKeyStoreNameType } from "../shapes.ts";
import { connectionErrorCodes } from "../../model/xks-failures.ts";
import { connectionStates, type KeyStore } from "../../model/key-store.ts";
import { enumeration, type Infer, string, structure, timestamp } from "../../lib/schema.ts";

export const customKeyStoresListEntry = structure("CustomKeyStoresListEntry", {
  CustomKeyStoreId: customKeyStoreIdType,
  CustomKeyStoreName: customKeyStoreNameType,
  ConnectionState: enumeration(connectionStates),
  ConnectionErrorCode: enumeration(connectionErrorCodes),
  CreationDate: timestamp(),
  CustomKeyStoreType: enumeration(["AWS_CLOUDHSM", "EXTERNAL_KEY_STORE"]),
  XksProxyConfiguration: structure("XksProxyConfigurationType", {
    Connectivity: connectivityType,
    AccessKeyId: string({ sensitive: true }),
    UriEndpoint: string(),
    UriPath: string(),
    VpcEndpointServiceName: string(),
    VpcEndpointServiceOwner: accountIdType,
  }),
});

export function keyStoreEntry(store: KeyStore): Infer<typeof customKeyStoresListEntry> {
  return {
    CustomKeyStoreId: store.id,
    CustomKeyStoreName: store.name,
    ConnectionState: store.connectionState,
    ...(store.connectionErrorCode === undefined ? {} : { ConnectionErrorCode: store.connectionErrorCode }),
    CreationDate: store.createdAt / 1000,
    CustomKeyStoreType: "EXTERNAL_KEY_STORE",
    XksProxyConfiguration: {
      Connectivity: store.connectivity,
      AccessKeyId: store.credential.accessKeyId,
      UriEndpoint: store.uriEndpoint,
      UriPath: store.uriPath,
      ...(store.vpcEndpointServiceName === undefined ? {} : { VpcEndpointServiceName: store.vpcEndpointServiceName }),
      ...(store.vpcEndpointServiceOwner === undefined ? {} : { VpcEndpointServiceOwner: store.vpcEndpointServiceOwner }),
    },
  };
}
