/** Which operation of which path prefix and key a request line names. */
import { xksOperations } from "../../model/xks-operation.ts";
import { type XksOperationDefinition, xksOperationTable } from "../operations.ts";
import { isExternalKeyId, uriPathEnd } from "../uri.ts";

export interface Route {
  /** `[/prefix]/kms/xks/v1`. */
  readonly uriPath: string;
  readonly operation: XksOperationDefinition;
  /** Empty for GetHealthStatus. */
  readonly externalKeyId: string;
}

const definitions = xksOperations.map((name) => xksOperationTable[name]);
const onKey = new Map(definitions.filter((one) => one.onKey).map((one) => [one.pathSuffix, one]));
const onStore = new Map(definitions.filter((one) => !one.onKey).map((one) => [one.pathSuffix, one]));
const keys = "/keys/";

/** Undefined for whatever is no path of the XKS Proxy API, query strings included. */
export function routeOf(path: string): Route | undefined {
  const end = path.lastIndexOf(`${uriPathEnd}/`);
  if (end < 0) return undefined;
  const uriPath = path.slice(0, end + uriPathEnd.length);
  const rest = path.slice(uriPath.length);
  const ofStore = onStore.get(rest);
  if (ofStore) return { uriPath, operation: ofStore, externalKeyId: "" };
  const slash = rest.lastIndexOf("/");
  const operation = onKey.get(rest.slice(slash));
  if (!operation || !rest.startsWith(keys)) return undefined;
  const externalKeyId = rest.slice(keys.length, slash);
  return isExternalKeyId(externalKeyId) ? { uriPath, operation, externalKeyId } : undefined;
}
