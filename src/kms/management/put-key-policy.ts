/** PutKeyPolicy: a new policy in the old one's place, enforced from the answer on. */
import { boolean, required, structure } from "../../lib/schema.ts";
import { changeKey } from "./change-key.ts";
import { checkNewKeyPolicy } from "./new-key-policy.ts";
import { checkPolicyName } from "./policy-names.ts";
import { keyIdType, policyNameType, policyType } from "../shapes.ts";
import { operation } from "../../aws/operation.ts";
import { refusePendingDeletion } from "./key-states.ts";
import type { ManagementContext } from "./management-context.ts";

export const putKeyPolicy = operation<ManagementContext>()({
  name: "PutKeyPolicy",
  access: "admin",
  input: structure("PutKeyPolicyRequest", {
    KeyId: required(keyIdType),
    PolicyName: policyNameType,
    Policy: required(policyType),
    BypassPolicyLockoutSafetyCheck: boolean(),
  }),
  output: structure("PutKeyPolicyResponse", {}),
  async handle({ KeyId, PolicyName, Policy, BypassPolicyLockoutSafetyCheck: bypass = false }, { context, caller }) {
    await changeKey(context, KeyId, (key) => {
      checkPolicyName(PolicyName);
      refusePendingDeletion(key);
      const changed = { ...key, policy: Policy };
      checkNewKeyPolicy(changed, caller, bypass);
      return changed;
    });
    return {};
  },
});
