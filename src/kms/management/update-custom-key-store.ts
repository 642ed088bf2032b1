/**
 * UpdateCustomKeyStore: name, credential and path in any state, the rest while DISCONNECTED. What concerns the proxy is tried with
 * GetHealthStatus first and kept only if that goes well.
 */
import { askHealth, keyStoreErrorOf, unknownServiceMessage, withoutDataPlane } from "./ask-health.ts";
import { checkAddress, checkUnique } from "./key-store-rules.ts";
import { type Infer, required, string, structure } from "../../lib/schema.ts";
import { kmsError } from "../errors.ts";
import { type Call, operation } from "../../aws/operation.ts";
import {
  accountIdType,
  connectivityType,
  customKeyStoreIdType,
  customKeyStoreNameType,
  vpcEndpointServiceNameType,
  xksProxyAuthenticationCredentialType,
  xksProxyUriEndpointType,
  xksProxyUriPathType,
} from "../shapes.ts";
import { storedKeyStore } from "./stored.ts";
import { xksTargetOf } from "../xks-target.ts";
import type { KeyStore } from "../../model/key-store.ts";
import type { ManagementContext } from "./management-context.ts";

const input = structure("UpdateCustomKeyStoreRequest", {
  CustomKeyStoreId: required(customKeyStoreIdType),
  NewCustomKeyStoreName: customKeyStoreNameType,
  KeyStorePassword: string({ length: [7, 32], sensitive: true }),
  CloudHsmClusterId: string({ length: [19, 24], pattern: /^cluster-[2-7a-zA-Z]{11,16}$/ }),
  XksProxyUriEndpoint: xksProxyUriEndpointType,
  XksProxyUriPath: xksProxyUriPathType,
  XksProxyVpcEndpointServiceName: vpcEndpointServiceNameType,
  XksProxyVpcEndpointServiceOwner: accountIdType,
  XksProxyAuthenticationCredential: xksProxyAuthenticationCredentialType,
  XksProxyConnectivity: connectivityType,
});
type Input = Infer<typeof input>;

export const updateCustomKeyStore = operation<ManagementContext>()({
  name: "UpdateCustomKeyStore",
  access: "admin",
  input,
  output: structure("UpdateCustomKeyStoreResponse", {}),
  async handle(given, call) {
    const { context } = call;
    const setAt = context.clock.now();
    const before = (await storedKeyStore(context, given.CustomKeyStoreId)).value;
    refuseWhatCannotChange(given, before);
    const after = updated(before, given, setAt);
    checkAddress(after);
    checkUnique(context.directory, after);
    await checkProxy(given, after, call);
    await context.commits.transact(async () => {
      // Decided anew on what is stored now: the proxy took its time.
      const stored = await storedKeyStore(context, given.CustomKeyStoreId);
      refuseWhatCannotChange(given, stored.value);
      const value = updated(stored.value, given, setAt);
      checkAddress(value);
      checkUnique(context.directory, value);
      return [{ kind: "key-store", id: stored.id, value, expect: stored.version }];
    });
    return {};
  },
});

function refuseWhatCannotChange(given: Input, store: KeyStore): void {
  if (given.KeyStorePassword !== undefined || given.CloudHsmClusterId !== undefined) {
    throw kmsError(
      "ValidationException",
      "KeyStorePassword and CloudHsmClusterId are not valid for a custom key store of type EXTERNAL_KEY_STORE.",
    );
  }
  const wantDisconnected = (
    ["XksProxyUriEndpoint", "XksProxyConnectivity", "XksProxyVpcEndpointServiceName", "XksProxyVpcEndpointServiceOwner"] as const
  ).filter((member) => given[member] !== undefined);
  if (wantDisconnected.length > 0 && store.connectionState !== "DISCONNECTED") {
    throw kmsError(
      "CustomKeyStoreInvalidStateException",
      `${wantDisconnected.join(", ")} can be changed only while the connection state of the custom key store is DISCONNECTED. It is ${store.connectionState}.`,
    );
  }
  const { XksProxyConnectivity: connectivity, XksProxyUriEndpoint: endpoint } = given;
  if (connectivity !== undefined && connectivity !== store.connectivity && endpoint === undefined) {
    throw kmsError("ValidationException", "XksProxyUriEndpoint must be specified with a change of XksProxyConnectivity.");
  }
}

function updated(store: KeyStore, given: Input, setAt: number): KeyStore {
  const { vpcEndpointServiceName, vpcEndpointServiceOwner, ...rest } = store;
  const connectivity = given.XksProxyConnectivity ?? store.connectivity;
  // With a public endpoint what the store had of a service falls away; what the request says of one is refused by checkAddress.
  const kept = connectivity === "VPC_ENDPOINT_SERVICE" ? { vpcEndpointServiceName, vpcEndpointServiceOwner } : {};
  const serviceName = given.XksProxyVpcEndpointServiceName ?? kept.vpcEndpointServiceName;
  const serviceOwner = given.XksProxyVpcEndpointServiceOwner ?? kept.vpcEndpointServiceOwner;
  const credential = given.XksProxyAuthenticationCredential;
  return {
    ...rest,
    name: given.NewCustomKeyStoreName ?? store.name,
    connectivity,
    ...(serviceName === undefined ? {} : { vpcEndpointServiceName: serviceName }),
    ...(serviceOwner === undefined ? {} : { vpcEndpointServiceOwner: serviceOwner }),
    uriEndpoint: given.XksProxyUriEndpoint ?? store.uriEndpoint,
    uriPath: given.XksProxyUriPath ?? store.uriPath,
    credential: credential
      ? { accessKeyId: credential.AccessKeyId, secretAccessKey: credential.RawSecretAccessKey, setAt }
      : store.credential,
  };
}

/** A new name alone does not concern the proxy; a proxy behind a VPC endpoint service is called on connecting only, as on AWS. */
async function checkProxy(given: Input, store: KeyStore, { context, caller, requestId }: Call<ManagementContext>): Promise<void> {
  const { CustomKeyStoreId: _id, NewCustomKeyStoreName: _name, ...ofProxy } = given;
  if (Object.values(ofProxy).every((value) => value === undefined)) return;
  if (store.connectivity === "VPC_ENDPOINT_SERVICE") {
    if (xksTargetOf(store, context.vpcEndpointServices)) return;
    throw kmsError("XksProxyVpcEndpointServiceNotFoundException", unknownServiceMessage);
  }
  const purpose = { kmsOperation: "UpdateCustomKeyStore" as const, kmsRequestId: requestId, callerArn: caller.arn };
  const health = await askHealth(context, store, purpose).catch((error: unknown) => {
    throw withoutDataPlane(error);
  });
  const error = keyStoreErrorOf(health);
  if (error) throw error;
}
