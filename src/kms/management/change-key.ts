/** Changing one KMS key. */
import { storedKey } from "./stored.ts";
import type { KmsKey } from "../../model/kms-key.ts";
import type { ManagementContext } from "./management-context.ts";

/**
 * Replaces a key by what `change` makes of it, which may throw; the same value again writes nothing.
 *
 * @param keyId a key id or key ARN
 * @returns the key as it is now
 */
export async function changeKey(context: ManagementContext, keyId: string, change: (key: KmsKey) => KmsKey): Promise<KmsKey> {
  let changed: KmsKey | undefined;
  await context.commits.transact(async () => {
    const stored = await storedKey(context, keyId);
    changed = change(stored.value);
    return changed === stored.value ? [] : [{ kind: "kms-key", id: stored.id, value: changed, expect: stored.version }];
  });
  if (!changed) throw new Error("a transaction ended without its decision");
  return changed;
}
