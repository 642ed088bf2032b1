/** From a key store to where and with what credential its proxy is called: the same on both planes. */
import type { KeyStore } from "../model/key-store.ts";
import type { XksTarget } from "../xks/calls.ts";

/** Where VPC endpoint services are, by their names: what a VPC's DNS and routing would know. */
export type VpcEndpointServices = Readonly<Record<string, { readonly host: string; readonly port: number }>>;

/** The part of a key store that a call of its proxy needs. */
export type CallableKeyStore = Pick<KeyStore, "id" | "connectivity" | "vpcEndpointServiceName" | "uriEndpoint" | "uriPath" | "credential">;

/** The target of a key store; undefined when its VPC endpoint service is not known here. */
export function xksTargetOf(store: CallableKeyStore, services: VpcEndpointServices): XksTarget | undefined {
  const target = {
    keyStoreId: store.id,
    uriEndpoint: store.uriEndpoint,
    uriPath: store.uriPath,
    accessKeyId: store.credential.accessKeyId,
    secretAccessKey: store.credential.secretAccessKey,
  };
  if (store.connectivity === "PUBLIC_ENDPOINT") return target;
  const name = store.vpcEndpointServiceName ?? "";
  const connectTo = Object.hasOwn(services, name) ? services[name] : undefined;
  return connectTo && { ...target, connectTo };
}
