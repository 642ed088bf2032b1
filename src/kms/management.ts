/**
 * The operations of the KMS API that the management plane answers: one line each here, one file each in `management/`.
 * Beside them what a management plane starts: its context, the directory, the life of the key stores.
 */
import { cancelKeyDeletion } from "./management/cancel-key-deletion.ts";
import { connectCustomKeyStore } from "./management/connect-custom-key-store.ts";
import { createAlias } from "./management/create-alias.ts";
import { createCustomKeyStore } from "./management/create-custom-key-store.ts";
import { createGrant } from "./management/create-grant.ts";
import { createKey } from "./management/create-key.ts";
import { deleteAlias } from "./management/delete-alias.ts";
import { deleteCustomKeyStore } from "./management/delete-custom-key-store.ts";
import { describeCustomKeyStores } from "./management/describe-custom-key-stores.ts";
import { describeKey } from "./management/describe-key.ts";
import { disableKey } from "./management/disable-key.ts";
import { disconnectCustomKeyStore } from "./management/disconnect-custom-key-store.ts";
import { enableKey } from "./management/enable-key.ts";
import { getKeyLastUsage } from "./management/get-key-last-usage.ts";
import { getKeyPolicy } from "./management/get-key-policy.ts";
import { listAliases } from "./management/list-aliases.ts";
import { listGrants } from "./management/list-grants.ts";
import { listKeyPolicies } from "./management/list-key-policies.ts";
import { listKeys } from "./management/list-keys.ts";
import { listResourceTags } from "./management/list-resource-tags.ts";
import { listRetirableGrants } from "./management/list-retirable-grants.ts";
import { putKeyPolicy } from "./management/put-key-policy.ts";
import { retireGrant } from "./management/retire-grant.ts";
import { revokeGrant } from "./management/revoke-grant.ts";
import { scheduleKeyDeletion } from "./management/schedule-key-deletion.ts";
import { tagResource } from "./management/tag-resource.ts";
import { untagResource } from "./management/untag-resource.ts";
import { updateAlias } from "./management/update-alias.ts";
import { updateCustomKeyStore } from "./management/update-custom-key-store.ts";
import { updateKeyDescription } from "./management/update-key-description.ts";
import { refusedOperations } from "./management/refused-operations.ts";
import type { ManagementContext } from "./management/management-context.ts";
import type { Operation } from "../aws/operation.ts";

export { createManagementContext, type ManagementContext } from "./management/management-context.ts";
export { loadDirectory } from "./management/load-directory.ts";

export const managementOperations: ReadonlyMap<string, Operation<ManagementContext>> = tableOf([
  cancelKeyDeletion,
  connectCustomKeyStore,
  createAlias,
  createCustomKeyStore,
  createGrant,
  createKey,
  deleteAlias,
  deleteCustomKeyStore,
  describeCustomKeyStores,
  describeKey,
  disableKey,
  disconnectCustomKeyStore,
  enableKey,
  getKeyLastUsage,
  getKeyPolicy,
  listAliases,
  listGrants,
  listKeyPolicies,
  listKeys,
  listResourceTags,
  listRetirableGrants,
  putKeyPolicy,
  retireGrant,
  revokeGrant,
  scheduleKeyDeletion,
  tagResource,
  untagResource,
  updateAlias,
  updateCustomKeyStore,
  updateKeyDescription,
  ...refusedOperations,
]);

function tableOf(operations: readonly Operation<ManagementContext>[]): ReadonlyMap<string, Operation<ManagementContext>> {
  return new Map(operations.map((entry) => [entry.name, entry]));
}

/**
 * Starts what happens to key stores and keys without anybody calling: stores left CONNECTING are taken up, health checks
 * run, keys whose waiting period has ended go. The directory must be loaded. Call it on one management plane at a time.
 */
export function startKeyStoreLife(context: ManagementContext): { stop(): void } {
  context.life.start();
  return { stop: () => context.life.stop() };
}
