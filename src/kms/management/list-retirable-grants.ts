/** ListRetirableGrants: the grants, on whatever keys, that a principal may retire. Users may ask for themselves only. */
import { listGrantsResponse, pageOfGrants, servicePrincipalType } from "./grant-shapes.ts";
import { kmsError } from "../errors.ts";
import { limitType, markerType, principalIdType } from "../shapes.ts";
import { operation } from "../../aws/operation.ts";
import { structure } from "../../lib/schema.ts";
import type { ManagementContext } from "./management-context.ts";

export const listRetirableGrants = operation<ManagementContext>()({
  name: "ListRetirableGrants",
  access: "user",
  input: structure("ListRetirableGrantsRequest", {
    Limit: limitType,
    Marker: markerType,
    RetiringPrincipal: principalIdType,
    RetiringServicePrincipal: servicePrincipalType,
  }),
  output: listGrantsResponse,
  handle({ RetiringPrincipal: principal, RetiringServicePrincipal, ...page }, { context: { directory }, caller }) {
    if ((principal === undefined) === (RetiringServicePrincipal === undefined)) {
      throw kmsError("ValidationException", "Specify either RetiringPrincipal or RetiringServicePrincipal, but not both.");
    }
    if (caller.role !== "admin" && principal !== caller.arn) {
      throw kmsError(
        "AccessDeniedException",
        `User: ${caller.arn} is not authorized to perform: kms:ListRetirableGrants on resource: ${principal ?? RetiringServicePrincipal} because no identity-based policy allows the kms:ListRetirableGrants action`,
      );
    }
    const retirable = [...directory.grants()].filter((grant) => principal !== undefined && grant.retiringPrincipal === principal);
    return pageOfGrants(retirable, page, directory);
  },
});
