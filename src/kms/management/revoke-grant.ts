/** RevokeGrant: takes back what a grant gave; from the answer on it counts no more. */
import { authorizedKey } from "./authorized-key.ts";
import { boolean, required, structure } from "../../lib/schema.ts";
import { dryRunSucceeds } from "../dry-run.ts";
import { endGrant, grantOn } from "./ending-grants.ts";
import { grantIdType, keyIdType } from "../shapes.ts";
import { operation } from "../../aws/operation.ts";
import type { ManagementContext } from "./management-context.ts";

export const revokeGrant = operation<ManagementContext>()({
  name: "RevokeGrant",
  access: "user",
  input: structure("RevokeGrantRequest", { KeyId: required(keyIdType), GrantId: required(grantIdType), DryRun: boolean() }),
  output: structure("RevokeGrantResponse", {}),
  async handle({ KeyId, GrantId, DryRun }, call) {
    const { key } = authorizedKey(call, KeyId, { action: "kms:RevokeGrant" });
    const grant = grantOn(call.context, key.id, GrantId);
    if (DryRun === true) throw dryRunSucceeds();
    await endGrant(call.context, grant);
    return {};
  },
});
