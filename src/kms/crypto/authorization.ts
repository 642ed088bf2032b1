/**
 * Who may use a key. The role decides first: viewers use no keys, administrators use all, users those that they are allowed.
 * Every cryptographic operation asks here, once per key, before it looks at the key's state.
 */
import type { Caller } from "../../aws/caller.ts";
import { includes } from "../../model/access-key.ts";
import type { KmsKey } from "../../model/kms-key.ts";
import { kmsError } from "../errors.ts";
import type { EncryptionContext } from "./encryption-context.ts";

/** What is to be done with which key. */
export interface KeyUse {
  /** "kms:Encrypt", "kms:ReEncryptFrom", … */
  readonly action: string;
  readonly key: KmsKey;
  readonly encryptionContext: EncryptionContext | undefined;
  readonly grantTokens: readonly string[] | undefined;
}

/** Throws an ApiError AccessDeniedException when the caller may not do this. */
export type Authorize = (caller: Caller, use: KeyUse) => void;

export const authorizeByRole: Authorize = (caller, { action, key }) => {
  if (!includes(caller.role, "user")) throw accessDenied(caller, action, key.arn);
};

/** In the words of the real service. */
export function accessDenied(caller: Caller, action: string, resource: string): Error {
  return kmsError(
    "AccessDeniedException",
    `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`,
  );
}
