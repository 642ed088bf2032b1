/**
 * The operations of the KMS API that the management plane answers: one line each here, one file each in `management/`.
 * Beside them what a management plane starts: its context, the directory, the life of the key stores.
 */
import { connectCustomKeyStore } from "./management/connect-custom-key-store.ts";
import { createAlias } from "./management/create-alias.ts";
import { createCustomKeyStore } from "./management/create-custom-key-store.ts";
import { createKey } from "./management/create-key.ts";
import { describeCustomKeyStores } from "./management/describe-custom-key-stores.ts";
import { describeKey } from "./management/describe-key.ts";
import { disconnectCustomKeyStore } from "./management/disconnect-custom-key-store.ts";
import { listAliases } from "./management/list-aliases.ts";
import { listKeys } from "./management/list-keys.ts";
import type { ManagementContext } from "./management/management-context.ts";
import type { Operation } from "../aws/operation.ts";

export { createManagementContext, type ManagementContext } from "./management/management-context.ts";
export type { ManagementParts } from "./management/management-parts.ts";
export { loadDirectory } from "./management/load-directory.ts";

export const managementOperations: ReadonlyMap<string, Operation<ManagementContext>> = tableOf([
  connectCustomKeyStore,
  createAlias,
  createCustomKeyStore,
  createKey,
  describeCustomKeyStores,
  describeKey,
  disconnectCustomKeyStore,
  listAliases,
  listKeys,
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
