/**
 * Which states of a key an operation of the management plane puts up with (the developer guide's table of key states):
 * most refuse a key that waits for its deletion, and some a disabled one.
 */
import { kmsError } from "../errors.ts";
import type { KmsKey } from "../../model/kms-key.ts";

/** Throws KMSInvalidStateException for a key that is pending deletion. */
export function refusePendingDeletion({ arn, ownState }: Pick<KmsKey, "arn" | "ownState">): void {
  if (ownState === "PendingDeletion") throw kmsError("KMSInvalidStateException", `${arn} is pending deletion.`);
}

/** Throws DisabledException for a disabled key. */
export function refuseDisabled({ arn, ownState }: Pick<KmsKey, "arn" | "ownState">): void {
  if (ownState === "Disabled") throw kmsError("DisabledException", `${arn} is disabled.`);
}
