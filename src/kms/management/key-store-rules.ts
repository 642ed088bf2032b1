/** Rules on what an external key store may be, shared by CreateCustomKeyStore and UpdateCustomKeyStore. */
import type { ApiError } from "../../aws/api-error.ts";
import { kmsError } from "../errors.ts";
import type { Directory } from "../directory.ts";
import type { KeyStore } from "../../model/key-store.ts";

type Addressed = Pick<KeyStore, "id" | "name" | "connectivity" | "uriEndpoint" | "uriPath" | "vpcEndpointServiceName">;

/** Throws ValidationException where members contradict each other, before anything is called. */
export function checkAddress(
  store: Pick<KeyStore, "connectivity" | "uriEndpoint" | "vpcEndpointServiceName" | "vpcEndpointServiceOwner">,
): void {
  const port = /:(\d+)$/.exec(store.uriEndpoint)?.[1];
  if (port !== undefined && (Number(port) < 1 || Number(port) > 65_535)) {
    throw kmsError("ValidationException", "The port in XksProxyUriEndpoint must be from 1 to 65535.");
  }
  if (!URL.canParse(store.uriEndpoint)) throw kmsError("ValidationException", "XksProxyUriEndpoint must be https:// and a host name.");
  if (store.connectivity === "VPC_ENDPOINT_SERVICE" && store.vpcEndpointServiceName === undefined) {
    throw kmsError("ValidationException", "XksProxyVpcEndpointServiceName is required when XksProxyConnectivity is VPC_ENDPOINT_SERVICE.");
  }
  if (store.connectivity === "PUBLIC_ENDPOINT" && (store.vpcEndpointServiceName ?? store.vpcEndpointServiceOwner) !== undefined) {
    throw kmsError(
      "ValidationException",
      "XksProxyVpcEndpointServiceName and XksProxyVpcEndpointServiceOwner are valid only when XksProxyConnectivity is VPC_ENDPOINT_SERVICE.",
    );
  }
}

/**
 * Throws the API's error where `store` would take what another store has: its name, its address, and for VPC endpoint
 * services, which every store has for itself, the service and the endpoint (the service's private DNS name).
 */
export function checkUnique(directory: Directory, store: Addressed): void {
  for (const other of directory.keyStores()) if (other.id !== store.id) checkAgainst(other, store);
}

/** Another key store has this name. */
export const nameInUse = (): ApiError =>
  kmsError("CustomKeyStoreNameInUseException", "The custom key store name is already in use in this account and Region.");

/** Another key store has this endpoint and path. */
export const uriInUse = (): ApiError =>
  kmsError(
    "XksProxyUriInUseException",
    "The combination of XksProxyUriEndpoint and XksProxyUriPath is already in use by another external key store in this account and Region.",
  );

function checkAgainst(other: KeyStore, store: Addressed): void {
  if (other.name === store.name) throw nameInUse();
  const overService = store.connectivity === "VPC_ENDPOINT_SERVICE";
  if (overService && other.vpcEndpointServiceName === store.vpcEndpointServiceName) {
    throw kmsError(
      "XksProxyVpcEndpointServiceInUseException",
      `The VPC endpoint service ${store.vpcEndpointServiceName} is already in use by another external key store in this account and Region.`,
    );
  }
  if (other.uriEndpoint.toLowerCase() !== store.uriEndpoint.toLowerCase()) return;
  if (other.uriPath === store.uriPath) {
    throw uriInUse();
  }
  if (overService || other.connectivity === "VPC_ENDPOINT_SERVICE") {
    throw kmsError(
      "XksProxyUriEndpointInUseException",
      "The XksProxyUriEndpoint is already in use by another external key store in this account and Region; with VPC endpoint service connectivity it cannot be shared.",
    );
  }
}
