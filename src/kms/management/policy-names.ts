/** A KMS key has one key policy, and its name is always this. */
import { kmsError } from "../errors.ts";

export const policyName = "default";

/** @throws ApiError NotFoundException for any other name */
export function checkPolicyName(name: string | undefined): void {
  if (name !== undefined && name !== policyName) throw kmsError("NotFoundException", "No such policy exists");
}
