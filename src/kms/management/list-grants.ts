/** ListGrants: the grants on one key, all or those with an id or a grantee, in pages. */
import { authorizedKey } from "./authorized-key.ts";
import { listGrantsResponse, pageOfGrants, servicePrincipalType } from "./grant-shapes.ts";
import { grantIdType, keyIdType, limitType, markerType, principalIdType } from "../shapes.ts";
import { operation } from "../../aws/operation.ts";
import { required, structure } from "../../lib/schema.ts";
import type { ManagementContext } from "./management-context.ts";

export const listGrants = operation<ManagementContext>()({
  name: "ListGrants",
  access: "user",
  input: structure("ListGrantsRequest", {
    Limit: limitType,
    Marker: markerType,
    KeyId: required(keyIdType),
    GrantId: grantIdType,
    GranteePrincipal: principalIdType,
    GranteeServicePrincipal: servicePrincipalType,
  }),
  output: listGrantsResponse,
  handle({ KeyId, GrantId, GranteePrincipal, GranteeServicePrincipal, ...page }, call) {
    const { directory } = call.context;
    const { key } = authorizedKey(call, KeyId, { action: "kms:ListGrants" });
    const wanted = [...directory.grantsOf(key.id)].filter(
      (grant) =>
        (GrantId === undefined || grant.id === GrantId) &&
        (GranteePrincipal === undefined || grant.granteePrincipal === GranteePrincipal) &&
        // No grant here is a service's.
        GranteeServicePrincipal === undefined,
    );
    return pageOfGrants(wanted, page, directory);
  },
});
