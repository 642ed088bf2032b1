/** What the KMS operations of the management plane stand on. */
import { Authorizer } from "../authorization.ts";
import { Commits } from "./commits.ts";
import { KeyStoreLife } from "./key-store-life.ts";
import type { CommittingParts, ManagementParts } from "./management-parts.ts";

export interface ManagementContext extends CommittingParts {
  /** Connecting and health checks; at rest until `startKeyStoreLife`. */
  readonly life: KeyStoreLife;
  /** By role, key policy and grants. */
  readonly authorizer: Authorizer;
}

export function createManagementContext(parts: ManagementParts): ManagementContext {
  const withCommits = { ...parts, commits: new Commits(parts) };
  return { ...withCommits, life: new KeyStoreLife(withCommits), authorizer: new Authorizer(parts.directory) };
}
