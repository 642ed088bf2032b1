/** What a key policy must fulfil before CreateKey or PutKeyPolicy keeps it. */
import { kmsError } from "../errors.ts";
import { readKeyPolicy } from "../key-policy/document.ts";
import { verdictOf } from "../authorization.ts";
import type { Caller } from "../../aws/caller.ts";
import type { KmsKey } from "../../model/kms-key.ts";

/** AWS's quota on a key policy document, bytes. */
const mostBytes = 32_768;

/**
 * Throws MalformedPolicyDocumentException for a policy that cannot be read, goes beyond what is enforced, or would lock its
 * writer out (unless `bypass`), and LimitExceededException for one that is too long.
 */
export function checkNewKeyPolicy(key: KmsKey, caller: Caller, bypass: boolean): void {
  if (Buffer.byteLength(key.policy, "utf8") > mostBytes) {
    throw kmsError("LimitExceededException", `The key policy is larger than ${mostBytes} bytes.`);
  }
  const policy = readKeyPolicy(key.policy);
  if (bypass || verdictOf(policy, caller, { action: "kms:PutKeyPolicy", key }) === "allowed") return;
  throw kmsError("MalformedPolicyDocumentException", "The new key policy will not allow you to update the key policy in the future.");
}
