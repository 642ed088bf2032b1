/** Finding the grant that is to end, and ending it: what RevokeGrant and RetireGrant share. */
import { kmsError } from "../errors.ts";
import type { Grant } from "../../model/grant.ts";
import type { ManagementContext } from "./management-context.ts";

/** @throws ApiError InvalidGrantIdException for what is no grant id, NotFoundException for an unknown one */
export function grantOn(context: ManagementContext, keyId: string, grantId: string): Grant {
  const grant = context.directory.grant(grantId);
  if (grant && grant.keyId === keyId) return grant;
  if (!/^[0-9a-f]+$/.test(grantId)) throw kmsError("InvalidGrantIdException", "The grant ID is not valid.");
  throw kmsError("NotFoundException", `Grant ID ${grantId} not found`);
}

export async function endGrant(context: ManagementContext, { id }: Grant): Promise<void> {
  await context.commits.transact(() => Promise.resolve([{ kind: "grant", id, value: undefined }]));
}
