/** Keys whose waiting period has ended go for good, and with them their material, aliases and grants. */
import type { CommittingParts } from "./management-parts.ts";
import type { Change } from "../../store/resource-store.ts";

/** Deletes what is due at the clock's time. A key whose deletion is cancelled in the same moment stays. */
export async function deleteDueKeys(parts: CommittingParts): Promise<void> {
  const now = parts.clock.now();
  const due = [...parts.directory.keys()].filter(({ deletionAt }) => deletionAt !== undefined && deletionAt <= now);
  for (const { id, arn } of due) {
    let gone = false;
    await parts.commits.transact(async () => {
      const changes = await deletionOf(parts, id, now);
      gone = changes.length > 0;
      return changes;
    });
    if (gone) parts.log.info({ keyArn: arn }, "KMS key deleted: its waiting period has ended");
  }
}

async function deletionOf({ resources }: CommittingParts, keyId: string, now: number): Promise<readonly Change[]> {
  const stored = await resources.read("kms-key", keyId);
  const deletionAt = stored?.value.deletionAt;
  if (!stored || deletionAt === undefined || deletionAt > now) return [];
  const aliases = await resources.find("alias", "key", keyId);
  const grants = await resources.find("grant", "key", keyId);
  return [
    ...aliases.map(({ id }): Change => ({ kind: "alias", id, value: undefined })),
    ...grants.map(({ id }): Change => ({ kind: "grant", id, value: undefined })),
    { kind: "kms-key", id: keyId, value: undefined, expect: stored.version },
  ];
}
