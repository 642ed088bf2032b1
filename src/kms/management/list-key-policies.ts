/** ListKeyPolicies: the names of a key's policies, of which there is one. */
import { authorizedKey } from "./authorized-key.ts";
import { keyIdType, limitType, markerType, pageMembers, policyNameType } from "../shapes.ts";
import { list, required, structure } from "../../lib/schema.ts";
import { operation } from "../../aws/operation.ts";
import { pageOf } from "./paging.ts";
import { policyName } from "./policy-names.ts";
import type { ManagementContext } from "./management-context.ts";

const defaultLimit = 100;

export const listKeyPolicies = operation<ManagementContext>()({
  name: "ListKeyPolicies",
  access: "user",
  input: structure("ListKeyPoliciesRequest", { KeyId: required(keyIdType), Limit: limitType, Marker: markerType }),
  output: structure("ListKeyPoliciesResponse", { PolicyNames: list(policyNameType), ...pageMembers }),
  handle({ KeyId, ...page }, call) {
    authorizedKey(call, KeyId, { action: "kms:ListKeyPolicies" });
    const { entries, ...rest } = pageOf([policyName], (name) => name, page, defaultLimit);
    return { PolicyNames: [...entries], ...rest };
  },
});
