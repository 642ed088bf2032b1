/** What a key policy is asked about. */
import type { GrantConstraints } from "../../model/grant.ts";

export interface PolicyRequest {
  /** With the prefix, e.g. "kms:Encrypt". */
  readonly action: string;
  readonly keyArn: string;
  readonly callerArn: string;
  readonly callerAccountId: string;
  /** Whether the caller's role allows the action, where the policy leaves that to the account. */
  readonly identityAllows: boolean;
  readonly encryptionContext?: Readonly<Record<string, string>> | undefined;
  /** CreateGrant only: the grant to be made. */
  readonly grant?: {
    readonly operations: readonly string[];
    readonly granteePrincipal: string;
    readonly retiringPrincipal?: string | undefined;
    readonly constraints?: GrantConstraints | undefined;
  };
}
