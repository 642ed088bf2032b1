/**
 * RetireGrant: a grant is laid down by whom it names for that, by its grantee where it allows RetireGrant, or by an
 * administrator. It is named by its token, or by key and grant id.
 */
import { boolean, string, structure } from "../../lib/schema.ts";
import { dryRunSucceeds } from "../dry-run.ts";
import { endGrant, grantOn } from "./ending-grants.ts";
import { findKeyByIdOrArn } from "../find-key.ts";
import { grantIdOfToken } from "../grant-token.ts";
import { grantIdType, keyIdType } from "../shapes.ts";
import { isPrincipal } from "../authorization.ts";
import { kmsError } from "../errors.ts";
import { operation } from "../../aws/operation.ts";
import type { Caller } from "../../aws/caller.ts";
import type { Grant } from "../../model/grant.ts";
import type { ManagementContext } from "./management-context.ts";

export const retireGrant = operation<ManagementContext>()({
  name: "RetireGrant",
  access: "user",
  input: structure("RetireGrantRequest", {
    GrantToken: string({ length: [1, 8192] }),
    KeyId: keyIdType,
    GrantId: grantIdType,
    DryRun: boolean(),
  }),
  output: structure("RetireGrantResponse", {}),
  async handle({ GrantToken, KeyId, GrantId, DryRun }, { context, caller }) {
    const grant = named(context, GrantToken, KeyId, GrantId);
    if (!mayRetire(grant, caller)) {
      const resource = context.directory.key(grant.keyId)?.arn ?? grant.keyId;
      throw kmsError(
        "AccessDeniedException",
        `User: ${caller.arn} is not authorized to perform: kms:RetireGrant on resource: ${resource} because no resource-based policy allows the kms:RetireGrant action`,
      );
    }
    if (DryRun === true) throw dryRunSucceeds();
    await endGrant(context, grant);
    return {};
  },
});

function named(context: ManagementContext, token: string | undefined, keyId: string | undefined, grantId: string | undefined): Grant {
  if (token !== undefined && keyId === undefined && grantId === undefined) {
    const id = grantIdOfToken(token);
    const grant = context.directory.grant(id);
    if (!grant) throw kmsError("NotFoundException", `Grant ID ${id} not found`);
    return grant;
  }
  if (token !== undefined || keyId === undefined || grantId === undefined) {
    throw kmsError("ValidationException", "Grant token OR (grant ID, key ID) must be specified");
  }
  return grantOn(context, findKeyByIdOrArn(context.directory, keyId).id, grantId);
}

function mayRetire({ retiringPrincipal, granteePrincipal, operations }: Grant, caller: Caller): boolean {
  if (caller.role === "admin") return true;
  if (retiringPrincipal !== undefined && isPrincipal(retiringPrincipal, caller)) return true;
  return operations.includes("RetireGrant") && isPrincipal(granteePrincipal, caller);
}
