/** CreateCustomKeyStore: asks the proxy for its health with the given values, and keeps the store only if that goes well. */
import { askHealth, keyStoreErrorOf, unknownServiceMessage, withoutDataPlane } from "./ask-health.ts";
import { checkAddress, checkUnique } from "./key-store-rules.ts";
import { connectionEventId } from "./connection-state.ts";
import { defaultQuotaPerSecond, type KeyStore } from "../../model/key-store.ts";
import { enumeration, type Infer, required, string, structure } from "../../lib/schema.ts";
import { kmsError } from "../errors.ts";
import { newKeyStoreId } from "./identifiers.ts";
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
import type { ManagementContext } from "./management-context.ts";
import { xksTargetOf } from "../xks-target.ts";

const input = structure("CreateCustomKeyStoreRequest", {
  CustomKeyStoreName: required(customKeyStoreNameType),
  CloudHsmClusterId: string({ length: [19, 24], pattern: /^cluster-[2-7a-zA-Z]{11,16}$/ }),
  TrustAnchorCertificate: string({ length: [1, 5000] }),
  KeyStorePassword: string({ length: [7, 32], sensitive: true }),
  CustomKeyStoreType: enumeration(["AWS_CLOUDHSM", "EXTERNAL_KEY_STORE"]),
  XksProxyUriEndpoint: xksProxyUriEndpointType,
  XksProxyUriPath: xksProxyUriPathType,
  XksProxyVpcEndpointServiceName: vpcEndpointServiceNameType,
  XksProxyVpcEndpointServiceOwner: accountIdType,
  XksProxyAuthenticationCredential: xksProxyAuthenticationCredentialType,
  XksProxyConnectivity: connectivityType,
});
type Input = Infer<typeof input>;

export const createCustomKeyStore = operation<ManagementContext>()({
  name: "CreateCustomKeyStore",
  access: "admin",
  input,
  output: structure("CreateCustomKeyStoreResponse", { CustomKeyStoreId: customKeyStoreIdType }),
  async handle(given, call) {
    const { context } = call;
    refuseCloudHsm(given);
    const store = newKeyStore(given, context);
    checkAddress(store);
    checkUnique(context.directory, store);
    await checkProxy(store, call);
    await context.commits.transact(async () => {
      checkUnique(context.directory, store);
      const event = { keyStoreId: store.id, at: store.createdAt, state: store.connectionState, callerArn: call.caller.arn };
      return [
        { kind: "key-store", id: store.id, value: store, expect: "absent" },
        { kind: "connection-event", id: connectionEventId(event), value: event },
      ];
    });
    return { CustomKeyStoreId: store.id };
  },
});

/** There are external key stores here and no CloudHSM clusters. */
function refuseCloudHsm(given: Input): void {
  const members = [given.CloudHsmClusterId, given.TrustAnchorCertificate, given.KeyStorePassword];
  if (given.CustomKeyStoreType === "EXTERNAL_KEY_STORE") {
    if (members.every((member) => member === undefined)) return;
    throw kmsError(
      "ValidationException",
      "CloudHsmClusterId, TrustAnchorCertificate and KeyStorePassword are not valid for a custom key store of type EXTERNAL_KEY_STORE.",
    );
  }
  if (members.some((member) => member === undefined)) {
    throw kmsError(
      "ValidationException",
      "CloudHsmClusterId, TrustAnchorCertificate and KeyStorePassword are required for a custom key store of type AWS_CLOUDHSM, the default. For an external key store, specify CustomKeyStoreType EXTERNAL_KEY_STORE.",
    );
  }
  throw kmsError(
    "CloudHsmClusterNotFoundException",
    `AWS CloudHSM cluster ${given.CloudHsmClusterId} was not found: there are external key stores only.`,
  );
}

function newKeyStore(given: Input, { clock, quotaPerSecond }: ManagementContext): KeyStore {
  const now = clock.now();
  const needed = <T>(value: T | undefined, member: string): T => {
    if (value !== undefined) return value;
    throw kmsError("ValidationException", `${member} is required for a custom key store of type EXTERNAL_KEY_STORE.`);
  };
  const credential = needed(given.XksProxyAuthenticationCredential, "XksProxyAuthenticationCredential");
  const serviceName = given.XksProxyVpcEndpointServiceName;
  const serviceOwner = given.XksProxyVpcEndpointServiceOwner;
  return {
    id: newKeyStoreId(clock),
    name: given.CustomKeyStoreName,
    connectivity: needed(given.XksProxyConnectivity, "XksProxyConnectivity"),
    ...(serviceName === undefined ? {} : { vpcEndpointServiceName: serviceName }),
    ...(serviceOwner === undefined ? {} : { vpcEndpointServiceOwner: serviceOwner }),
    uriEndpoint: needed(given.XksProxyUriEndpoint, "XksProxyUriEndpoint"),
    uriPath: needed(given.XksProxyUriPath, "XksProxyUriPath"),
    credential: { accessKeyId: credential.AccessKeyId, secretAccessKey: credential.RawSecretAccessKey, setAt: now },
    connectionState: "DISCONNECTED",
    stateChangedAt: now,
    createdAt: now,
    quotaPerSecond: quotaPerSecond ?? defaultQuotaPerSecond,
  };
}

/** As on AWS, a proxy behind a VPC endpoint service is called on connecting only; here it must be known that the service exists. */
async function checkProxy(store: KeyStore, { context, caller, requestId }: Call<ManagementContext>): Promise<void> {
  if (store.connectivity === "VPC_ENDPOINT_SERVICE") {
    if (xksTargetOf(store, context.vpcEndpointServices)) return;
    throw kmsError("XksProxyVpcEndpointServiceNotFoundException", unknownServiceMessage);
  }
  const purpose = { kmsOperation: "CreateCustomKeyStore" as const, kmsRequestId: requestId, callerArn: caller.arn };
  const health = await askHealth(context, store, purpose).catch((error: unknown) => {
    throw withoutDataPlane(error);
  });
  const error = keyStoreErrorOf(health);
  if (error) throw error;
}
