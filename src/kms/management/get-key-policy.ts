/** GetKeyPolicy: the policy in the text it was put in. */
import { authorizedKey } from "./authorized-key.ts";
import { checkPolicyName, policyName } from "./policy-names.ts";
import { keyIdType, policyNameType, policyType } from "../shapes.ts";
import { operation } from "../../aws/operation.ts";
import { required, structure } from "../../lib/schema.ts";
import type { ManagementContext } from "./management-context.ts";

export const getKeyPolicy = operation<ManagementContext>()({
  name: "GetKeyPolicy",
  access: "user",
  input: structure("GetKeyPolicyRequest", { KeyId: required(keyIdType), PolicyName: policyNameType }),
  output: structure("GetKeyPolicyResponse", { Policy: policyType, PolicyName: policyNameType }),
  handle({ KeyId, PolicyName }, call) {
    const { policy } = authorizedKey(call, KeyId, { action: "kms:GetKeyPolicy" }).key;
    checkPolicyName(PolicyName);
    return { Policy: policy, PolicyName: policyName };
  },
});
