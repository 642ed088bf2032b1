/** Asking a key store's proxy for its health, and what the answer means for creating, updating, connecting and checking. */
import type { ManagementParts } from "./management-parts.ts";
import { type CallableKeyStore, xksTargetOf } from "../xks-target.ts";
import { kmsError, type KmsErrorName } from "../errors.ts";
import { NoDataPlane, type CallPurpose } from "../data-planes.ts";
import { type HealthAnswer, XksError } from "../../xks/calls.ts";
import {
  type ConnectionErrorCode,
  connectionErrorCodeOf,
  failureOf,
  unhealthyConnectionErrorCode,
  unhealthyFailure,
} from "../../model/xks-failures.ts";
import type { ApiError } from "../../aws/api-error.ts";

export type Health =
  | { readonly is: "healthy"; readonly answer: HealthAnswer }
  /** The proxy answers, but every one of its key managers is unavailable: it counts as not reachable. */
  | { readonly is: "unhealthy"; readonly answer: HealthAnswer }
  | { readonly is: "failed"; readonly error: XksError }
  /** The VPC endpoint service is not known here; nothing was called. */
  | { readonly is: "unknown-service" };

/** Rejects with NoDataPlane only, or with what nobody expects. */
export async function askHealth(
  { dataPlanes, vpcEndpointServices }: Pick<ManagementParts, "dataPlanes" | "vpcEndpointServices">,
  store: CallableKeyStore,
  purpose: CallPurpose,
): Promise<Health> {
  const target = xksTargetOf(store, vpcEndpointServices);
  if (!target) return { is: "unknown-service" };
  try {
    const answer = await dataPlanes.getHealthStatus(target, purpose);
    return { is: answer.ekmFleetDetails.every(({ state }) => state === "Unavailable") ? "unhealthy" : "healthy", answer };
  } catch (error) {
    if (error instanceof XksError) return { is: "failed", error };
    throw error;
  }
}

/** The ConnectionErrorCode of a connect that met this; undefined when it may connect. */
export function connectionErrorOf(health: Health): ConnectionErrorCode | undefined {
  if (health.is === "healthy") return undefined;
  if (health.is === "unhealthy") return unhealthyConnectionErrorCode;
  if (health.is === "unknown-service") return "XKS_VPC_ENDPOINT_SERVICE_NOT_FOUND";
  return connectionErrorCodeOf(health.error.failure.exceptionName, health.error.reason);
}

/** What CreateCustomKeyStore and UpdateCustomKeyStore answer to this; undefined when they may go on. */
export function keyStoreErrorOf(health: Health): ApiError | undefined {
  if (health.is === "healthy") return undefined;
  if (health.is === "unhealthy") return kmsError(unhealthyFailure.exception as KmsErrorName, unhealthyFailure.message);
  if (health.is === "unknown-service") return kmsError("XksProxyVpcEndpointServiceNotFoundException", unknownServiceMessage);
  const { exception, message } = failureOf(health.error.failure.exceptionName, "create-key-store", health.error.reason);
  return kmsError(exception as KmsErrorName, message);
}

export const unknownServiceMessage =
  "AWS KMS could not find the specified VPC endpoint service. Verify the VPC endpoint service name, and that the vpc-endpoint-services option says where it is.";

/** What an operation answers when no data plane is there to call the proxy; everything else passes as it is. */
export function withoutDataPlane(error: unknown): unknown {
  if (!(error instanceof NoDataPlane)) return error;
  return kmsError("DependencyTimeoutException", "The system timed out while trying to fulfill the request. You can retry the request.");
}
