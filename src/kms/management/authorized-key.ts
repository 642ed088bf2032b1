/** Finding the key that a request names, for a caller who may do what the request asks. */
import { findKey, findKeyByIdOrArn } from "../find-key.ts";
import type { Call } from "../../aws/operation.ts";
import type { KeyUse, Permission } from "../authorization.ts";
import type { KmsKey } from "../../model/kms-key.ts";
import type { ManagementContext } from "./management-context.ts";

export interface AuthorizedKey {
  readonly key: KmsKey;
  /** By what the caller may. */
  readonly permission: Permission;
}

/** @throws ApiError NotFoundException, AccessDeniedException, InvalidGrantTokenException */
export function authorizedKey(call: Call<ManagementContext>, keyId: string, use: Omit<KeyUse, "key">): AuthorizedKey {
  return authorized(call, findKeyByIdOrArn(call.context.directory, keyId), use);
}

/** The same where an alias will do as well. */
export function authorizedKeyOrAlias(call: Call<ManagementContext>, keyId: string, use: Omit<KeyUse, "key">): AuthorizedKey {
  return authorized(call, findKey(call.context.directory, keyId), use);
}

function authorized({ context, caller }: Call<ManagementContext>, key: KmsKey, use: Omit<KeyUse, "key">): AuthorizedKey {
  return { key, permission: context.authorizer.check(caller, { ...use, key }) };
}
